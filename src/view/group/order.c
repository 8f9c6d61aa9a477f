/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/group/order.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "view/column/column-socket.h"

/* Ranges up to this length are sorted by insertion. */
#define SHORT_PIECE 24

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

/* The keys of the two ends of a socket. */
enum { REMOTE_END, LOCAL_END, ENDS };

static const struct {
	uint64_t (*key)(const struct column_context *context, uint32_t row);
	int (*compare)(const struct column_context *context, uint32_t left, uint32_t right);
} ends[ENDS] = {
	[REMOTE_END] = {column_key_remote, column_compare_remote},
	[LOCAL_END] = {column_key_local, column_compare_local},
};

/*
 * The IPv4 address of the end that is compared first, so that its row need not be read: with a
 * hundred thousand equal keys, that would be most of the work. IPv6 comes after IPv4.
 */
static uint32_t tie_of(
	const struct order *order, const struct column_context *context, uint32_t row)
{
	int end = order->column->sort_key == ends[REMOTE_END].key ? LOCAL_END : REMOTE_END;
	uint64_t key = ends[end].key(context, row);

	return key >> 63 ? UINT32_MAX : (uint32_t)(key >> 16);
}

void order_reserve(struct order *order, size_t count)
{
	/* What is missing now is missed when a row is added. */
	(void)alloc_try_grow((void **)&order->entries, &order->capacity, count,
		sizeof(*order->entries));
}

int order_add(struct order *order, const struct column_context *context, uint32_t row)
{
	int error = alloc_try_grow((void **)&order->entries, &order->capacity, order->count + 1,
		sizeof(*order->entries));

	if (error)
		return error;
	order->entries[order->count++] = (struct order_entry){
		.key = directed_key(
			order->column, order->descending, context, row, &order->scratch),
		.row = row,
		.tie = order->last ? 0 : tie_of(order, context, row),
	};
	return 0;
}

/* -------- comparing -------- */

/* The context of comparisons. */
struct judge {
	const struct order *order;
	const struct column_context *context;
	struct buffer *scratch;
};

/* An entry that is compared with many others: its further keys are computed once. */
struct probe {
	struct order_entry entry;
	uint64_t second; /* key by the order's second column */
	bool is_read;
	uint64_t ends[ENDS]; /* keys of its addresses */
	bool ends_are_read;
};

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
static int compare_values(const struct judge *judge, const struct column *column, bool descending,
	uint64_t key, uint32_t left, uint32_t right)
{
	int compared = 0;

	if (!key_is_whole(column, descending, key))
		compared = column_compare(column, judge->context, left, right);
	return descending ? -compared : compared;
}

