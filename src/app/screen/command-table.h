/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The only table of commands: those for the table of sockets, many of which work on pages, too. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_TABLE_H
#define SOCKVIEW_APP_SCREEN_COMMAND_TABLE_H

#include "app/config/command.h"

extern const struct command command_table[];
extern const size_t command_count;

#endif
