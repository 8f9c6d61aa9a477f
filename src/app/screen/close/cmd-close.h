/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Closing on the screen: the question about the selected or the tagged sockets, the other answers
 * to it, and their previews. The sockets to close are chosen when a dialog opens; later refreshes
 * do not change them.
 */
#ifndef SOCKVIEW_APP_SCREEN_CLOSE_CMD_CLOSE_H
#define SOCKVIEW_APP_SCREEN_CLOSE_CMD_CLOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct app;

/* Frees all data of closing: dialog, run and results. */
void cmd_close_done(struct app *app);

/* Asks about the tagged sockets; if there are none, about the selected socket or group. */
void cmd_close(struct app *app);

/* Asks about all sockets that are shown. */
void cmd_close_shown(struct app *app);

/* Asks at once the question that the answer `letter` (close-choices.h) to cmd_close() would lead
 * to, if that answer is offered. */
void cmd_close_as(struct app *app, char letter);

/* Asks about the socket of this row. */
void cmd_close_row(struct app *app, uint32_t row);

/* Continues to find the sockets that must be guarded, then asks the question; also continues to
 * count the sockets of the answers in the open dialog. Returns true while there is more to do. */
bool cmd_close_step(struct app *app);

/* Asks whether `count` sockets that the last run did not close may be closed through their
 * descriptors. */
void cmd_close_by_descriptor(struct app *app, size_t count);

#endif
