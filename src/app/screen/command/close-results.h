/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What came of closing, as lines and totals: failures first. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CLOSE_RESULTS_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CLOSE_RESULTS_H

#include <stddef.h>

#include "app/screen/state/close-run.h"

struct app;

/* Takes over what app->close_run has done. */
void close_results_gather(struct app *app);

/* Before app->close_run takes other sockets, of which there are no results yet. */
void close_results_forget(struct close_results *results);

/* Tells anew how many descriptors are still held, and how many could be closed another way. */
void close_results_sum_up(struct app *app);

/* How many were refused that could be closed by a descriptor; none after a cancelling, since what
 * was not even tried cannot be told from what was refused. */
size_t close_results_count_seizable(const struct close_job *job);

void close_results_done(struct close_results *results);

#endif
