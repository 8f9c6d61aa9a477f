/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A page that is a list of lines with columns, as the table of sockets is. */
#ifndef SOCKVIEW_UI_DRAW_DRAW_LIST_H
#define SOCKVIEW_UI_DRAW_DRAW_LIST_H

#include "ui/cell/grid.h"
#include "ui/widget/layout.h"
#include "ui/widget/scroller.h"
#include "view/column/column.h"

/* What stands before a line. */
enum draw_list_mark {
	DRAW_LIST_PLAIN,
	DRAW_LIST_SHUT, /* it has lines of its own, which are not shown */
	DRAW_LIST_OPEN,
	DRAW_LIST_INNER, /* belongs to the line above */
};

struct draw_list_model {
	const struct column_context *context;
	const struct column *sort;
	bool descending;
	size_t count;
	/* Returns the row of a line, for the columns, and its mark. */
	uint32_t (*line)(const void *data, size_t number, enum draw_list_mark *ret_mark);
	const void *data;
	const char *empty; /* said where there is no line; translated */
};

struct order;

/* Has the model show the rows of an order, one a line; they must be settled where they are seen. */
void draw_list_take_order(struct draw_list_model *model, const struct order *order);

/* Draws the titles and the lines below them; widens the columns to what is in sight. */
void draw_list(const struct draw_list_model *model, struct layout *layout,
	struct scroller *scroller, struct grid *grid, const struct area *area);

#endif
