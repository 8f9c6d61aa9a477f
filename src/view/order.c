/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/order.h"

#include <stdlib.h>

#include "base/alloc.h"

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
	order->entries[order->count++] = (struct order_entry){.key = key, .row = row};
	return 0;
}

/* A total order: the key, then the column's own comparison, then the kernel's order of birth. */
static bool before(const struct order *order, const struct column_context *context,
	const struct order_entry *left, const struct order_entry *right)
{
	const struct row *rows = context->track->rows;
	int compared;

	if (left->key != right->key)
		return left->key < right->key;
	compared = left->key == UINT64_MAX
			   ? 0
			   : column_compare(order->column, context, left->row, right->row);
	if (compared)
		return order->descending ? compared > 0 : compared < 0;
	if (rows[left->row].conn.cookie != rows[right->row].conn.cookie)
		return rows[left->row].conn.cookie < rows[right->row].conn.cookie;
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

/* Brings the median of three to the front: sorted and reversed input are common here. */
static void choose_pivot(
	struct order *order, const struct column_context *context, size_t low, size_t high)
{
	struct order_entry *first = &order->entries[low];
	struct order_entry *middle = &order->entries[low + (high - low) / 2];
	struct order_entry *last = &order->entries[high - 1];

	if (before(order, context, middle, first))
		swap(middle, first);
	if (before(order, context, last, first))
		swap(last, first);
	if (before(order, context, last, middle))
		swap(last, middle);
	swap(first, middle);
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

size_t order_rank(const struct order *order, const struct column_context *context, uint32_t row)
{
	struct order_entry entry;
	size_t rank = 0, at = 0;

	while (at < order->count && order->entries[at].row != row)
		at++;
	if (at == order->count)
		return order->count;
	entry = order->entries[at];
	for (size_t i = 0; i < order->count; i++)
		rank += before(order, context, &order->entries[i], &entry);
	return rank;
}
