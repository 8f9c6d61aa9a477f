/* SPDX-License-Identifier: GPL-2.0-or-later */
/* THE table of commands: those of the table of sockets, many of which hold on pages, too. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_TABLE_H
#define SOCKVIEW_APP_SCREEN_COMMAND_TABLE_H

#include "app/config/command.h"

extern const struct command command_table[];
extern const size_t command_count;

#endif
