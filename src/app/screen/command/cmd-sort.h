/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Chooses the column by which the lines are sorted: the sockets, or the groups if a group is
 * selected. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_SORT_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_SORT_H

struct app;
struct column;

/* Sorts by a column in its natural direction; if it is the sort column already, reverses the
 * direction. */
void cmd_sort_by(struct app *app, const struct column *column);

/* Commands: choose from a list, sort by the column to the left or right of the current one, reverse
 * the direction. */
void cmd_sort(struct app *app);
void cmd_sort_previous(struct app *app);
void cmd_sort_next(struct app *app);
void cmd_sort_invert(struct app *app);

#endif
