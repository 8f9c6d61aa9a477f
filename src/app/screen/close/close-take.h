/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Collects the sockets to be closed for the close dialog. If all rows have to be searched, this is
 * done in steps. If one step is not enough, a dialog shows the progress, and Esc ends the search.
 * Meanwhile no refresh goes on, so the rows do not change.
 */
#ifndef SOCKVIEW_APP_SCREEN_CLOSE_CLOSE_TAKE_H
#define SOCKVIEW_APP_SCREEN_CLOSE_CLOSE_TAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "app/screen/state/close-dialog.h"

struct app;

/* Frees everything that the dialog has collected. */
void close_take_let_go(struct app *app);

/* Takes one row without a check. */
void close_take_row(struct app *app, uint32_t row);

/* Takes the sockets of the scope `at`, then calls `then`, which asks the question with the title
 * `title`. */
void close_take_all(
	struct app *app, enum close_scope_at at, const char *title, void (*then)(struct app *app));

/* Finds the other sockets of the taken sockets' processes, and the processes to be spared. */
void close_take_processes(struct app *app, const char *title, void (*then)(struct app *app));

/* False, with a message, if nothing was taken or memory is short. */
bool close_take_is_askable(struct app *app);

/*
 * Continues the search for about a millisecond. Returns false if there was nothing to do. The user
 * has ordered this work, so its CPU time is reported to the meter as exempt: see close_run_step().
 */
bool close_take_step(struct app *app, int64_t cpu_us);

#endif
