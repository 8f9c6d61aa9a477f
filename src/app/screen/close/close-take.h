/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Taking what is to be closed into the job of the dialog. Where all rows have to be gone through
 * for it, that is done in steps. Where one is not enough, a dialog says how far it is, and Esc ends
 * it; the rows stay as they are meanwhile, for no refresh goes on.
 */
#ifndef SOCKVIEW_APP_SCREEN_CLOSE_CLOSE_TAKE_H
#define SOCKVIEW_APP_SCREEN_CLOSE_CLOSE_TAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "app/screen/state/close-dialog.h"

struct app;

/* Gives back all that the dialog has. */
void close_take_let_go(struct app *app);

/* Takes one row, whatever it is. */
void close_take_row(struct app *app, uint32_t row);

/* Takes what `at` means, and calls `then`, which asks the question of this title. */
void close_take_all(
	struct app *app, enum close_scope_at at, const char *title, void (*then)(struct app *app));

/* Finds out what the processes hold that have what was taken, and which of them get no signal. */
void close_take_processes(struct app *app, const char *title, void (*then)(struct app *app));

/* False where nothing was taken, or memory is short, which is said. */
bool close_take_is_askable(struct app *app);

/*
 * Goes on for a millisecond or so. False where there was nothing to do. What it uses was ordered:
 * see close_run_step().
 */
bool close_take_step(struct app *app, int64_t cpu_us);

#endif
