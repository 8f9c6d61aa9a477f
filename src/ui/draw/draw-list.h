/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A page that is a list of lines with columns, like the table of sockets. */
#ifndef SOCKVIEW_UI_DRAW_DRAW_LIST_H
#define SOCKVIEW_UI_DRAW_DRAW_LIST_H

#include "ui/cell/grid.h"
#include "ui/widget/layout.h"
#include "ui/widget/scroller.h"
#include "view/column/column.h"

/* The mark before a line. */
enum draw_list_mark {
	DRAW_LIST_PLAIN,
	DRAW_LIST_SHUT,  /* it has inner lines, which are not shown */
	DRAW_LIST_OPEN,  /* its inner lines follow */
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
	const char *empty; /* shown if there are no lines; translated */
};

struct order;

/*
 * Makes the model show the rows of `order`, one on each line. The visible rows must have been
 * settled: see order_settle().
 */
void draw_list_take_order(struct draw_list_model *model, const struct order *order);

/* Draws the titles and the lines below them; widens the columns to what is visible. */
void draw_list(const struct draw_list_model *model, struct layout *layout,
	struct scroller *scroller, struct grid *grid, const struct area *area);

#endif
