/* SPDX-License-Identifier: GPL-2.0-or-later */
/* State of the setup, and its list of columns: which are shown, in which order, how wide. */
#ifndef SOCKVIEW_APP_SCREEN_STATE_SETUP_COLUMNS_H
#define SOCKVIEW_APP_SCREEN_STATE_SETUP_COLUMNS_H

#include "app/config/options.h"
#include "app/config/setting-table.h"
#include "ui/page/draw-setup.h"

/* All columns that the screen can show, in the order of the list. */
struct setup_columns {
	const struct column *columns[LAYOUT_COLUMNS_MAX];
	bool shown[LAYOUT_COLUMNS_MAX];
	size_t count;
};

struct setup {
	enum setup_section section;
	struct scroller scrollers[SETUP_SECTIONS];
	struct setup_columns columns;
	struct options before;      /* the options when the setup was opened */
	struct setup_layout layout; /* when it was last drawn */
	int first_row;              /* first row of the area that it was drawn in */
};

/* Fills the list: first the columns that are shown, in their order, then the others. */
void setup_columns_init(struct setup_columns *list, const struct options *options);

/* Shows or hides a column of the list. Returns false if it is the only one shown, which stays. */
bool setup_columns_toggle(struct setup_columns *list, struct options *options, size_t at);

/* Moves a column up (-1) or down (1) in the list; returns its new index. */
size_t setup_columns_move(struct setup_columns *list, struct options *options, size_t at, int step);

#endif
