/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which sockets can be closed together with the selected one: the tagged ones, and those that have
 * something in common with it (process, peer, group, ...).
 */
#ifndef SOCKVIEW_APP_SCREEN_CLOSE_CLOSE_SCOPE_H
#define SOCKVIEW_APP_SCREEN_CLOSE_CLOSE_SCOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/screen/state/close-dialog.h"

struct app;

void close_scope_done(struct close_scope *scope);

/* Finds the sets that `row` belongs to; TRACK_NONE: no socket is selected. The caller frees them
 * with close_scope_done(). */
void close_scope_look(struct app *app, uint32_t row, struct close_scope *ret_scope);

/* Counts the sockets of each set in at most `budget` further rows. Returns true while there is more
 * to count. */
bool close_scope_count(struct app *app, struct close_scope *scope, size_t budget);

/*
 * Offers further rows of the chosen set to the dialog's job, which spares those that a bulk close
 * never closes. A row that is taken costs more of the budget than one that is not. Returns true
 * while there are more rows to look at.
 */
bool close_scope_take(struct app *app, size_t budget);

/*
 * Before a signal is sent: looks at further rows for sockets of the job's processes, counts those
 * of the first process, and finds the processes to be spared.
 */
bool close_scope_spare(struct app *app, size_t budget);

/* True if the table's filter, or a toggle of kind or family, hides a row. */
bool close_scope_is_hidden(struct app *app, uint32_t row);

#endif
