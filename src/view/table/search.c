/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/table/search.h"

#include <stdint.h>
#include <string.h>

#include "view/filter/filter-internal.h"

/* Lines that are compared in one step: about half a millisecond. */
#define LINES_A_STEP 512

void search_done(struct search *search)
{
	buffer_done(&search->cell);
}

void search_set(
	struct search *search, const char *text, const struct column *const *columns, size_t count)
{
	size_t length = 0;

	for (; length < SEARCH_LENGTH_MAX && text[length]; length++)
		search->text[length] = ascii_lower(text[length]);
	search->text[length] = '\0';
	search->in_numbers = filter_may_be_in_number(search->text);
	search->column_count = count < SEARCH_COLUMNS_MAX ? count : SEARCH_COLUMNS_MAX;
	memcpy(search->columns, columns, search->column_count * sizeof(*columns));
	search->going = false;
	search->count = (struct search_count){.going = length > 0};
}

/* -------- matching -------- */

size_t search_find_in(const struct search *search, const char *text, size_t length, size_t from)
{
	size_t wanted = strlen(search->text);

	for (size_t start = from; wanted && start + wanted <= length; start++) {
		size_t at = 0;

		if (ascii_lower(text[start]) != *search->text)
			continue;
		while (at < wanted && ascii_lower(text[start + at]) == search->text[at])
			at++;
		if (at == wanted)
			return start;
	}
	return SIZE_MAX;
}

static bool cell_matches(const struct search *search)
{
	return search_find_in(search, buffer_get(&search->cell), search->cell.length, 0) !=
	       SIZE_MAX;
}

static bool row_matches(struct search *search, const struct column_context *context, uint32_t row)
{
	struct column_context shown = *context;

	shown.translated = true;
	for (size_t i = 0; i < search->column_count; i++) {
		const struct column *column = search->columns[i];

		if (column->kind != COLUMN_TEXT && !search->in_numbers)
			continue;
		buffer_clear(&search->cell);
		column_add_text(column, &shown, row, &search->cell);
		if (cell_matches(search))
			return true;
	}
	return false;
}

/* Compares a group's name, or a row's cells. */
static bool line_matches(struct search *search, const struct table *table,
	const struct column_context *context, struct group_line line)
{
	struct column_context shown = *context;

	if (line.row != TRACK_NONE)
		return row_matches(search, context, line.row);
	buffer_clear(&search->cell);
	shown.translated = true;
	groups_add_name(&table->groups, &shown, line.group, &search->cell);
	return cell_matches(search);
}

/* -------- start of a search -------- */

struct search_origin search_origin_of(const struct table *table)
{
	struct search_origin origin = {.place = table->place};

	if (!groups_are_on(&table->groups) && table->place < table->order.count)
		origin.entry = table->order.entries[table->place];
	return origin;
}

void search_begin(struct search *search, const struct table *table,
	const struct search_origin *origin, bool backwards, bool inclusive)
{
	search->going = true;
	search->backwards = backwards;
	search->inclusive = inclusive;
	search->origin = *origin;
	search->changes = table->order.changes;
	search->looked = 0;
	search->next.is = search->far.is = false;
}

/* Starts over, because the order has changed: rows that were compared have moved. */
static void begin_again(struct search *search, const struct table *table)
{
	struct search_origin now = search_origin_of(table);
	bool same = groups_are_on(&table->groups) || now.entry.row == search->origin.entry.row;

	search_begin(
		search, table, same ? &now : &search->origin, search->backwards, search->inclusive);
}

static enum search_result finish(struct search *search, enum search_result result)
{
	search->going = false;
	return result;
}

/* -------- rows: the first match in the order -------- */

/* True where the search reaches `left` before `right`. */
static bool comes_before(const struct search *search, const struct order *order,
	const struct column_context *context, const struct order_entry *left,
	const struct order_entry *right)
{
	return search->backwards ? order_is_before(order, context, right, left)
				 : order_is_before(order, context, left, right);
}

/* True where the search reaches the entry before the end of the table. */
static bool is_ahead(const struct search *search, const struct order *order,
	const struct column_context *context, const struct order_entry *entry)
{
	if (entry->row == search->origin.entry.row)
		return search->inclusive;
	return comes_before(search, order, context, &search->origin.entry, entry);
}

static void take_match(struct search *search, const struct order *order,
	const struct column_context *context, const struct order_entry *entry)
{
	struct search_match *best =
		is_ahead(search, order, context, entry) ? &search->next : &search->far;

	if (!best->is || comes_before(search, order, context, entry, &best->entry))
		*best = (struct search_match){true, *entry};
}

/*
 * Finds the nearest match if it is among the settled entries. Otherwise the entries after them are
 * compared first, because the search reaches all of those before the end of the table.
 */
