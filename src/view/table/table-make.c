/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes the table: picks the rows, puts them in order, and keeps the selection. */
#include "view/table/table-internal.h"

/*
 * The old arrays are kept for the next time: memory that is touched for the first time is dear, 14
 * ms of a refresh of 80 ms at 100,000 rows. They are given back where they have room for more rows
 * than this and for more than four times as many as there are now.
 */
#define ROWS_KEPT 32768

void table_set_sort(struct table *table, const struct column *column, bool descending)
{
	struct order *order = &table->next.order;

	table_stop(table);
	if (column != order->column)
		order_then(order, order->column, order->descending);
	order_begin(order, column, descending);
}

/* -------- the selection -------- */

bool table_may_keep(struct table *table, const struct column_context *context, uint32_t row)
{
	return table_is_still_there(table, context->track, row) &&
	       table_picks(&table->pick, context, row, &table->order.scratch);
}

/* The row nearest to the selected one, which is no longer in the table: below it, or else above. */
static uint32_t neighbour(struct table *table, const struct column_context *context)
{
	const struct order *order = &table->order;
	size_t from;

	if (groups_are_on(&table->groups))
		return table_neighbour_in_group(table, context);
	from = table->place < order->settled_end ? table->place : order->settled_end;
	for (size_t i = from; i < order->settled_end; i++)
		if (table_may_keep(table, context, order_row(order, i)))
			return order_row(order, i);
	for (size_t i = from; i-- > order->settled_first;)
		if (table_may_keep(table, context, order_row(order, i)))
			return order_row(order, i);
	return TRACK_NONE;
}

/* The row to select in the new order. */
static uint32_t row_to_keep(struct table *table, const struct column_context *context, bool held)
{
	uint32_t selected = table_selected(table, context->track);

	if (table->on_group)
		return TRACK_NONE;
	if (selected == TRACK_NONE ||
		(!held && !table_picks(&table->pick, context, selected, &table->order.scratch)))
		return neighbour(table, context);
	return selected;
}

size_t table_place_of(const struct table *table, const struct column_context *context, uint32_t row)
{
	if (groups_are_on(&table->groups))
		return table_place_of_hand(table, context, row);
	return row == TRACK_NONE ? table_count(table) : order_rank(&table->order, context, row);
}

/* -------- beginning to make it -------- */

static void begin(struct table *table, bool narrows)
{
	struct table_next *next = &table->next;

	next->going = true;
	next->narrows = narrows;
	next->sums_only = false;
	next->changes = table->order.changes;
	next->at = next->living = 0;
	next->taken = false;
	next->compared = next->rank = 0;
	next->error = 0;
	order_begin(&next->order, next->order.column, next->order.descending);
	if (!groups_are_on(&next->groups))
		return;
	if (next->groups.kind == table->groups.kind)
		groups_open_like(&next->groups, &table->groups);
	groups_begin(&next->groups, &next->order);
}

void table_begin(struct table *table, bool chosen)
{
	table->next.counting |= chosen;
	begin(table, false);
}

void table_begin_narrower(struct table *table)
{
	table->next.counting = true;
	begin(table, !groups_are_on(&table->groups) && !groups_are_on(&table->next.groups));
}

void table_stop(struct table *table)
{
	table->next.going = false;
}

/* -------- keeping the lines -------- */

/* The arguments for the rows of a held order. */
struct holding {
	const struct table *table;
	const struct track *track;
};

static bool stays(const void *data, uint32_t row)
{
	const struct holding *holding = data;

	return table_is_still_there(holding->table, holding->track, row);
}

/* Rows that have gone are still shown, but they are not sockets any more; where all of them have
 * gone, they are what is counted. */
static bool is_living(const struct column_context *context, uint32_t row)
{
	return context->past || context->track->rows[row].life != ROW_GONE;
}

/* Selects `row`, or what is at its place. On the screen the selected line does not move. */
static void select_again(
	struct table *table, const struct column_context *context, size_t line, uint32_t row)
{
	size_t rank = table_place_of(table, context, row);
	size_t place = rank < table_count(table) ? rank : table->place;

