/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a page that is a list with columns remembers: its window, its columns, its order. */
#ifndef SOCKVIEW_APP_SCREEN_STATE_COLUMN_LIST_H
#define SOCKVIEW_APP_SCREEN_STATE_COLUMN_LIST_H

#include "ui/widget/layout.h"
#include "ui/widget/scroller.h"

struct app;

struct column_list {
	const struct column *table; /* its columns */
	size_t table_count;
	struct scroller scroller;
	struct layout layout;
	const struct column *sort;
	bool descending;
	/* Brings the lines into the new order. */
	void (*sorted)(struct app *app, struct column_list *list);
};

/* Lays out all columns of the table that can be shown. */
void column_list_init(struct column_list *list, const struct column *table, size_t count,
	const struct column *sort, bool descending,
	void (*sorted)(struct app *app, struct column_list *list));

/* Returns the column under the cursor; before the cursor was moved, that is the sort column. */
const struct column *column_list_cursor(const struct column_list *list);

#endif
