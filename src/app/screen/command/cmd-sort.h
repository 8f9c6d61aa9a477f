/* SPDX-License-Identifier: GPL-2.0-or-later */
/* By which column the lines are sorted: the sockets, or where a group is selected the groups. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_SORT_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_SORT_H

struct app;
struct column;

/* Sorts by a column in its natural direction; by the one that is chosen already: the other way. */
void cmd_sort_by(struct app *app, const struct column *column);

/* Commands: a list to choose from, the columns beside the one in force, the other direction. */
void cmd_sort(struct app *app);
void cmd_sort_previous(struct app *app);
void cmd_sort_next(struct app *app);
void cmd_sort_invert(struct app *app);

#endif
