/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Follows where a program leaves the cursor of an xterm, from what it writes. Rows only: that is
 * enough to see a selection move.
 */
#ifndef SOCKVIEW_BENCH_CURSOR_H
#define SOCKVIEW_BENCH_CURSOR_H

#include <stdbool.h>
#include <stddef.h>

#define CURSOR_PARAMETERS 4

struct cursor {
	int row, saved_row; /* from 1 */
	int rows;           /* of the terminal */
	int bottom;         /* of the scrolling region */
	size_t printed;     /* characters that can be seen, blanks not counted */
	enum {
		CURSOR_GROUND,
		CURSOR_ESCAPE,
		CURSOR_CHARSET,
		CURSOR_CSI,
		CURSOR_STRING,
		CURSOR_STRING_ESCAPE,
	} state;
	int parameters[CURSOR_PARAMETERS], parameter; /* those too many fall on the last */
	bool private;
};

void cursor_init(struct cursor *cursor, int rows);

void cursor_take(struct cursor *cursor, const char *bytes, size_t length);

/* True between two sequences, where the row means something. */
bool cursor_is_settled(const struct cursor *cursor);

#endif
