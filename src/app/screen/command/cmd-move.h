/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands that move: in the table, or on the page in front of it. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_MOVE_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_MOVE_H

struct app;

void action_up(struct app *app);
void action_down(struct app *app);
void action_page_up(struct app *app);
void action_page_down(struct app *app);
void action_left(struct app *app);
void action_right(struct app *app);
void action_first(struct app *app);
void action_last(struct app *app);

/* Lets go of the selection: the window stays at the top of the order. */
void action_follow(struct app *app);

#endif
