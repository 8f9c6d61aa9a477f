/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sockets that are being closed while the screen goes on, a few of them between two looks at the
 * keys; and what came of the last ones, until the next.
 */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CLOSE_RUN_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CLOSE_RUN_H

#include "app/screen/state/close-run.h"

struct app;

void close_run_done(struct close_run *run);

/* Sets out against what `job` has, and takes it over. */
void close_run_begin(struct app *app, struct close_job *job, enum close_way way, int signal);

/* Goes on by the other way against what SOCK_DESTROY left. */
void close_run_seize(struct app *app);

static inline bool close_run_has_work(const struct close_run *run)
{
	return run->running || run->looking;
}

/*
 * Goes on for a millisecond or so, every second time that it is called: closing and refreshing take
 * turns. False where it was not its turn, or there is nothing to do. What it uses was ordered, and
 * is no reason to refresh more rarely: the meter is told. `cpu_us`: used by the program up to now.
 */
bool close_run_step(struct app *app, int64_t cpu_us);

/* At rest, looks anew who still holds what was closed; told of when it is through. */
void close_run_look(struct app *app);

/* Begins no more of them; what is in hand gets its result. */
void close_run_cancel(struct app *app);

/* "closing: 12,300 of 50,000; Esc cancels", for the message line. */
void close_run_add_progress(const struct close_run *run, struct buffer *out);

/* True where the last run was refused this socket, and the other way is open. */
bool close_run_could_seize(const struct close_run *run, uint64_t cookie);

#endif
