/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Before the question of closing: finding out what the user's own session hangs on, at once or,
 * among thousands of processes, in steps. */
#ifndef SOCKVIEW_APP_SCREEN_CLOSE_CLOSE_GUARD_H
#define SOCKVIEW_APP_SCREEN_CLOSE_CLOSE_GUARD_H

#include "app/screen/state/app.h"

/* Begins, and calls `ask` if that was all. */
void close_guard_begin(struct app *app, void (*ask)(struct app *app));

/* Goes on, and calls `ask` in the end, unless the user is at something else by then. Returns true
 * while there is more to do. */
bool close_guard_step(struct app *app, void (*ask)(struct app *app));

#endif
