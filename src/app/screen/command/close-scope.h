/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a close can be aimed at besides the selected socket: the tagged ones, and those that have
 * something in common with it.
 */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CLOSE_SCOPE_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CLOSE_SCOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/screen/state/close-dialog.h"

struct app;

void close_scope_done(struct close_scope *scope);

/*
 * Finds out what there is to scope at beside `row` (TRACK_NONE: no socket is selected), and how
 * many living sockets each would be. The caller's to give back.
 */
void close_scope_look(struct app *app, uint32_t row, struct close_scope *ret_aim);

/*
 * Offers to `job` what `at` means now, which keeps from it what is never closed by the way.
 * Returns how many of those that it took are hidden by the filter.
 */
size_t close_scope_take(struct app *app, const struct close_scope *scope, enum close_scope_at at,
	struct close_job *job);

/* How many living sockets a process holds. */
size_t close_scope_count_held(struct app *app, uint32_t pid, uint64_t start);

/* True where the table's filter and switches hide a row. */
bool close_scope_is_hidden(struct app *app, uint32_t row);

#endif
