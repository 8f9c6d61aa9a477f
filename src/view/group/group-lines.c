/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines of a grouped table: one for each group, and below open groups their rows. */
#include "view/group/group.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* Limit for groups that were open, have no rows now, and are remembered. */
#define ABSENT_MAX 64

/* So many lines are put in order at once: in a few milliseconds. */
#define LINES_AT_ONCE 20000

/* -------- places of groups -------- */

static void drop_opened(struct groups *groups, size_t at)
{
	buffer_done(&groups->opened[at].key);
	order_done(&groups->opened[at].order);
	groups->opened_count--;
	memmove(groups->opened + at, groups->opened + at + 1,
		(groups->opened_count - at) * sizeof(*groups->opened));
}

/* The place of a group among the sorted ones. */
static size_t rank_of(struct groups *groups, const struct column_context *of_groups, uint32_t group)
{
	struct order *order = &groups->order;
	struct order_entry wanted = order_entry_of(order, of_groups, group);
	size_t low = 0, high = order->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (order_is_before(order, of_groups, &order->entries[middle], &wanted))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The number of groups before a group is only needed for open groups: then all are sorted. */
static bool rank(struct groups *groups, const struct column_context *context, size_t *budget)
{
	struct column_context of_groups = *context;

	of_groups.groups = groups;
	if (!groups->opened_count)
		return false;
	if (order_settle_step(&groups->order, &of_groups, 0, groups->order.count, budget))
		return true;
	for (size_t i = 0; i < groups->opened_count; i++)
		groups->opened[i].rank =
			groups->opened[i].group == GROUPS_NONE
				? SIZE_MAX
				: rank_of(groups, &of_groups, groups->opened[i].group);
	return false;
}

/*
 * Sorts open groups by their lines. Groups without rows come last; of these, the one without rows
 * for the longest time is the very last.
 */
static void sort_opened(struct groups *groups)
{
	for (size_t i = 1; i < groups->opened_count; i++) {
		struct group_open moving = groups->opened[i];
		size_t at = i;

		for (; at > 0 && groups->opened[at - 1].rank > moving.rank; at--)
			groups->opened[at] = groups->opened[at - 1];
		groups->opened[at] = moving;
	}
}

/* The number of open groups that have rows. */
static size_t count_present(const struct groups *groups)
{
	size_t count = 0;

	while (count < groups->opened_count && groups->opened[count].group != GROUPS_NONE)
		count++;
	return count;
}

void groups_lay_out(struct groups *groups)
{
	size_t rows = 0;

	for (size_t i = 0; i < count_present(groups); i++) {
		struct group_open *opened = &groups->opened[i];

		groups->all[opened->group].opened = (uint32_t)i;
		opened->place = opened->rank + rows;
		rows += opened->order.count;
	}
}

bool groups_rank_opened(struct groups *groups, const struct column_context *context, size_t *budget)
{
	if (rank(groups, context, budget))
		return true;
	sort_opened(groups);
	while (groups->opened_count > count_present(groups) + ABSENT_MAX)
		drop_opened(groups, groups->opened_count - 1);
	groups_lay_out(groups);
	return false;
}

/* -------- opening and closing -------- */

void groups_reopen(struct groups *groups, uint32_t group)
{
	struct group *it = &groups->all[group];

	for (uint32_t i = 0; i < groups->opened_count; i++) {
		struct group_open *opened = &groups->opened[i];

		if (opened->key.length != it->key_length ||
			memcmp(opened->key.data, group_key(groups, group), it->key_length) != 0)
			continue;
		it->opened = i;
		opened->group = group;
	}
}

static int take_rows(struct groups *groups, const struct column_context *context, uint32_t group)
{
	struct order *order = &groups->opened[groups->all[group].opened].order;
	int error = 0;

	for (uint32_t row = TRACK_NONE;
		!error && (row = groups_next_row(groups, group, row)) != TRACK_NONE;)
		error = order_add(order, context, row);
	return error;
}

/* The group's place among the groups, where it has been settled; SIZE_MAX: it has not. */
static size_t settled_rank(const struct groups *groups, uint32_t group)
{
	const struct order *order = &groups->order;

	for (size_t i = order->settled_first; i < order->settled_end; i++)
		if (order_row(order, i) == group)
			return i;
	return SIZE_MAX;
}

bool groups_open_is_cheap(const struct groups *groups, uint32_t group)
{
	return groups->all[group].sums.rows <= LINES_AT_ONCE &&
	       (groups->count <= LINES_AT_ONCE || settled_rank(groups, group) < SIZE_MAX);
}

/* The groups that were open have their places. */
static void rank_another(
	struct groups *groups, const struct column_context *context, struct group_open *opened)
{
	size_t budget = SIZE_MAX;

	opened->rank = settled_rank(groups, opened->group);
	if (opened->rank < SIZE_MAX) {
		sort_opened(groups);
		groups_lay_out(groups);
	} else {
		groups_rank_opened(groups, context, &budget);
	}
}

int groups_open(struct groups *groups, const struct column_context *context,
	const struct order *rows, uint32_t group)
{
	struct group_open opened = {.group = group};
	int error;

	if (group_is_open(groups, group))
		return 0;
	error = alloc_try_grow((void **)&groups->opened, &groups->opened_capacity,
		groups->opened_count + 1, sizeof(*groups->opened));
	if (error)
		return error;
	buffer_add(&opened.key, group_key(groups, group), groups->all[group].key_length);
	order_begin(&opened.order, rows->column, rows->descending);
	order_then(&opened.order, rows->then, rows->then_descending);
	groups->all[group].opened = (uint32_t)groups->opened_count;
	groups->opened[groups->opened_count++] = opened;
	error = take_rows(groups, context, group);
	rank_another(groups, context, &groups->opened[groups->opened_count - 1]);
	return error;
}

/* The group's place among those that are open, or are to be; opened_count: it is not. */
static size_t find_opened(const struct groups *groups, uint32_t group)
{
	for (size_t i = 0; i < groups->opened_count; i++)
		if (groups->opened[i].key.length == groups->all[group].key_length &&
			memcmp(groups->opened[i].key.data, group_key(groups, group),
				groups->all[group].key_length) == 0)
			return i;
	return groups->opened_count;
}

int groups_open_later(struct groups *groups, uint32_t group)
{
	struct group_open opened = {.group = GROUPS_NONE, .rank = SIZE_MAX};
	int error = alloc_try_grow((void **)&groups->opened, &groups->opened_capacity,
		groups->opened_count + 1, sizeof(*groups->opened));

	if (error || find_opened(groups, group) < groups->opened_count)
		return error;
	buffer_add(&opened.key, group_key(groups, group), groups->all[group].key_length);
	groups->opened[groups->opened_count++] = opened;
	return 0;
}

void groups_close(struct groups *groups, uint32_t group)
{
	size_t at = find_opened(groups, group);

	if (at == groups->opened_count)
		return;
	drop_opened(groups, at);
	groups->all[group].opened = GROUPS_NONE;
	groups_lay_out(groups);
}

/* -------- lines -------- */

size_t groups_line_count(const struct groups *groups)
{
	size_t count = groups->order.count;

	for (size_t i = 0; i < groups->opened_count; i++)
		count += groups->opened[i].order.count;
	return count;
}

/* The last open group that begins at or before a line; NULL: there is none. */
static const struct group_open *opened_before(const struct groups *groups, size_t place)
{
	size_t low = 0, high = count_present(groups);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (groups->opened[middle].place <= place)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &groups->opened[low - 1] : NULL;
}

struct group_line groups_line(const struct groups *groups, size_t place)
{
	const struct group_open *opened = opened_before(groups, place);
	size_t rank = place;

	if (opened) {
		size_t below = place - opened->place;

		if (below > 0 && below <= opened->order.count)
			return (struct group_line){
				opened->group, order_row(&opened->order, below - 1)};
		rank = opened->rank + (below ? below - opened->order.count : 0);
	}
	if (rank >= groups->order.count)
		return (struct group_line){GROUPS_NONE, TRACK_NONE};
	return (struct group_line){order_row(&groups->order, rank), TRACK_NONE};
}

/* -------- settling -------- */

/* The first group whose line is at `place` or behind it, as a place among the groups. */
static size_t rank_at(const struct groups *groups, size_t place)
{
	const struct group_open *opened = opened_before(groups, place);
	size_t below = opened ? place - opened->place : 0;

	if (!opened)
		return place;
	if (below <= opened->order.count)
		return opened->rank + (below > 0);
	return opened->rank + below - opened->order.count;
}

/* Settles a margin of the same size on both sides, so that small movements need no sorting. */
static void settle(
	struct order *order, const struct column_context *context, size_t first, size_t end)
{
	size_t margin = end - first;

	if (end > order->count)
		end = order->count;
	if (first >= end || (first >= order->settled_first && end <= order->settled_end))
		return;
	order_settle(order, context, first > margin ? first - margin : 0, end + margin);
}

void groups_settle(
	struct groups *groups, const struct column_context *context, size_t first, size_t end)
{
	struct column_context of_groups = *context;

	of_groups.groups = groups;
	settle(&groups->order, &of_groups, rank_at(groups, first), rank_at(groups, end));
	for (size_t i = 0; i < count_present(groups); i++) {
		struct group_open *opened = &groups->opened[i];
		size_t begin = opened->place + 1;

		if (end > begin && first < begin + opened->order.count)
			settle(&opened->order, context, first > begin ? first - begin : 0,
				end - begin);
	}
}

/* -------- from groups and rows to lines -------- */

size_t groups_place(
	const struct groups *groups, const struct column_context *context, uint32_t group)
{
	struct column_context of_groups = *context;
	size_t rank, rows = 0;

	if (group_is_open(groups, group))
		return groups->opened[groups->all[group].opened].place;
	of_groups.groups = groups;
	rank = order_rank(&groups->order, &of_groups, group);
	for (size_t i = 0; i < count_present(groups) && groups->opened[i].rank < rank; i++)
		rows += groups->opened[i].order.count;
	return rank + rows;
}

size_t groups_place_of_row(
	const struct groups *groups, const struct column_context *context, uint32_t row)
{
	uint32_t group = groups_of_row(groups, row);
	const struct group_open *opened;
	size_t rank;

	if (group == GROUPS_NONE || !group_is_open(groups, group))
		return groups_line_count(groups);
	opened = &groups->opened[groups->all[group].opened];
	rank = order_rank(&opened->order, context, row);
	return rank < opened->order.count ? opened->place + 1 + rank : groups_line_count(groups);
}
