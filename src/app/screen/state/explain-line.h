/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the line that asks for something to explain remembers. */
#ifndef SOCKVIEW_APP_SCREEN_STATE_EXPLAIN_LINE_H
#define SOCKVIEW_APP_SCREEN_STATE_EXPLAIN_LINE_H

#include <stddef.h>

#include "base/buffer.h"

struct explain_line {
	struct buffer names;    /* the names that match what was typed, one on each line */
	size_t count, selected; /* of the names */
};

#endif
