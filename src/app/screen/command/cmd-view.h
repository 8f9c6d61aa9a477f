/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Named views: columns, order, group and filter that are chosen together. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_VIEW_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_VIEW_H

struct app;

/* Keeps what the settings and the command line have chosen, to return to it. To be called when the
 * rest of the screen is ready; from then on cmd_view_done() frees the views of app->options. */
void cmd_view_init(struct app *app);
void cmd_view_done(struct app *app);

/* Opens the list of views. */
void cmd_view(struct app *app);

#endif
