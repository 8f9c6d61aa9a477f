/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -K: closing every socket that a filter matches, with one line of result for each. */
#ifndef SOCKVIEW_APP_KILL_BATCH_H
#define SOCKVIEW_APP_KILL_BATCH_H

#include "app/engine.h"
#include "app/option.h"

/* Closes, or with --dry-run only tells; returns the exit status: 3 where nothing matched. */
int kill_batch_run(struct engine *engine, const struct options *options);

#endif
