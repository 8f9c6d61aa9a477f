/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The only tables of commands: the commands for the table of sockets, many of which work on pages,
 * too; and the commands that every page has. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_TABLE_H
#define SOCKVIEW_APP_SCREEN_COMMAND_TABLE_H

#include "app/config/command.h"

extern const struct command command_table[];
extern const size_t command_count;

extern const struct command page_command_table[];
extern const size_t page_command_count;

#endif