static int compare_second(
	const struct judge *judge, struct probe *probe, const struct order_entry *other)
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
static int compare_age(const struct judge *judge, uint32_t left, uint32_t right)
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
	const struct judge *judge, struct probe *probe, const struct order_entry *other)
{
	uint32_t row = probe->entry.row;

	if (probe->entry.tie != other->tie)
		return probe->entry.tie < other->tie ? -1 : 1;
	for (int i = 0; i < ENDS && !probe->ends_are_read; i++)
		probe->ends[i] = ends[i].key(judge->context, row);
	probe->ends_are_read = true;
	for (int i = 0; i < ENDS; i++) {
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

/* A total order; it reads the rows only if the keys do not decide. */
static int compare(const struct judge *judge, struct probe *probe, const struct order_entry *other)
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

static bool before(
	const struct judge *judge, const struct order_entry *left, const struct order_entry *right)
{
	struct probe probe = {.entry = *left};

	return compare(judge, &probe, right) < 0;
}

bool order_is_before(const struct order *order, const struct column_context *context,
	const struct order_entry *left, const struct order_entry *right)
{
	struct buffer scratch = {0};
	struct judge judge = {order, context, &scratch};
	bool is_before = before(&judge, left, right);

	buffer_done(&scratch);
	return is_before;
}

/* -------- settling -------- */

static void swap(struct order_entry *left, struct order_entry *right)
{
	struct order_entry saved = *left;

	*left = *right;
	*right = saved;
}

static void sort_short(struct order *order, const struct judge *judge, size_t low, size_t high)
{
	for (size_t i = low + 1; i < high; i++) {
		struct probe moving = {.entry = order->entries[i]};
		size_t at = i;

		while (at > low && compare(judge, &moving, &order->entries[at - 1]) < 0) {
			order->entries[at] = order->entries[at - 1];
			at--;
		}
		order->entries[at] = moving.entry;
	}
}

/* A random place in [low, high): no order of the input is always slow to sort. */
static struct order_entry *sample(struct order *order, size_t low, size_t high, unsigned number)
{
	return &order->entries[low + hash_u64((uint64_t)(low ^ high) * 4 + number) % (high - low)];
}

/* Moves the median of three samples to the front. */
static void choose_pivot(struct order *order, const struct judge *judge, size_t low, size_t high)
{
	struct order_entry *least = sample(order, low, high, 0);
	struct order_entry *middle = sample(order, low, high, 1);
	struct order_entry *most = sample(order, low, high, 2);

	if (before(judge, middle, least))
		swap(middle, least);
	if (before(judge, most, least))
		swap(most, least);
	if (before(judge, most, middle))
		swap(most, middle);
	swap(&order->entries[low], middle);
}

/* Splits [low, high) by a pivot; returns the pivot's final place. */
static size_t split(struct order *order, const struct judge *judge, size_t low, size_t high)
{
	struct probe pivot = {.is_read = false};
	size_t left = low, right = high;

	choose_pivot(order, judge, low, high);
	pivot.entry = order->entries[low];
	for (;;) {
		do
			left++;
		while (left < high && compare(judge, &pivot, &order->entries[left]) > 0);
		do
			right--;
		while (compare(judge, &pivot, &order->entries[right]) < 0);
		if (left >= right)
			break;
		swap(&order->entries[left], &order->entries[right]);
	}
	swap(&order->entries[low], &order->entries[right]);
	return right;
}

static void settle_piece(struct order *order, const struct judge *judge, size_t low, size_t high,
	size_t first, size_t end)
{
	while (high > first && low < end && high - low > SHORT_PIECE) {
		size_t pivot = split(order, judge, low, high);

		/*
		 * A call for the shorter side, the loop for the longer one: so the stack stays
		 * small.
		 */
		if (pivot - low < high - pivot) {
			settle_piece(order, judge, low, pivot, first, end);
			low = pivot + 1;
		} else {
			settle_piece(order, judge, pivot + 1, high, first, end);
			high = pivot;
		}
	}
	if (high > first && low < end)
		sort_short(order, judge, low, high);
}

void order_settle(
	struct order *order, const struct column_context *context, size_t first, size_t end)
{
	struct judge judge = {order, context, &order->scratch};

	if (end > order->count)
		end = order->count;
	if (first >= end || (first >= order->settled_first && end <= order->settled_end))
		return;
	settle_piece(order, &judge, 0, order->count, first, end);
	order->settled_first = first;
	order->settled_end = end;
	order->changes++;
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
	order->settled_first = first;
	order->settled_end = end;
	order->changes++;
}

size_t order_rank(const struct order *order, const struct column_context *context, uint32_t row)
{
	struct buffer scratch = {0};
	struct judge judge = {order, context, &scratch};
	struct probe probe = {.is_read = false};
	size_t rank = 0, at = 0;

	while (at < order->count && order->entries[at].row != row)
		at++;
	if (at == order->count || (at >= order->settled_first && at < order->settled_end))
		return at;
	probe.entry = order->entries[at];
	for (size_t i = 0; i < order->count; i++)
		rank += compare(&judge, &probe, &order->entries[i]) > 0;
	buffer_done(&scratch);
	return rank;
}
