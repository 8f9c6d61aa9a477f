/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Before the close dialog opens: finds the sockets and processes that the user's own session
 * depends on; at once or, if there are thousands of processes, in steps. */
#ifndef SOCKVIEW_APP_SCREEN_CLOSE_CLOSE_GUARD_H
#define SOCKVIEW_APP_SCREEN_CLOSE_CLOSE_GUARD_H

#include "app/screen/state/app.h"

/* Begins the search, and calls `ask` if it is already complete. */
void close_guard_begin(struct app *app, void (*ask)(struct app *app));

/* Continues the search, and calls `ask` at its end. If the user has opened a dialog, or opened or
 * closed a page, meanwhile, the search ends without the question. Returns true while there is more
 * to do. */
bool close_guard_step(struct app *app, void (*ask)(struct app *app));

#endif
