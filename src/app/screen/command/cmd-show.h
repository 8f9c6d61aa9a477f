/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands that show or hide whole kinds of sockets, or show names instead of numbers. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_SHOW_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_SHOW_H

#include <stdbool.h>

struct app;

void cmd_show_ipv4(struct app *app);
void cmd_show_ipv6(struct app *app);
void cmd_show_tcp(struct app *app);
void cmd_show_udp(struct app *app);
void cmd_show_listeners(struct app *app);

/* Shows or hides the sockets of all other network namespaces. */
void cmd_show_namespaces(struct app *app);

/* Shows the sockets of all network namespaces from the start on, however many there will be;
 * `with_column`: also shows the column that tells the namespaces apart. */
void cmd_show_all_namespaces(struct app *app, bool with_column);

/* Says once that there are other network namespaces. */
void cmd_show_tell_namespaces(struct app *app);

/* Shows or hides the strip of the last events below the table. */
void cmd_show_strip(struct app *app);

/* Shows addresses and ports as names, or as numbers. */
void cmd_show_names(struct app *app);

#endif
