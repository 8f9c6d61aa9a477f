/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Explanations (view/explain.h) where the user asks for them: --explain, and the key of its own. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_EXPLAIN_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_EXPLAIN_H

#include "sock/conn/conn.h"
#include "base/text.h"

struct app;

/*
 * Prints what a column or state means, as wide as the terminal; "help" prints the names that there
 * are. Returns the exit status: 2, after a message on stderr, where there is none of that name.
 */
int explaining_print(const char *name, enum text_charset charset);

/* Opens a text about the column under the cursor and the state of the selected socket. */
void explaining_open(struct app *app);

/* The same about a state alone. */
void explaining_open_state(struct app *app, enum conn_proto proto, enum conn_state state);

#endif
