/* SPDX-License-Identifier: GPL-2.0-or-later */
/* State of the search on the screen. */
#ifndef SOCKVIEW_APP_SCREEN_STATE_SEARCH_LINE_H
#define SOCKVIEW_APP_SCREEN_STATE_SEARCH_LINE_H

#include <stdbool.h>

#include "view/table/search.h"

struct search_line {
	struct search search;
	bool missed; /* nothing matches what is typed */
	bool marked; /* matches are highlighted, and F3 goes to the next one */
	/* while the line is open: what Esc restores */
	struct search_origin origin;
	struct table_hold hold;
	char before[SEARCH_LENGTH_MAX + 1];
	bool before_marked;
};

#endif
