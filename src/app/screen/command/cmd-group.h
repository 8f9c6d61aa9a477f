/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Groups on the screen: by what the sockets are grouped, which groups are open, and how the groups
 * are sorted. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_GROUP_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_GROUP_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/widget/layout.h"
#include "view/group/order.h"

struct app;

/* Groups the table as app->options say. */
void cmd_group_init(struct app *app);

/* The columns, layout and order that sorting, the headings and the column cursor work on now: those
 * of groups if a group is selected, else those of sockets. */
const struct column *cmd_group_columns(struct app *app, size_t *ret_count);
struct layout *cmd_group_layout(struct app *app);
const struct order *cmd_group_order(struct app *app);

/* True if this is a column of groups. */
bool cmd_group_is_column(const struct column *column);

/* Sorts the groups. */
void cmd_group_sort_by(struct app *app, const struct column *column, bool descending);

/* True if a group is selected. */
bool cmd_group_is_selected(struct app *app);

/* Handles Left on a socket: moves from its first column to the line of its group. Returns true if
 * it moved. */
bool cmd_group_leave(struct app *app);

/* Selects what is on a line of the window, and the column there; false: nothing is there. */
bool cmd_group_select_at(struct app *app, size_t line, int cell);

/* Handles a click on a line of the window: selects the socket or group there, and the column; a
 * second click on a group opens or closes it. */
void cmd_group_click(struct app *app, size_t line, int cell);

/* Commands: choose what to group by; toggle, open or close the selected group. */
void cmd_group(struct app *app);
void cmd_group_toggle(struct app *app);
void cmd_group_open(struct app *app);
void cmd_group_close(struct app *app);

#endif
