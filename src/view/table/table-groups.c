/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The selection in a grouped table, and the group that it opens. */
#include "view/table/table-internal.h"

void table_set_group(struct table *table, const struct group_kind *kind)
{
	struct groups *next = &table->next.groups;

	table_stop(table);
	if (next->kind == table->groups.kind) /* they are open again when this kind comes back */
		groups_open_like(next, &table->groups);
	groups_set_kind(next, kind);
}

void table_set_group_sort(struct table *table, const struct column *column, bool descending)
{
	struct order *order = &table->next.groups.order;

	table_stop(table);
	if (column != order->column)
		order_then(order, order->column, order->descending);
	order_begin(order, column, descending);
}

void table_change_hand(struct table *table, const struct track *track)
{
	if (table_selected(table, track) != TRACK_NONE)
		table->anchor = table->selected;
	buffer_clear(&table->hand);
	table->on_group = false;
	table->selected = row_ref_holds(&table->anchor, track) ? table->anchor : row_ref_none();
	table->place = table->top = 0;
}

uint32_t table_group_in_hand(const struct table *table)
{
	if (!groups_are_on(&table->groups) || !table->hand.length)
		return GROUPS_NONE;
	return groups_find(&table->groups, table->hand.data, table->hand.length);
}

size_t table_place_of_hand(
	const struct table *table, const struct column_context *context, uint32_t row)
{
	uint32_t group = table_group_in_hand(table);
	size_t place = table_count(table);

	if (row != TRACK_NONE)
		place = groups_place_of_row(&table->groups, context, row);
	if (place < table_count(table))
		return place;
	/* The row's group is closed; or the row has moved to a closed group. */
	if (group == GROUPS_NONE && row != TRACK_NONE)
		group = groups_of_row(&table->groups, row);
	return group == GROUPS_NONE ? place : groups_place(&table->groups, context, group);
}

uint32_t table_neighbour_in_group(struct table *table, const struct column_context *context)
{
	size_t line = table->place - table->top;
	uint32_t row;

	for (size_t i = line; (row = table_row_at(table, i)) != TRACK_NONE; i++)
		if (table_may_keep(table, context, row))
			return row;
	for (size_t i = line; i-- > 0 && (row = table_row_at(table, i)) != TRACK_NONE;)
		if (table_may_keep(table, context, row))
			return row;
	return TRACK_NONE;
}

uint32_t table_next_of_group(
	const struct table *table, const struct track *track, uint32_t group, uint32_t row)
{
	while ((row = groups_next_row(&table->groups, group, row)) != TRACK_NONE)
		if (table_is_still_there(table, track, row) && track->rows[row].life != ROW_GONE)
			break;
	return row;
}

/* Which groups are open counts for the table that is in the making, too. */
static void begin_again(struct table *table)
{
	if (table->next.going)
		table_begin(table, false);
}

/* Scrolls so that the group's rows get up to half of the window. */
static void show_rows(struct table *table, size_t rows)
{
	size_t wanted = rows < table->height / 2 ? rows : table->height / 2;

	if (table->place + wanted >= table->top + table->height)
		table->top = table->place + wanted + 1 - table->height;
}

/* The line of a group stays selected; its rows come into sight. */
static void show_group(struct table *table, const struct column_context *context, uint32_t group)
{
	show_rows(table, table->groups.all[group].sums.rows);
	table_take_place(table, context, groups_place(&table->groups, context, group));
}

void table_show_opened(struct table *table, const struct column_context *context)
{
	uint32_t group = table_selected_group(table);

	if (group != GROUPS_NONE && group_is_open(&table->groups, group))
		show_group(table, context, group);
}

int table_open_group(struct table *table, const struct column_context *context)
{
	uint32_t group = table_group_in_hand(table);
	int error;

	if (group == GROUPS_NONE || group_is_open(&table->groups, group))
		return 0;
	if (!groups_open_is_cheap(&table->groups, group)) {
		error = groups_open_later(&table->groups, group);
		table_begin(table, false);
		table->next.opening = true;
		table->next.has_hold = false;
		table->anchor = row_ref_none();
		table->following = false;
		return error;
	}
	error = groups_open(&table->groups, context, &table->order, group);
	begin_again(table);
	table->following = false;
	table->anchor = row_ref_none();
	table->next.has_hold = false;
	show_group(table, context, group);
	return error;
}

void table_leave_group(struct table *table, const struct column_context *context)
{
	uint32_t group = table_group_in_hand(table);

	if (group != GROUPS_NONE)
		table_move_to(table, context, groups_place(&table->groups, context, group));
}

void table_close_group(struct table *table, const struct column_context *context)
{
	uint32_t group = table_group_in_hand(table);

	if (group == GROUPS_NONE)
		return;
	groups_close(&table->groups, group);
	begin_again(table);
	table->next.opening = false;
	table_leave_group(table, context);
}
