/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands for refreshing: pause or continue, refresh now, set the interval. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_REFRESH_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_REFRESH_H

struct app;

void cmd_refresh_pause(struct app *app);
void cmd_refresh(struct app *app);
void cmd_refresh_interval(struct app *app);

#endif
