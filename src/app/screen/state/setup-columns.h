/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is chosen in the setup: the columns, which are shown, in which order, how wide. */
#ifndef SOCKVIEW_APP_SCREEN_STATE_SETUP_COLUMNS_H
#define SOCKVIEW_APP_SCREEN_STATE_SETUP_COLUMNS_H

#include "app/config/options.h"
#include "app/config/setting-table.h"
#include "ui/draw/draw-setup.h"

/* All columns that the screen can have, in the order of the list. */
struct setup_columns {
	const struct column *columns[LAYOUT_COLUMNS_MAX];
	bool shown[LAYOUT_COLUMNS_MAX];
	size_t count;
};

struct setup {
	enum setup_section section;
	struct scroller scrollers[SETUP_SECTIONS];
	struct setup_columns columns;
	struct options before;      /* as they were when the setup was opened */
	struct setup_layout layout; /* as last drawn */
	int first_row;              /* of the area that it was drawn in */
};

/* Those that are shown come first, in their order. */
void setup_columns_init(struct setup_columns *list, const struct options *options);

/* Shows a column of the list or does not; false: it is the only one, and stays. */
bool setup_columns_toggle(struct setup_columns *list, struct options *options, size_t at);

/* Moves a column up (-1) or down (1) in the list; returns where it is then. */
size_t setup_columns_move(struct setup_columns *list, struct options *options, size_t at, int step);

#endif