static bool look_at_settled(
	struct search *search, const struct order *order, const struct column_context *context)
{
	size_t count = order->settled_end - order->settled_first;

	search->first = 0;
	search->ahead = order->count;
	for (size_t i = 0; i < count; i++) {
		const struct order_entry *entry =
			&order->entries[search->backwards ? order->settled_end - 1 - i
							  : order->settled_first + i];
		bool is_origin = entry->row == search->origin.entry.row;

		if (i == 0 && !is_origin && is_ahead(search, order, context, entry))
			return false; /* a nearer match may be outside */
		if (is_ahead(search, order, context, entry) &&
			row_matches(search, context, entry->row)) {
			search->next = (struct search_match){true, *entry};
			return true;
		}
	}
	if (count) {
		search->first = search->backwards ? 0 : order->settled_end;
		search->ahead = search->backwards ? order->settled_first
						  : order->count - order->settled_end;
	}
	return false;
}

static bool has_looked_enough(const struct search *search, const struct order *order)
{
	return search->looked >= order->count ||
	       (search->next.is && search->looked >= search->ahead);
}

static enum search_result step_rows(struct search *search, const struct order *order,
	const struct column_context *context, size_t *ret_place)
{
	bool at_once = !search->looked && look_at_settled(search, order, context);

	for (size_t i = 0; !at_once && !has_looked_enough(search, order); i++, search->looked++) {
		const struct order_entry *entry =
			&order->entries[(search->first + search->looked) % order->count];

		if (i == LINES_A_STEP)
			return SEARCH_GOING;
		if (row_matches(search, context, entry->row))
			take_match(search, order, context, entry);
	}
	if (!search->next.is && !search->far.is)
		return finish(search, SEARCH_MISSED);
	*ret_place = order_rank(
		order, context, (search->next.is ? search->next : search->far).entry.row);
	return finish(search, search->next.is ? SEARCH_FOUND : SEARCH_WRAPPED);
}

/* -------- groups, and rows below them: line by line -------- */

/* The place of a line by its number in the search. */
static size_t place_of(const struct search *search, size_t count, size_t number)
{
	size_t distance = (number + !search->inclusive) % count;

	return (search->origin.place + (search->backwards ? count - distance : distance)) % count;
}

static enum search_result step_lines(struct search *search, struct table *table,
	const struct column_context *context, size_t *ret_place)
{
	size_t count = table_count(table), first = 0, end = 0;

	for (size_t i = 0; i < LINES_A_STEP && search->looked < count; i++, search->looked++) {
		size_t place = place_of(search, count, search->looked);
		size_t from = search->origin.place;

		if (place < first || place >= end) {
			first = place > LINES_A_STEP ? place - LINES_A_STEP : 0;
			end = place + LINES_A_STEP;
			groups_settle(&table->groups, context, first, end);
		}
		if (!line_matches(search, table, context, groups_line(&table->groups, place)))
			continue;
		*ret_place = place;
		return finish(search, (search->backwards ? place > from : place < from)
					      ? SEARCH_WRAPPED
					      : SEARCH_FOUND);
	}
	return search->looked < count ? SEARCH_GOING : finish(search, SEARCH_MISSED);
}

enum search_result search_step(struct search *search, struct table *table,
	const struct column_context *context, size_t *ret_place)
{
	if (!*search->text || !table_count(table))
		return finish(search, SEARCH_MISSED);
	if (search->changes != table->order.changes)
		begin_again(search, table);
	if (groups_are_on(&table->groups))
		return step_lines(search, table, context, ret_place);
	return step_rows(search, &table->order, context, ret_place);
}

/* -------- how many -------- */

static struct group_line line_at(const struct table *table, size_t place)
{
	if (groups_are_on(&table->groups))
		return groups_line(&table->groups, place);
	return (struct group_line){GROUPS_NONE, order_row(&table->order, place)};
}

static void begin_count(struct search_count *count, const struct table *table)
{
	count->going = true;
	count->looked = count->matches = count->matched = 0;
	count->place = table->place;
	count->changes = table->order.changes;
}

/* What is above the selected line is above it in any order, settled or not. */
bool search_count_step(
	struct search *search, const struct table *table, const struct column_context *context)
{
	struct search_count *count = &search->count;
	size_t lines = table_count(table);

	if (!*search->text)
		return false;
	if (count->place != table->place || count->changes != table->order.changes)
		begin_count(count, table);
	for (size_t i = 0; count->going && i < LINES_A_STEP && count->looked < lines;
		i++, count->looked++) {
		if (!line_matches(search, table, context, line_at(table, count->looked)))
			continue;
		count->matches++;
		if (count->looked == count->place)
			count->matched = count->matches;
	}
	if (count->going && count->looked >= lines) {
		count->going = false;
		count->known = true;
		count->found = count->matches;
		count->number = count->matched;
	}
	return count->going;
}
