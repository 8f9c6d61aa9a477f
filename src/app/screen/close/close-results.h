/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Results of closing as lines and totals, failures first. */
#ifndef SOCKVIEW_APP_SCREEN_CLOSE_CLOSE_RESULTS_H
#define SOCKVIEW_APP_SCREEN_CLOSE_CLOSE_RESULTS_H

#include <stddef.h>

#include "app/screen/state/close-run.h"

struct app;

/* Collects the results of app->close_run. */
void close_results_gather(struct app *app);

/* Forgets the results; to be called before app->close_run takes other sockets, which have no
 * results yet. */
void close_results_forget(struct close_results *results);

/* Updates the totals: how many descriptors of closed sockets are still held, and how many sockets
 * could be closed through a descriptor. */
void close_results_sum_up(struct app *app);

/* Returns how many refused sockets could be closed through a descriptor. 0 after a cancel: then
 * sockets that were refused and sockets that were not tried look the same. */
size_t close_results_count_seizable(const struct close_job *job);

void close_results_done(struct close_results *results);

#endif
