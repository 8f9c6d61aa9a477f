/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/group/order.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "view/column/column-socket.h"
#include "view/group/order-internal.h"

void order_done(struct order *order)
{
	free(order->entries);
	buffer_done(&order->scratch);
	*order = (struct order){0};
}

void order_begin(struct order *order, const struct column *column, bool descending)
{
	order->count = 0;
	order->settled_first = order->settled_end = 0;
	order->settling = (struct order_settling){.going = false};
	order->column = column;
	order->descending = descending;
	order->changes++;
}

void order_then(struct order *order, const struct column *column, bool descending)
{
	order->then = column;
	order->then_descending = descending;
}

static uint64_t directed_key(const struct column *column, bool descending,
	const struct column_context *context, uint32_t row, struct buffer *scratch)
{
	uint64_t key = column_sort_key(column, context, row, scratch);

	/* rows without a value stay last */
	return descending && key != UINT64_MAX ? UINT64_MAX - 1 - key : key;
}

static const struct {
	uint64_t (*key)(const struct column_context *context, uint32_t row);
	int (*compare)(const struct column_context *context, uint32_t left, uint32_t right);
} ends[ORDER_ENDS] = {
	[ORDER_REMOTE] = {column_key_remote, column_compare_remote},
	[ORDER_LOCAL] = {column_key_local, column_compare_local},
};

/*
 * The IPv4 address of the end that is compared first, so that its row need not be read: with a
 * hundred thousand equal keys, that would be most of the work. IPv6 comes after IPv4.
 */
static uint32_t tie_of(
	const struct order *order, const struct column_context *context, uint32_t row)
{
	int end = order->column->sort_key == ends[ORDER_REMOTE].key ? ORDER_LOCAL : ORDER_REMOTE;
	uint64_t key = ends[end].key(context, row);

	return key >> 63 ? UINT32_MAX : (uint32_t)(key >> 16);
}

void order_reserve(struct order *order, size_t count)
{
	/* What is missing now is missed when a row is added. */
	(void)alloc_try_grow(
		(void **)&order->entries, &order->capacity, count, sizeof(*order->entries));
}

struct order_entry order_entry_of(
	struct order *order, const struct column_context *context, uint32_t row)
{
	return (struct order_entry){
		.key = directed_key(
			order->column, order->descending, context, row, &order->scratch),
		.row = row,
		.tie = order->last ? 0 : tie_of(order, context, row),
	};
}

int order_add(struct order *order, const struct column_context *context, uint32_t row)
{
	int error = alloc_try_grow((void **)&order->entries, &order->capacity, order->count + 1,
		sizeof(*order->entries));

	if (!error)
		order->entries[order->count++] = order_entry_of(order, context, row);
	return error;
}

/* -------- comparing -------- */

/* True where equal keys mean equal values: for numbers, and for texts that fit into the key. */
static bool key_is_whole(const struct column *column, bool descending, uint64_t key)
{
	uint64_t rising = descending ? UINT64_MAX - 1 - key : key;

	if (key == UINT64_MAX)
		return true;
	if (column->sort_key && !(rising >> 63))
		return true;
	if (column->compare)
		return false;
	return column->kind != COLUMN_TEXT || (rising & 0xff) == 0;
}

/* Compares two rows whose keys by a column are equal. */
static int compare_values(const struct order_judge *judge, const struct column *column,
	bool descending, uint64_t key, uint32_t left, uint32_t right)
{
	int compared = 0;

	if (!key_is_whole(column, descending, key))
		compared = column_compare(column, judge->context, left, right);
	return descending ? -compared : compared;
}

static int compare_second(
	const struct order_judge *judge, struct order_probe *probe, const struct order_entry *other)
{
	const struct order *order = judge->order;
	uint64_t second = directed_key(
		order->then, order->then_descending, judge->context, other->row, judge->scratch);

	if (!probe->is_read)
		probe->second = directed_key(order->then, order->then_descending, judge->context,
			probe->entry.row, judge->scratch);
	probe->is_read = true;
	if (probe->second != second)
		return probe->second < second ? -1 : 1;
	return compare_values(
		judge, order->then, order->then_descending, second, probe->entry.row, other->row);
}

