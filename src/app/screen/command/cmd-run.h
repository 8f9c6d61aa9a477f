/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What has to hold before a command is run. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_RUN_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_RUN_H

struct app;
struct command;

/* Runs a command on the selected socket or group, or says why not. */
void cmd_run(struct app *app, const struct command *command);

#endif
