/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/order.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/hash.h"

/* Pieces of this length are sorted by insertion. */
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
}

int order_add(struct order *order, const struct column_context *context, uint32_t row)
{
	int error = alloc_try_grow((void **)&order->entries, &order->capacity, order->count + 1,
		sizeof(*order->entries));
	uint64_t key;

	if (error)
		return error;
	key = column_sort_key(order->column, context, row, &order->scratch);
	if (order->descending && key != UINT64_MAX) /* what has no value stays last */
		key = UINT64_MAX - 1 - key;
	order->entries[order->count++] = (struct order_entry){
		.key = key,
		.row = row,
		.birth = order->last ? 0 : (uint32_t)context->track->rows[row].conn.cookie,
	};
	return 0;
}

/* True where rows of the same key have the same value: numbers, and texts that the key holds whole.
 */
static bool key_is_whole(const struct order *order, uint64_t key)
{
	uint64_t rising = order->descending ? UINT64_MAX - 1 - key : key;

	if (key == UINT64_MAX)
		return true;
	if (order->column->sort_key && !(rising >> 63))
		return true;
	if (order->column->compare)
		return false;
	return order->column->kind != COLUMN_TEXT || (rising & 0xff) == 0;
}

/* A total order, which looks at the rows only where the column itself has to. */
static bool before(const struct order *order, const struct column_context *context,
	const struct order_entry *left, const struct order_entry *right)
{
	int compared = 0;

	if (left->key != right->key)
		return left->key < right->key;
	if (!key_is_whole(order, left->key))
		compared = column_compare(order->column, context, left->row, right->row);
	if (compared)
		return order->descending ? compared > 0 : compared < 0;
	if (order->last)
		compared = column_compare(order->last, context, left->row, right->row);
	if (compared)
		return compared < 0;
	if (left->birth != right->birth)
		return left->birth < right->birth;
	return left->row < right->row;
}

static void swap(struct order_entry *left, struct order_entry *right)
{
	struct order_entry saved = *left;

	*left = *right;
	*right = saved;
}

static void sort_short(
	struct order *order, const struct column_context *context, size_t low, size_t high)
{
	for (size_t i = low + 1; i < high; i++) {
		struct order_entry moving = order->entries[i];
		size_t at = i;

		while (at > low && before(order, context, &moving, &order->entries[at - 1])) {
			order->entries[at] = order->entries[at - 1];
			at--;
		}
		order->entries[at] = moving;
	}
}

/* A place in [low, high) that no order of the input can know beforehand. */
static struct order_entry *sample(struct order *order, size_t low, size_t high, unsigned number)
{
	return &order->entries[low + hash_u64((uint64_t)(low ^ high) * 4 + number) % (high - low)];
}

/* Brings the median of three samples to the front. */
static void choose_pivot(
	struct order *order, const struct column_context *context, size_t low, size_t high)
{
	struct order_entry *least = sample(order, low, high, 0);
	struct order_entry *middle = sample(order, low, high, 1);
	struct order_entry *most = sample(order, low, high, 2);

	if (before(order, context, middle, least))
		swap(middle, least);
	if (before(order, context, most, least))
		swap(most, least);
	if (before(order, context, most, middle))
		swap(most, middle);
	swap(&order->entries[low], middle);
}

/* Splits [low, high) about a pivot, which comes to the place that is returned. */
static size_t split(
	struct order *order, const struct column_context *context, size_t low, size_t high)
{
	struct order_entry pivot;
	size_t left = low, right = high;

	choose_pivot(order, context, low, high);
	pivot = order->entries[low];
	for (;;) {
		do
			left++;
		while (left < high && before(order, context, &order->entries[left], &pivot));
		do
			right--;
		while (before(order, context, &pivot, &order->entries[right]));
		if (left >= right)
			break;
		swap(&order->entries[left], &order->entries[right]);
	}
	swap(&order->entries[low], &order->entries[right]);
	return right;
}

static void settle_piece(struct order *order, const struct column_context *context, size_t low,
	size_t high, size_t first, size_t end)
{
	while (high > first && low < end && high - low > SHORT_PIECE) {
		size_t pivot = split(order, context, low, high);

		/* The shorter side by a call, the longer one in the loop: the stack stays low. */
		if (pivot - low < high - pivot) {
			settle_piece(order, context, low, pivot, first, end);
			low = pivot + 1;
		} else {
			settle_piece(order, context, pivot + 1, high, first, end);
			high = pivot;
		}
	}
	if (high > first && low < end)
		sort_short(order, context, low, high);
}

void order_settle(
	struct order *order, const struct column_context *context, size_t first, size_t end)
{
	if (end > order->count)
		end = order->count;
	if (first >= end || (first >= order->settled_first && end <= order->settled_end))
		return;
	settle_piece(order, context, 0, order->count, first, end);
	order->settled_first = first;
	order->settled_end = end;
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
}

size_t order_rank(const struct order *order, const struct column_context *context, uint32_t row)
{
	struct order_entry entry;
	size_t rank = 0, at = 0;

	while (at < order->count && order->entries[at].row != row)
		at++;
	if (at == order->count || (at >= order->settled_first && at < order->settled_end))
		return at;
	entry = order->entries[at];
	for (size_t i = 0; i < order->count; i++)
		rank += before(order, context, &order->entries[i], &entry);
	return rank;
}
