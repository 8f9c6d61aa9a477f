/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the commands of the table do. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_BASIC_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_BASIC_H

#include <stdbool.h>
#include <stdint.h>

struct app;

/* Puts into force whether addresses and ports are shown by their names, and says so. */
void app_show_names(struct app *app);

#define ACTION(name) void action_##name(struct app *app)
ACTION(help);
ACTION(setup);
ACTION(filter);
ACTION(escape);
ACTION(group);
ACTION(toggle_group);
ACTION(open_group);
ACTION(close_group);
ACTION(sort);
ACTION(close);
ACTION(tag);
ACTION(tag_group);
ACTION(untag_all);
ACTION(quit);
ACTION(sort_previous);
ACTION(sort_next);
ACTION(invert);
ACTION(toggle_ipv4);
ACTION(toggle_ipv6);
ACTION(toggle_tcp);
ACTION(toggle_udp);
ACTION(toggle_listeners);
ACTION(names);
ACTION(pause);
ACTION(refresh);
ACTION(interval);
ACTION(follow);
ACTION(details);
ACTION(up);
ACTION(down);
ACTION(page_up);
ACTION(page_down);
ACTION(search);
ACTION(search_anew);
ACTION(search_next);
ACTION(search_previous);
ACTION(copy);
ACTION(copy_group);
ACTION(only);
ACTION(except);
ACTION(only_group);
ACTION(except_group);
ACTION(left);
ACTION(right);
ACTION(first);
ACTION(last);
#undef ACTION

/* Copies this row, which has to be one, whatever is selected or tagged. */
void action_copy_row(struct app *app, uint32_t row);

#endif
