/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The menu of all that can be done with the selected socket or group, and clicks on lines. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_MENU_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_MENU_H

#include <stddef.h>

struct app;

/* Opens the menu: the commands with COMMAND_IN_MENU that work on what is selected. */
void cmd_menu(struct app *app);

/* Handles a click on a line of the window: selects what is there. The second of two clicks on a
 * socket opens its details. */
void cmd_menu_click(struct app *app, size_t line, int cell);

/* Handles a right click: selects what is there, and opens the menu beside the cell of the screen
 * that was clicked. */
void cmd_menu_right_click(struct app *app, int row, size_t line, int cell);

#endif
