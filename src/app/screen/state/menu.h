/* SPDX-License-Identifier: GPL-2.0-or-later */
/* State of the menu of a row, and of clicks on rows. */
#ifndef SOCKVIEW_APP_SCREEN_STATE_MENU_H
#define SOCKVIEW_APP_SCREEN_STATE_MENU_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "sock/rows/row-ref.h"

struct command;

#define MENU_ENTRIES_MAX 24

struct menu_entry {
	const struct command *command;
	char answer; /* the answer to the question that the command asks, given in advance; '\0':
			none */
};

struct menu {
	struct menu_entry entries[MENU_ENTRIES_MAX];
	size_t count;
	struct buffer title;
	struct row_ref about; /* the socket that the menu was opened for; none: it is for a group */
	struct buffer group;  /* the key of that group; empty: it is for a socket */

	struct row_ref clicked; /* the socket of the last click; none: there was none */
	int64_t clicked_us;     /* monotonic clock */
};

#endif
