/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands that move the selection: in the table, or on the page in front of it. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_MOVE_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_MOVE_H

struct app;

void cmd_move_up(struct app *app);
void cmd_move_down(struct app *app);
void cmd_move_page_up(struct app *app);
void cmd_move_page_down(struct app *app);
void cmd_move_left(struct app *app);
void cmd_move_right(struct app *app);
void cmd_move_first(struct app *app);
void cmd_move_last(struct app *app);

/* Drops the selection: the window then always shows the first rows of the order. */
void cmd_move_follow(struct app *app);

#endif
