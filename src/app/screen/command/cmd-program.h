/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands about the program as a whole. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_PROGRAM_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_PROGRAM_H

struct app;

/* All keys that hold here, and what they do. */
void cmd_program_help(struct app *app);

/* Closes what is open; in the table it ends the search, then suspends the filter. */
void cmd_program_escape(struct app *app);

/* In the middle of closing it cancels that first, and shows what was done. */
void cmd_program_quit(struct app *app);

#endif
