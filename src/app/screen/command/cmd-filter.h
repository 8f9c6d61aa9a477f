/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The filter on the screen: typed with its result in sight, suspended and brought back. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_FILTER_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_FILTER_H

#include <stdbool.h>

struct app;

/* Takes the filter of app->options, if there is one: from now on it is freed here. */
void cmd_filter_init(struct app *app);
void cmd_filter_done(struct app *app);

/* Opens the line to type in. */
void cmd_filter_edit(struct app *app);

/*
 * Sets the filter to `text` ("": none), as if it had been typed and accepted. False where it cannot
 * be read: that is said in the message line, and the filter stays as it was.
 */
bool cmd_filter_set(struct app *app, const char *text);

/* Esc in the table: everything is shown, until F4 brings the filter back. */
void cmd_filter_suspend(struct app *app);

/*
 * Sockets that are bound and nothing else are listed only where they are asked for: by an option,
 * by the filter, by the open diagram of states. To be called when one of these has changed.
 */
void cmd_filter_choose_bound(struct app *app);

#endif