/* The older one first: the kernel gives cookies out in order. */
static int compare_age(const struct order_judge *judge, uint32_t left, uint32_t right)
{
	const struct row *rows = judge->context->track->rows;
	uint64_t l = rows[left].conn.cookie, r = rows[right].conn.cookie;

	return (l > r) - (l < r);
}

/*
 * Sockets that are equal by what was chosen are in the order of their addresses, and then of age:
 * these never change, so that no row changes its place for nothing.
 */
static int compare_ends(
	const struct order_judge *judge, struct order_probe *probe, const struct order_entry *other)
{
	uint32_t row = probe->entry.row;

	if (probe->entry.tie != other->tie)
		return probe->entry.tie < other->tie ? -1 : 1;
	for (int i = 0; i < ORDER_ENDS && !probe->ends_are_read; i++)
		probe->ends[i] = ends[i].key(judge->context, row);
	probe->ends_are_read = true;
	for (int i = 0; i < ORDER_ENDS; i++) {
		uint64_t key;
		int compared;

		if (judge->order->column->sort_key == ends[i].key)
			continue;
		key = ends[i].key(judge->context, other->row);
		if (probe->ends[i] != key)
			return probe->ends[i] < key ? -1 : 1;
		compared = key >> 63 ? ends[i].compare(judge->context, row, other->row) : 0;
		if (compared)
			return compared;
	}
	return compare_age(judge, row, other->row);
}

int order_compare(
	const struct order_judge *judge, struct order_probe *probe, const struct order_entry *other)
{
	const struct order *order = judge->order;
	const struct order_entry *entry = &probe->entry;
	int compared;

	if (entry->key != other->key)
		return entry->key < other->key ? -1 : 1;
	compared = compare_values(
		judge, order->column, order->descending, entry->key, entry->row, other->row);
	if (!compared && order->then)
		compared = compare_second(judge, probe, other);
	if (!compared)
		compared = order->last ? column_compare(order->last, judge->context, entry->row,
						 other->row)
				       : compare_ends(judge, probe, other);
	if (compared)
		return compared;
	return (entry->row > other->row) - (entry->row < other->row);
}

bool order_is_before(const struct order *order, const struct column_context *context,
	const struct order_entry *left, const struct order_entry *right)
{
	struct buffer scratch = {0};
	struct order_judge judge = {order, context, &scratch};
	struct order_probe probe = {.entry = *left};
	bool is_before = order_compare(&judge, &probe, right) < 0;

	buffer_done(&scratch);
	return is_before;
}

void order_keep(
	struct order *order, bool (*stays)(const void *data, uint32_t row), const void *data)
{
	size_t kept = 0, end = order->settled_end, first = order->settled_first;

	for (size_t i = 0; i < order->count; i++) {
		if (i == order->settled_first)
			first = kept;
		if (i == order->settled_end)
			end = kept;
		if (stays(data, order_row(order, i)))
			order->entries[kept++] = order->entries[i];
	}
	if (order->settled_end >= order->count)
		end = kept;
	order->count = kept;
	order->settling = (struct order_settling){.going = false};
	order->settled_first = first;
	order->settled_end = end;
	order->changes++;
}

size_t order_rank(const struct order *order, const struct column_context *context, uint32_t row)
{
	struct buffer scratch = {0};
	struct order_judge judge = {order, context, &scratch};
	struct order_probe probe = {.is_read = false};
	size_t rank = 0, at = order->settled_first;

	/* Mostly it is in sight. */
	while (at < order->settled_end && order->entries[at].row != row)
		at++;
	if (at < order->settled_end)
		return at;
	for (at = 0; at < order->count && order->entries[at].row != row;)
		at++;
	if (at == order->count || (at >= order->settled_first && at < order->settled_end))
		return at;
	probe.entry = order->entries[at];
	for (size_t i = 0; i < order->count; i++)
		rank += order_compare(&judge, &probe, &order->entries[i]) > 0;
	buffer_done(&scratch);
	return rank;
}
