/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands about the program as a whole. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_PROGRAM_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_PROGRAM_H

struct app;

/* Closes the dialog or page that is open; in the table it first ends the search, then suspends the
 * filter. */
void cmd_program_escape(struct app *app);

/* Quits. While sockets are being closed, it cancels that first and shows the results instead. */
void cmd_program_quit(struct app *app);

#endif
