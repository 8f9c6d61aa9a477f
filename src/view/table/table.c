/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/table/table.h"

void table_init(struct table *table, const struct column *sort, bool descending)
{
	*table = (struct table){
		.pick = {.parts = parts_all()},
		.selected = row_ref_none(),
		.anchor = row_ref_none(),
		.following = true,
		.height = 1,
	};
	order_begin(&table->order, sort, descending);
	groups_init(&table->groups);
}

void table_done(struct table *table)
{
	order_done(&table->order);
	groups_done(&table->groups);
	buffer_done(&table->hand);
}

bool table_picks(const struct table_pick *pick, const struct column_context *context, uint32_t row,
	struct buffer *scratch)
{
	const struct conn *conn = &context->track->rows[row].conn;

	return parts_have_conn(pick->parts, conn) && (!pick->listening || conn_is_listener(conn)) &&
	       (!pick->filter || filter_matches(pick->filter, context, row, scratch));
}

/* Settles the window with a margin on both sides, so that small movements need no sorting. */
static void settle_window(struct table *table, const struct column_context *context)
{
	size_t margin = table->height * 2;
	size_t first = table->top > margin ? table->top - margin : 0;
	size_t end = table->top + table->height + margin;

	if (groups_are_on(&table->groups)) {
		groups_settle(&table->groups, context, table->top, table->top + table->height);
		return;
	}
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

static struct group_line line_of(const struct table *table, size_t place)
{
	if (groups_are_on(&table->groups))
		return groups_line(&table->groups, place);
	return (struct group_line){GROUPS_NONE,
		place < table->order.count ? order_row(&table->order, place) : TRACK_NONE};
}

static void take_line(struct table *table, const struct track *track, struct group_line line)
{
	table->selected = row_ref_to(track, line.row);
	table->on_group = line.group != GROUPS_NONE && line.row == TRACK_NONE;
	buffer_clear(&table->hand);
	if (line.group != GROUPS_NONE)
		buffer_add(&table->hand, group_key(&table->groups, line.group),
			table->groups.all[line.group].key_length);
}

/* Selects the line at `place`, and moves the window to it. */
static void take_place(struct table *table, const struct column_context *context, size_t place)
{
	size_t count = table_count(table);

	if (count == 0) {
		table->selected = row_ref_none();
		table->on_group = false;
		table->place = table->top = 0;
		return;
	}
	table->place = place < count ? place : count - 1;
	clamp_top(table);
	settle_window(table, context);
	take_line(table, context->track, line_of(table, table->place));
}

uint32_t table_selected(const struct table *table, const struct track *track)
{
	return row_ref_holds(&table->selected, track) ? table->selected.row : TRACK_NONE;
}

bool table_is_still_there(const struct table *table, const struct track *track, uint32_t row)
{
	return track->rows[row].life != ROW_FREE &&
	       track->rows[row].first_seen_us <= table->built_us;
}

static bool may_be_kept(struct table *table, const struct column_context *context, uint32_t row)
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
		if (may_be_kept(table, context, order_row(order, i)))
			return order_row(order, i);
	for (size_t i = from; i-- > order->settled_first;)
		if (may_be_kept(table, context, order_row(order, i)))
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

/* Rows that have gone are still shown, but they are not sockets any more. */
static bool is_living(const struct track *track, uint32_t row)
{
	return track->rows[row].life != ROW_GONE;
}

/* Keeps the order, but removes rows that now belong to another socket or to none. */
static void keep_order(struct table *table, const struct column_context *context)
{
	struct holding holding = {table, context->track};

	if (groups_are_on(&table->groups))
		groups_keep(&table->groups, context, stays, &holding);
	else
		order_keep(&table->order, stays, &holding);
	table->living = 0;
	for (size_t i = 0; i < table->order.count; i++)
		table->living += is_living(context->track, order_row(&table->order, i));
}

static int add_row(struct table *table, const struct column_context *context, uint32_t row)
{
	table->living += is_living(context->track, row);
	return groups_are_on(&table->groups) ? groups_take(&table->groups, context, row)
					     : order_add(&table->order, context, row);
}

static int make_order(struct table *table, const struct column_context *context)
{
	const struct track *track = context->track;
	int error = 0, end_error = 0;

	table->living = 0;
	order_begin(&table->order, table->order.column, table->order.descending);
	if (groups_are_on(&table->groups))
		groups_begin(&table->groups, &table->order);
	for (uint32_t row = 0; !error && row < track->row_count; row++)
		if (track->rows[row].life != ROW_FREE &&
			table_picks(&table->pick, context, row, &table->order.scratch))
			error = add_row(table, context, row);
	if (groups_are_on(&table->groups))
		end_error = groups_end(&table->groups, context);
	table->built_us = track->now.boot_us;
	return error ? error : end_error;
}

/* The place of the selection after the rows were sorted; table_count(): none. */
static size_t place_of_hand(
	const struct table *table, const struct column_context *context, uint32_t row)
{
	if (groups_are_on(&table->groups))
		return table_place_of_hand(table, context, row);
	return row == TRACK_NONE ? table_count(table) : order_rank(&table->order, context, row);
}

int table_rebuild(struct table *table, const struct column_context *context, bool held)
{
	size_t line = table->place - table->top;
	uint32_t kept = row_to_keep(table, context, held);
	size_t place = table->place;
	size_t rank;
	int error = 0;

	if (held)
		keep_order(table, context);
	else
		error = make_order(table, context);
	if (table->following && !held) {
		table->top = 0;
		take_place(table, context, 0);
		return error;
	}
	rank = place_of_hand(table, context, kept);
	if (rank < table_count(table))
		place = rank;
	/* The selection stays on the same line of the screen, so that it does not move. */
	table->top = place > line ? place - line : 0;
	take_place(table, context, place);
	return error;
}

void table_set_sort(struct table *table, const struct column *column, bool descending)
{
	struct order *order = &table->order;

	if (column != order->column)
		order_then(order, order->column, order->descending);
	order_begin(order, column, descending);
}

void table_set_height(struct table *table, const struct column_context *context, size_t height)
{
	table->height = height ? height : 1;
	clamp_top(table);
	settle_window(table, context);
}

struct group_line table_line_at(const struct table *table, size_t line)
{
	size_t place = table->top + line;

	if (line >= table->height || place >= table_count(table))
		return (struct group_line){GROUPS_NONE, TRACK_NONE};
	return line_of(table, place);
}

uint32_t table_row_at(const struct table *table, size_t line)
{
	return table_line_at(table, line).row;
}

void table_move_to(struct table *table, const struct column_context *context, size_t place)
{
	table->following = false;
	table->anchor = row_ref_none();
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

struct table_hold table_hold(const struct table *table)
{
	return (struct table_hold){
		.row = table->on_group ? row_ref_none() : table->selected,
		.place = table->place,
		.line = table->place - table->top,
		.following = table->following,
	};
}

void table_go_back(
	struct table *table, const struct column_context *context, const struct table_hold *hold)
{
	size_t place = table_count(table);

	if (hold->following) {
		table_let_go(table, context);
		return;
	}
	if (row_ref_holds(&hold->row, context->track))
		place = place_of_hand(table, context, hold->row.row);
	if (place >= table_count(table))
		place = hold->place;
	table->top = place > hold->line ? place - hold->line : 0;
	take_place(table, context, place);
}
