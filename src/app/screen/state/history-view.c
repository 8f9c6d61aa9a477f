/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/state/history-view.h"

/* Rows per step: a fraction of a millisecond. */
#define STEP 2000

void history_view_init(
	struct history_view *view, void (*sorted)(struct app *app, struct column_list *list))
{
	static const char *const ids[] = {"ended", "process", "pid", "proto", "state", "reason",
		"age", "local", "remote", "sent", "received", "retrans", "since", "unit", "user",
		"rtt"};
	const struct column *columns[sizeof(ids) / sizeof(ids[0])];

	*view = (struct history_view){.next = SIZE_MAX, .selected = row_ref_none()};
	column_list_init(
		&view->view, column_table, column_count, column_find("ended"), false, sorted);
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		columns[i] = column_find(ids[i]);
	layout_set_columns(&view->view.layout, columns, sizeof(ids) / sizeof(ids[0]));
	order_begin(&view->order, view->view.sort, false);
}

void history_view_done(struct history_view *view)
{
	order_done(&view->order);
	order_done(&view->coming);
}

void history_view_begin(
	struct history_view *view, const struct past *past, const struct column_context *context)
{
	if (!view->open)
		return;
	view->past = past;
	view->context = *context;
	view->next = 0;
	order_begin(&view->coming, view->view.sort, view->view.descending);
}

void history_view_hold(struct history_view *view)
{
	size_t selected = view->view.scroller.selected;

	if (!selected)
		view->selected = row_ref_none();
	/* Elsewhere nothing has been drawn since the line was noted. */
	else if (selected >= view->order.settled_first && selected < view->order.settled_end)
		view->selected = row_ref_to(&view->past->track, order_row(&view->order, selected));
}

/* Shows the new order; the line that is selected stays where it is on the screen. */
static void show(struct history_view *view)
{
	struct scroller *lines = &view->view.scroller;
	struct order before = view->order;
	size_t line = lines->selected - lines->top, rank;

	view->order = view->coming;
	view->coming = before;
	lines->count = view->order.count;
	if (!row_ref_holds(&view->selected, &view->past->track))
		return;
	rank = order_rank(&view->order, &view->context, view->selected.row);
	if (rank == view->order.count)
		return;
	lines->selected = rank;
	lines->top = rank > line ? rank - line : 0;
}

bool history_view_step(struct history_view *view, const struct table_pick *pick)
{
	size_t end;

	if (view->next == SIZE_MAX)
		return false;
	end = past_count(view->past);
	if (end - view->next > STEP)
		end = view->next + STEP;
	for (; view->next < end; view->next++) {
		uint32_t row = (uint32_t)view->next;

		if (table_picks(pick, &view->context, row, &view->coming.scratch) &&
			order_add(&view->coming, &view->context, row) < 0)
			break;
	}
	if (view->next < past_count(view->past))
		return true;
	view->next = SIZE_MAX;
	view->filter = pick->filter;
	show(view);
	return false;
}

void history_view_settle(struct history_view *view, size_t height)
{
	scroller_fit(&view->view.scroller, view->order.count, height);
	order_settle(&view->order, &view->context, view->view.scroller.top,
		view->view.scroller.top + height);
}
