/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Named views: columns, order, group and filter that are chosen together. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_VIEW_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_VIEW_H

#include <stdbool.h>

struct app;

/* Keeps what the settings and the command line have chosen, to return to it. To be called when the
 * rest of the screen is ready; from then on cmd_view_done() frees the views of app->options. */
void cmd_view_init(struct app *app);
void cmd_view_done(struct app *app);

/* Choose what the text of a view says (app/config/view-text.h), or the view of this name. False:
 * that cannot be read, or there is no such view; then nothing has changed. */
bool cmd_view_choose_text(struct app *app, const char *text);
bool cmd_view_choose_named(struct app *app, const char *name);

/* Returns the name of the view that is shown now; "": none is, or what was chosen at the start. */
const char *cmd_view_shown(const struct app *app);

/* Opens the list of views. */
void cmd_view(struct app *app);

#endif
