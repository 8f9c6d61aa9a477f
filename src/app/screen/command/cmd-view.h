/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Named views: columns, order, group and filter that are chosen together. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_VIEW_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_VIEW_H

#include <stdbool.h>

struct app;

/* Remembers what the settings and the command line have chosen, so that the user can return to it.
 * To be called when the rest of the screen is ready; from then on cmd_view_done() frees the views
 * of app->options. */
void cmd_view_init(struct app *app);
void cmd_view_done(struct app *app);

/* Choose what the text of a view says (app/config/view-text.h), or the view with this name. Return
 * false, with nothing changed, if the text cannot be read or there is no such view. */
bool cmd_view_choose_text(struct app *app, const char *text);
bool cmd_view_choose_named(struct app *app, const char *name);

/* Returns the name of the view that is shown now; "": no view is shown, or what was chosen at the
 * start is shown. */
const char *cmd_view_shown(const struct app *app);

/* Opens the list of views. */
void cmd_view(struct app *app);

#endif
