/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The connections that have ended, as their page shows them: those that the table's filter matches,
 * in an order of their own. The order is made in steps, and shown when it is complete. */
#ifndef SOCKVIEW_APP_SCREEN_STATE_HISTORY_VIEW_H
#define SOCKVIEW_APP_SCREEN_STATE_HISTORY_VIEW_H

#include "app/screen/state/column-list.h"
#include "view/group/order.h"
#include "view/history/past.h"
#include "view/table/table.h"

struct history_view {
	struct column_list view;
	const struct past *past;
	struct column_context context;
	struct order order, coming;  /* the order that is shown; the order that is being made */
	const struct filter *filter; /* by which the order was made; only to be compared */
	size_t next;                 /* the row to look at next; SIZE_MAX: none */
	struct row_ref selected;     /* none: the first line stays selected, even if it changes */
	bool open;                   /* its page is open */
};

void history_view_init(
	struct history_view *view, void (*sorted)(struct app *app, struct column_list *list));
void history_view_done(struct history_view *view);

/* Begins to make the order anew, if the page is open. `context`: engine_past_context(). */
void history_view_begin(
	struct history_view *view, const struct past *past, const struct column_context *context);

/* Looks at some rows, with the current filter; returns true while there is more to do. */
bool history_view_step(struct history_view *view, const struct table_pick *pick);

/* Brings the lines in sight to their exact places; to be called before they are drawn. */
void history_view_settle(struct history_view *view, size_t height);

/* Notes which line is selected. */
void history_view_hold(struct history_view *view);

#endif