	table->top = place > line ? place - line : 0;
	table_take_place(table, context, place);
}

/* What is made while the shown lines stay. */
static void begin_beside(struct table *table)
{
	struct table_next *next = &table->next;

	if (next->counting) {
		if (next->going)
			table_begin(table, true);
	} else if (groups_are_on(&table->groups) && next->groups.kind == table->groups.kind) {
		begin(table, false);
		next->sums_only = true;
	} else {
		table_stop(table);
	}
}

void table_keep(struct table *table, const struct column_context *context)
{
	struct holding holding = {table, context->track};
	size_t line = table->place - table->top;
	uint32_t kept = row_to_keep(table, context, true);

	if (groups_are_on(&table->groups)) {
		groups_keep(&table->groups, stays, &holding);
	} else {
		order_keep(&table->order, stays, &holding);
		table->living = 0;
		for (size_t i = 0; i < table->order.count; i++)
			table->living += is_living(context, order_row(&table->order, i));
	}
	select_again(table, context, line, kept);
	begin_beside(table);
}

/* -------- making it -------- */

/* Arrays that grow are moved, and where they move to is new memory again. */
static void reserve(struct table *table, const struct track *track)
{
	struct table_next *next = &table->next;

	if (groups_are_on(&next->groups))
		groups_reserve(&next->groups, track->row_count);
	else
		order_reserve(&next->order, next->narrows ? table->order.count : track->row_count);
}

static bool next_row(struct table *table, const struct track *track, uint32_t *ret_row)
{
	struct table_next *next = &table->next;

	if (next->at >= (next->narrows ? table->order.count : track->row_count))
		return false;
	*ret_row = next->narrows ? order_row(&table->order, next->at) : (uint32_t)next->at;
	next->at++;
	return true;
}

static int take_row(struct table_next *next, const struct column_context *context, uint32_t row)
{
	next->living += is_living(context, row);
	return groups_are_on(&next->groups) ? groups_take(&next->groups, context, row)
					    : order_add(&next->order, context, row);
}

/* `next` gets the arrays of the old order. */
static void replace_order(struct order *order, struct order *next, bool keep)
{
	struct order old = *order;

	*order = *next;
	order->changes = old.changes + 1;
	if (!keep)
		order_done(&old);
	*next = old;
	order_begin(next, order->column, order->descending);
	order_then(next, order->then, order->then_descending);
}

static uint32_t row_to_select(struct table *table, const struct column_context *context)
{
	uint32_t selected;

	if (table->next.groups.kind == table->groups.kind)
		return row_to_keep(table, context, false);
	table_change_hand(table, context->track);
	selected = table_selected(table, context->track);
	if (selected == TRACK_NONE ||
		table_picks(&table->pick, context, selected, &table->order.scratch))
		return selected;
	return TRACK_NONE;
}

static void show(struct table *table, const struct column_context *context)
{
	struct table_next *next = &table->next;
	size_t room = table->order.capacity + table->groups.row_capacity;
	bool keep = room <= ROWS_KEPT || room <= 4 * (size_t)context->track->row_count;
	uint32_t row = row_to_select(table, context);
	size_t line = table->place - table->top;

	next->going = next->counting = false;
	if (next->sums_only) {
		groups_take_sums(&table->groups, &next->groups);
		table->living = next->living;
		return;
	}
	replace_order(&table->order, &next->order, keep);
	groups_replace(&table->groups, &next->groups, keep);
	table->living = next->living;
	table->built_us = context->track->now.boot_us;
	if (next->has_hold) {
		struct table_hold hold = next->hold;

		table_go_back(table, context, &hold);
	} else if (table->following) {
		table->top = 0;
		table_take_place(table, context, 0);
	} else {
		select_again(table, context, line, row);
	}
	if (next->opening)
		table_show_opened(table, context);
	next->opening = false;
}

