/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --events and --history: what happens to connections, as it happens or when the time is over. */
#ifndef SOCKVIEW_APP_PRINT_PRINT_EVENTS_H
#define SOCKVIEW_APP_PRINT_PRINT_EVENTS_H

#include "app/config/options.h"
#include "app/engine/engine.h"
#include "base/text.h"

/* How long --history looks, if --for does not say. */
#define PRINT_HISTORY_MS 10000

/* Prints a line or an object for each socket that opens, changes its state or closes, until the
 * time is over or nobody reads the output any more. Returns the exit status. */
int print_events(struct engine *engine, const struct options *options, enum text_charset charset);

/* Follows connections until the time is over, then prints those that ended, the newest first. */
int print_history(struct engine *engine, const struct options *options, enum text_charset charset);

/* Reads the kernel's events until this moment of the monotonic clock: the time for a refresh. */
void print_events_wait(struct engine *engine, int64_t due_us);

#endif
