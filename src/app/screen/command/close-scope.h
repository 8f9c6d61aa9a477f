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

void aim_done(struct aim *aim);

/*
 * Finds out what there is to aim at beside `row` (TRACK_NONE: no socket is selected), and how many
 * living sockets each would be. The caller's to give back.
 */
void aim_look(struct app *app, uint32_t row, struct aim *ret_aim);

/*
 * Offers to `killing` what `at` means now, which keeps from it what is never closed by the way.
 * Returns how many of those that it took are hidden by the filter.
 */
size_t aim_take(struct app *app, const struct aim *aim, enum aim_at at, struct killing *killing);

/* How many living sockets a process holds. */
size_t aim_count_held(struct app *app, uint32_t pid, uint64_t start);

/* True where the table's filter and switches hide a row. */
bool aim_is_hidden(struct app *app, uint32_t row);

#endif