/* -------- the steps -------- */

/* Takes the rows that are picked. True where there is more to do. */
static bool step_rows(struct table *table, const struct column_context *context, size_t *budget)
{
	struct table_next *next = &table->next;
	const struct row *rows = context->track->rows;
	uint32_t row;

	if (next->taken)
		return false;
	if (next->narrows && next->changes != table->order.changes)
		begin(table, false); /* its rows have moved: a row might be left out */
	if (!next->at)
		reserve(table, context->track);
	while (!next->error && next_row(table, context->track, &row)) {
		if (table_may_show(table, &rows[row]) &&
			table_picks(&table->pick, context, row, &next->order.scratch))
			next->error = take_row(next, context, row);
		if (!--*budget)
			return true;
	}
	next->taken = true;
	next->kept = (struct order_entry){.row = TRACK_NONE};
	return false;
}

/* The row that will be selected, as far as can be told now. */
static uint32_t row_ahead(const struct table *table, const struct track *track)
{
	const struct table_next *next = &table->next;
	const struct row_ref *ref = next->has_hold ? &next->hold.row : &table->selected;
	bool following = next->has_hold ? next->hold.following : table->following;

	return !following && row_ref_holds(ref, track) ? ref->row : TRACK_NONE;
}

/* Counts the entries before the row that will be selected. */
static bool step_rank(struct table *table, const struct column_context *context, size_t *budget)
{
	struct table_next *next = &table->next;
	uint32_t row = row_ahead(table, context->track);

	if (row != next->kept.row) {
		next->compared = next->rank = 0;
		next->kept = (struct order_entry){.row = row};
		if (row != TRACK_NONE)
			next->kept = order_entry_of(&next->order, context, row);
	}
	if (row == TRACK_NONE)
		return false;
	for (; next->compared < next->order.count; next->compared++, --*budget) {
		if (!*budget)
			return true;
		next->rank += order_is_before(
			&next->order, context, &next->order.entries[next->compared], &next->kept);
	}
	return false;
}

/*
 * Brings the lines that will be in the window to their places, so that nothing is left to be done
 * at once when it is shown. Where the user moves on meanwhile, other lines are.
 */
static bool step_window(struct table *table, const struct column_context *context, size_t *budget)
{
	struct table_next *next = &table->next;
	size_t line = next->has_hold ? next->hold.line : table->place - table->top;
	bool following = next->has_hold ? next->hold.following : table->following;
	size_t place = next->kept.row == TRACK_NONE ? table->place : next->rank;
	size_t top = !following && place > line ? place - line : 0, margin = 2 * table->height;

	if (top + table->height > next->order.count)
		top = next->order.count > table->height ? next->order.count - table->height : 0;
	return order_settle_step(&next->order, context, top > margin ? top - margin : 0,
		top + table->height + margin, budget);
}

static bool step_order(struct table *table, const struct column_context *context, size_t *budget)
{
	struct table_next *next = &table->next;
	int error = 0;

	if (next->sums_only)
		return false;
	if (!groups_are_on(&next->groups))
		return step_rank(table, context, budget) || step_window(table, context, budget);
	if (groups_end_step(&next->groups, context, budget, &error))
		return true;
	if (!next->error)
		next->error = error;
	return false;
}

/* Entries that are compared in the time in which one row is picked and added. */
#define COMPARED_A_ROW 16

bool table_step(struct table *table, const struct column_context *context, size_t budget)
{
	size_t compared = budget < SIZE_MAX / COMPARED_A_ROW ? budget * COMPARED_A_ROW : SIZE_MAX;

	if (!table->next.going)
		return false;
	if (step_rows(table, context, &budget))
		return true;
	if (step_order(table, context, &compared))
		return true;
	show(table, context);
	return false;
}

size_t table_count_living(const struct table *table, bool *ret_at_least)
{
	*ret_at_least = table->next.going && table->next.counting;
	return *ret_at_least ? table->next.living : table->living;
}
