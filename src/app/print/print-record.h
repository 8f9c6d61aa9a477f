/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --record: refreshes go to a file (doc/recording.md) instead of being printed. */
#ifndef SOCKVIEW_APP_PRINT_PRINT_RECORD_H
#define SOCKVIEW_APP_PRINT_PRINT_RECORD_H

#include "app/config/options.h"
#include "app/engine/recorder.h"

/* Records until interrupted, --count or --for, and closes the recording. Returns an exit status. */
int print_record(struct engine *engine, const struct options *options, struct recorder *recorder);

#endif
