/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands that show or hide whole kinds of sockets, and names in the place of numbers. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_SHOW_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_SHOW_H

struct app;

void action_toggle_ipv4(struct app *app);
void action_toggle_ipv6(struct app *app);
void action_toggle_tcp(struct app *app);
void action_toggle_udp(struct app *app);
void action_toggle_listeners(struct app *app);

/* Addresses and ports by their names, or as numbers. */
void action_names(struct app *app);

#endif
