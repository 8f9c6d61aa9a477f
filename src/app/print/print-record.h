/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --record: refreshes go to a file (doc/recording.md) instead of being printed. */
#ifndef SOCKVIEW_APP_PRINT_PRINT_RECORD_H
#define SOCKVIEW_APP_PRINT_PRINT_RECORD_H

#include "app/config/options.h"
#include "app/engine/engine.h"

/* Creates the file, which must not exist yet; to be called before rights are given up. Returns its
 * descriptor, or -1 after a complaint. */
int print_record_open(const char *path);

/* Records until interrupted, --count or --for. Closes `fd`. Returns an exit status. */
int print_record(struct engine *engine, const struct options *options, int fd);

#endif
