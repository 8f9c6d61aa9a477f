/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Closes sockets while the screen stays usable: a few sockets between two reads of the keys. Keeps
 * the results until the next close. */
#ifndef SOCKVIEW_APP_SCREEN_CLOSE_CLOSE_RUN_H
#define SOCKVIEW_APP_SCREEN_CLOSE_CLOSE_RUN_H

#include "app/screen/state/close-run.h"

struct app;

void close_run_done(struct close_run *run);

/* Begins to close the targets of `job`, and takes the ownership of the job. */
void close_run_begin(struct app *app, struct close_job *job, enum close_way way, int signal);

/* Retries the sockets that SOCK_DESTROY could not close, through a duplicate of their
 * descriptor. */
void close_run_seize(struct app *app);

static inline bool close_run_has_work(const struct close_run *run)
{
	return run->running || run->looking;
}

/*
 * Closes sockets for about a millisecond on every second call, so that closing and refreshing take
 * turns. Returns false if it was not its turn or there is nothing to do. The user has ordered this
 * work, so its CPU time must not make refreshes rarer: it is reported to the meter as exempt.
 * `cpu_us`: CPU time that the program has used so far.
 */
bool close_run_step(struct app *app, int64_t cpu_us);

/* Between refreshes, begins to check again which processes still hold closed sockets; the result is
 * shown when the check is complete. */
void close_run_look(struct app *app);

/* Stops the run: no more targets are begun; those that were begun get their results. */
void close_run_cancel(struct app *app);

/* Appends "closing: 12,300 of 50,000; Esc cancels", for the message line. */
void close_run_add_progress(const struct close_run *run, struct buffer *out);

/* True if the last run could not close this socket and a descriptor could be used to close it. */
bool close_run_could_seize(const struct close_run *run, uint64_t cookie);

#endif
