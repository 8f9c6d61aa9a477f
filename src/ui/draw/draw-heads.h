/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The line with the titles of the columns that are laid out side by side. */
#ifndef SOCKVIEW_UI_DRAW_DRAW_HEADS_H
#define SOCKVIEW_UI_DRAW_DRAW_HEADS_H

#include "ui/cell/grid.h"
#include "ui/widget/layout.h"
#include "view/group/group.h"

struct draw_heads {
	const struct layout *layout;
	const struct column *sort; /* the column that the lines are ordered by */
	bool descending;
	const struct groups *groups; /* for columns of groups; NULL: for other columns */
};

void draw_heads(const struct draw_heads *heads, struct grid *grid, int row);

#endif
