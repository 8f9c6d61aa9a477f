/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Closing on the screen: the question about the selected or the tagged sockets, what else may be
 * answered to it, and the preview of that. What is meant is taken when a dialog opens, and no
 * refresh touches it.
 */
#ifndef SOCKVIEW_APP_SCREEN_CLOSE_CMD_CLOSE_H
#define SOCKVIEW_APP_SCREEN_CLOSE_CMD_CLOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct app;

/* Gives back all that closing has: dialog, run and results. */
void cmd_close_done(struct app *app);

/* Asks about the tagged sockets; if there are none, about the selected socket or group. */
void cmd_close(struct app *app);

/* Asks about all sockets that are shown. */
void cmd_close_shown(struct app *app);

/* Asks what `letter` (close-choices.h) leads to from there, where it is offered, at once. */
void cmd_close_as(struct app *app, char letter);

/* Asks about the socket of this row. */
void cmd_close_row(struct app *app, uint32_t row);

/* Goes on finding out what is to be guarded, and asks then; and with counting what the open dialog
 * offers. True while there is more to do. */
bool cmd_close_step(struct app *app);

/* Asks whether `count` sockets that the last run did not close may be closed by the other way. */
void cmd_close_by_descriptor(struct app *app, size_t count);

#endif
