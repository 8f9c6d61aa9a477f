/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Groups on the screen: what the sockets are grouped by, which are open, what they
 * are sorted by. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_GROUP_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_GROUP_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/widget/layout.h"
#include "view/group/order.h"

struct app;

/* As app->options say. */
void cmd_group_init(struct app *app);

/* The columns that sorting, the headings and the column cursor are about now: those of groups,
 * where a group is selected, or of sockets. */
const struct column *cmd_group_columns(const struct app *app, size_t *ret_count);
struct layout *cmd_group_layout(struct app *app);
const struct order *cmd_group_order(const struct app *app);

/* True for a column of groups. */
bool cmd_group_is_column(const struct column *column);

/* Sorts the groups. */
void cmd_group_sort_by(struct app *app, const struct column *column, bool descending);

/* Whether a group is selected. */
bool cmd_group_is_selected(const struct app *app);

/* Left on a socket: from its first column to the line of its group. True where it went there. */
bool cmd_group_leave(struct app *app);

/* A click on a line of the window: selects what stands there, and the column; a second one on a
 * group opens or closes it. */
void cmd_group_click(struct app *app, size_t line, int cell);

/* Commands: group by the next kind; open or close the selected group, or do just one of them. */
void cmd_group(struct app *app);
void cmd_group_toggle(struct app *app);
void cmd_group_open(struct app *app);
void cmd_group_close(struct app *app);

#endif
