/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/table/table.h"

#include "view/table/table-internal.h"

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
	order_begin(&table->next.order, sort, descending);
	groups_init(&table->next.groups);
}

void table_done(struct table *table)
{
	order_done(&table->order);
	groups_done(&table->groups);
	order_done(&table->next.order);
	groups_done(&table->next.groups);
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

void table_take_place(struct table *table, const struct column_context *context, size_t place)
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

bool table_may_show(const struct table *table, const struct row *row)
{
	return row->life != ROW_FREE && !(table->hides_gone && row->life == ROW_GONE);
}

bool table_is_still_there(const struct table *table, const struct track *track, uint32_t row)
{
	const struct row *r = &track->rows[row];

	return table_may_show(table, r) &&
	       (table->past ? r->gone_us : r->first_seen_us) <= table->built_us;
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
	table->next.has_hold = table->next.opening = false;
	table_take_place(table, context, place);
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
	table->next.has_hold = false;
	table->top = 0;
	table_take_place(table, context, 0);
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

	if (hold->following)
		table_let_go(table, context);
	table->next.hold = *hold;
	table->next.has_hold = table->next.going;
	if (hold->following)
		return;
	if (row_ref_holds(&hold->row, context->track))
		place = table_place_of(table, context, hold->row.row);
	if (place >= table_count(table))
		place = hold->place;
	table->top = place > hold->line ? place - hold->line : 0;
	table_take_place(table, context, place);
}
