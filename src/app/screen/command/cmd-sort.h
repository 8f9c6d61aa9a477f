/* SPDX-License-Identifier: GPL-2.0-or-later */
/* By which column the lines are sorted: the sockets, or where a group is selected the groups. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_SORT_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_SORT_H

struct app;
struct column;

/* Sorts by a column in its natural direction; by the one that is chosen already: the other way. */
void sorting_by(struct app *app, const struct column *column);

/* The list that action_sort() opens was left by choosing from it. */
void sorting_answer(struct app *app);

#endif
