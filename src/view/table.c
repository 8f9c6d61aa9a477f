/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/table.h"

void table_init(struct table *table, const struct column *sort, bool descending)
{
	*table = (struct table){
		.pick = {.parts = TRACK_ALL_PARTS},
		.selected = TRACK_NONE,
		.following = true,
		.height = 1,
	};
	order_begin(&table->order, sort, descending);
}

void table_done(struct table *table)
{
	order_done(&table->order);
}

bool table_picks(const struct table_pick *pick, const struct column_context *context, uint32_t row,
	struct buffer *scratch)
{
	const struct conn *conn = &context->track->rows[row].conn;

	return pick->parts & track_part_of(conn) && (!pick->listening || conn_is_listener(conn)) &&
	       (!pick->filter || filter_matches(pick->filter, context, row, scratch));
}

/* The window with a margin on both sides, so that small movements need no sorting. */
static void settle_window(struct table *table, const struct column_context *context)
{
	size_t margin = table->height * 2;
	size_t first = table->top > margin ? table->top - margin : 0;
	size_t end = table->top + table->height + margin;

	if (table->top >= table->order.settled_first &&
		(table->top + table->height <= table->order.settled_end ||
			table->order.settled_end == table->order.count) &&
		table->order.settled_end > table->order.settled_first)
		return;
	order_settle(&table->order, context, first, end);
}

static void clamp_top(struct table *table)
{
	size_t count = table_count(table);
	size_t last_top = count > table->height ? count - table->height : 0;

	if (table->top > last_top)
		table->top = last_top;
	if (table->place < table->top)
		table->top = table->place;
	if (table->place >= table->top + table->height)
		table->top = table->place - table->height + 1;
}

/* Selects what stands at `place`, and brings the window there. */
static void take_place(struct table *table, const struct column_context *context, size_t place)
{
	size_t count = table_count(table);

	if (count == 0) {
		table->selected = TRACK_NONE;
		table->place = table->top = 0;
		return;
	}
	table->place = place < count ? place : count - 1;
	clamp_top(table);
	settle_window(table, context);
	table->selected = order_row(&table->order, table->place);
	table->selected_cookie = context->track->rows[table->selected].conn.cookie;
}

uint32_t table_selected(const struct table *table, const struct track *track)
{
	if (table->selected == TRACK_NONE || table->selected >= track->row_count ||
		track->rows[table->selected].life == ROW_FREE ||
		track->rows[table->selected].conn.cookie != table->selected_cookie)
		return TRACK_NONE;
	return table->selected;
}

/* True where the order's row is the one that was there when the order was made. */
static bool is_still_there(const struct table *table, const struct track *track, uint32_t row)
{
	return track->rows[row].life != ROW_FREE &&
	       track->rows[row].first_seen_us <= table->built_us;
}

static bool may_be_kept(struct table *table, const struct column_context *context, uint32_t row)
{
	return is_still_there(table, context->track, row) &&
	       table_picks(&table->pick, context, row, &table->order.scratch);
}

/* Who stood nearest to the selected row, which is no longer shown: below it, or else above. */
static uint32_t neighbour(struct table *table, const struct column_context *context)
{
	const struct order *order = &table->order;
	size_t from = table->place < order->settled_end ? table->place : order->settled_end;

	for (size_t i = from; i < order->settled_end; i++)
		if (may_be_kept(table, context, order_row(order, i)))
			return order_row(order, i);
	for (size_t i = from; i-- > order->settled_first;)
		if (may_be_kept(table, context, order_row(order, i)))
			return order_row(order, i);
	return TRACK_NONE;
}

/* The row to keep under the hand. */
static uint32_t row_to_keep(struct table *table, const struct column_context *context, bool held)
{
	uint32_t selected = table_selected(table, context->track);

	if (selected == TRACK_NONE ||
		(!held && !table_picks(&table->pick, context, selected, &table->order.scratch)))
		return neighbour(table, context);
	return selected;
}

