/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a close can be aimed at besides the selected socket: the tagged ones, and those that have
 * something in common with it.
 */
#ifndef SOCKVIEW_APP_SCREEN_CLOSE_CLOSE_SCOPE_H
#define SOCKVIEW_APP_SCREEN_CLOSE_CLOSE_SCOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/screen/state/close-dialog.h"

struct app;

void close_scope_done(struct close_scope *scope);

/* Finds out what there is to aim at beside `row`; TRACK_NONE: no socket is selected. The caller's
 * to give back. */
void close_scope_look(struct app *app, uint32_t row, struct close_scope *ret_scope);

/* Goes on with the counts, over no more than `budget` rows; true while there is more to count. */
bool close_scope_count(struct app *app, struct close_scope *scope, size_t budget);

/*
 * Goes on with offering to the dialog's job what its close_take means, which keeps from it what is
 * never closed by the way. A row that is taken costs more of the budget than one that is not. True
 * while there is more to go through.
 */
bool close_scope_take(struct app *app, size_t budget);

/*
 * Goes on with looking at what the processes of the dialog's job hold, before they get a signal:
 * how much the first of them does, and who is to be spared.
 */
bool close_scope_spare(struct app *app, size_t budget);

/* True where the table's filter and switches hide a row. */
bool close_scope_is_hidden(struct app *app, uint32_t row);

#endif
