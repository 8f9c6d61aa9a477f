/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The filter on the screen: the user edits it and sees the result at once, suspends it and brings
 * it back. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_FILTER_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_FILTER_H

#include <stdbool.h>

struct app;

/* Takes the filter of app->options, if there is one; from then on cmd_filter_done() frees it. */
void cmd_filter_init(struct app *app);
void cmd_filter_done(struct app *app);

/* Opens the line in which the filter is edited. */
void cmd_filter_edit(struct app *app);

/* Sets the filter to `text` ("": none), as if the user had typed and accepted it. Returns false if
 * it cannot be read: then the message line says why, and the old filter stays. */
bool cmd_filter_set(struct app *app, const char *text);

/* The same for the filter of a named view, which is not added to the earlier filters. */
bool cmd_filter_set_of_view(struct app *app, const char *text);

/* For a page in front that has add_filter(): closes all pages, and shows in the table the
 * sockets behind what is selected on the page. Returns false if there are none: the message line
 * says so. */
bool cmd_filter_show(struct app *app);
void cmd_filter_enter(struct app *app); /* the same, for a table of commands */

/* Esc in the table: shows everything until F4 brings the filter back. */
void cmd_filter_suspend(struct app *app);

/* Decides whether the dumps list sockets that are only bound: they do if an option, the filter or
 * an open page (states, ports) asks for them. To be called when one of these has changed. */
void cmd_filter_choose_bound(struct app *app);

#endif