/* Keeps the order, leaving out what is no longer the row that was there. */
static void keep_order(struct table *table, const struct track *track)
{
	size_t kept = 0, end = table->order.settled_end, first = table->order.settled_first;

	for (size_t i = 0; i < table->order.count; i++) {
		if (i == table->order.settled_first)
			first = kept;
		if (i == table->order.settled_end)
			end = kept;
		if (is_still_there(table, track, order_row(&table->order, i)))
			table->order.entries[kept++] = table->order.entries[i];
	}
	if (table->order.settled_end >= table->order.count)
		end = kept;
	table->order.count = kept;
	table->order.settled_first = first;
	table->order.settled_end = end;
}

/* Where a row stands; in a held order the window is settled, and nothing is compared anew. */
static size_t place_of(const struct order *order, uint32_t row)
{
	size_t place = 0;

	while (place < order->count && order->entries[place].row != row)
		place++;
	return place;
}

static int make_order(struct table *table, const struct column_context *context)
{
	const struct track *track = context->track;

	order_begin(&table->order, table->order.column, table->order.descending);
	for (uint32_t row = 0; row < track->row_count; row++) {
		int error;

		if (track->rows[row].life == ROW_FREE ||
			!table_picks(&table->pick, context, row, &table->order.scratch))
			continue;
		error = order_add(&table->order, context, row);
		if (error)
			return error;
	}
	table->built_us = track->now.boot_us;
	return 0;
}

int table_rebuild(struct table *table, const struct column_context *context, bool held)
{
	size_t line = table->place - table->top;
	uint32_t kept = row_to_keep(table, context, held);
	size_t place = table->place;
	int error = 0;

	if (held)
		keep_order(table, context->track);
	else
		error = make_order(table, context);
	if (table->following && !held) {
		table->top = 0;
		take_place(table, context, 0);
		return error;
	}
	if (kept != TRACK_NONE) {
		size_t rank = held ? place_of(&table->order, kept)
				   : order_rank(&table->order, context, kept);

		if (rank < table_count(table))
			place = rank;
	}
	/* On the same line of the screen as before, so that nothing moves under the hand. */
	table->top = place > line ? place - line : 0;
	take_place(table, context, place);
	return error;
}

void table_set_sort(struct table *table, const struct column *column, bool descending)
{
	order_begin(&table->order, column, descending);
}

void table_set_height(struct table *table, const struct column_context *context, size_t height)
{
	table->height = height ? height : 1;
	clamp_top(table);
	settle_window(table, context);
}

uint32_t table_row_at(const struct table *table, size_t line)
{
	size_t place = table->top + line;

	return line < table->height && place < table_count(table) ? order_row(&table->order, place)
								  : TRACK_NONE;
}

void table_move_to(struct table *table, const struct column_context *context, size_t place)
{
	table->following = false;
	take_place(table, context, place);
}

void table_move(struct table *table, const struct column_context *context, long lines)
{
	size_t place = table->place;

	if (lines < 0)
		place = place > (size_t)-lines ? place - (size_t)-lines : 0;
	else
		place += (size_t)lines;
	table_move_to(table, context, place);
}

void table_scroll(struct table *table, const struct column_context *context, long lines)
{
	size_t count = table_count(table);
	size_t last_top = count > table->height ? count - table->height : 0;
	size_t place = table->place;

	if (lines < 0)
		table->top = table->top > (size_t)-lines ? table->top - (size_t)-lines : 0;
	else
		table->top = table->top + (size_t)lines < last_top ? table->top + (size_t)lines
								   : last_top;
	if (place < table->top)
		place = table->top;
	if (place >= table->top + table->height)
		place = table->top + table->height - 1;
	table_move_to(table, context, place);
}

void table_let_go(struct table *table, const struct column_context *context)
{
	table->following = true;
	table->top = 0;
	take_place(table, context, 0);
}
