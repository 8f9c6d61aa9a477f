/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Closing the selected connection: the question, the deed, what came of it. */
#ifndef SOCKVIEW_APP_KILL_H
#define SOCKVIEW_APP_KILL_H

#include <stdint.h>

struct app;

/* Asks about the socket of a row; whatever happens meanwhile, the answer goes to that socket. */
void kill_ask(struct app *app, uint32_t row);

/* The question was answered with yes. */
void kill_target(struct app *app);

/* The port was to be typed: closes only if it is the right one. */
void kill_target_if_named(struct app *app);

#endif
