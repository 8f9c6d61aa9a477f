/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Brings a window of an order to its exact places: quickselect that can pause anywhere. */
#include <string.h>

#include "base/hash.h"
#include "view/group/order-internal.h"

/* Pieces up to this length are sorted by insertion. */
#define SHORT_PIECE 24

static bool before(const struct order_judge *judge, const struct order_entry *left,
	const struct order_entry *right)
{
	struct order_probe probe = {.entry = *left};

	return order_compare(judge, &probe, right) < 0;
}

static void swap(struct order_entry *left, struct order_entry *right)
{
	struct order_entry saved = *left;

	*left = *right;
	*right = saved;
}

/* -------- bounds -------- */

/* The number of bounds up to a place. */
static uint32_t bounds_up_to(const struct order_settling *settling, size_t place)
{
	uint32_t low = 0, high = settling->bound_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (settling->bounds[middle] <= place)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* What stands in its exact place already needs no bounds within. */
static void forget_passed(struct order_settling *settling)
{
	uint32_t from = bounds_up_to(settling, settling->first);
	uint32_t to = settling->at ? bounds_up_to(settling, settling->at - 1) : 0;

	if (to <= from)
		return;
	memmove(settling->bounds + from, settling->bounds + to,
		(settling->bound_count - to) * sizeof(settling->bounds[0]));
	settling->bound_count -= to - from;
}

/* Makes room: any bound may be forgotten, and the one that is farthest away is missed least. */
static void forget_some(struct order_settling *settling, size_t place)
{
	uint32_t first, last;

	forget_passed(settling);
	if (settling->bound_count < ORDER_BOUNDS)
		return;
	first = settling->bounds[0];
	last = settling->bounds[ORDER_BOUNDS - 1];
	settling->bound_count--;
	if (place > first && (last < place || place - first > last - place))
		memmove(settling->bounds, settling->bounds + 1,
			settling->bound_count * sizeof(settling->bounds[0]));
}

static void add_bound(struct order *order, size_t place)
{
	struct order_settling *settling = &order->settling;
	uint32_t at = bounds_up_to(settling, place);

	if (place == 0 || place >= order->count || (at && settling->bounds[at - 1] == place))
		return;
	if (settling->bound_count == ORDER_BOUNDS) {
		forget_some(settling, place);
		at = bounds_up_to(settling, place);
	}
	memmove(settling->bounds + at + 1, settling->bounds + at,
		(settling->bound_count - at) * sizeof(settling->bounds[0]));
	settling->bounds[at] = (uint32_t)place;
	settling->bound_count++;
}

/* The piece that a place is in. */
static void find_piece(const struct order *order, size_t place, size_t *ret_low, size_t *ret_high)
{
	const struct order_settling *settling = &order->settling;
	uint32_t at = bounds_up_to(settling, place);

	*ret_low = at ? settling->bounds[at - 1] : 0;
	*ret_high = at < settling->bound_count ? settling->bounds[at] : order->count;
}

/* -------- pieces -------- */

static void sort_short(
	struct order *order, const struct order_judge *judge, size_t low, size_t high)
{
	for (size_t i = low + 1; i < high; i++) {
		struct order_probe moving = {.entry = order->entries[i]};
		size_t at = i;

		while (at > low && order_compare(judge, &moving, &order->entries[at - 1]) < 0) {
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
static void choose_pivot(
	struct order *order, const struct order_judge *judge, size_t low, size_t high)
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

static void begin_split(
	struct order *order, const struct order_judge *judge, size_t low, size_t high)
{
	struct order_settling *settling = &order->settling;

	choose_pivot(order, judge, low, high);
	settling->splitting = true;
	settling->left_stands = settling->right_stands = false;
	settling->low = settling->left = low;
	settling->high = settling->right = high;
}

/* Goes on to the next entry that has to change sides. False where the budget is used up. */
static bool seek(struct order *order, const struct order_judge *judge, struct order_probe *pivot,
	size_t *budget)
{
	struct order_settling *settling = &order->settling;

	while (!settling->left_stands && *budget) {
		--*budget;
		settling->left++;
		settling->left_stands =
			settling->left >= settling->high ||
			order_compare(judge, pivot, &order->entries[settling->left]) <= 0;
	}
	while (!settling->right_stands && *budget) {
		--*budget;
		settling->right--;
		settling->right_stands =
			order_compare(judge, pivot, &order->entries[settling->right]) >= 0;
	}
	return settling->left_stands && settling->right_stands;
}

/* Splits a piece by its pivot, which comes to its final place. True where there is more to do. */
static bool split(struct order *order, const struct order_judge *judge, size_t *budget)
{
	struct order_settling *settling = &order->settling;
	struct order_probe pivot = {.entry = order->entries[settling->low]};

	for (;;) {
		if (!seek(order, judge, &pivot, budget))
			return true;
		if (settling->left >= settling->right)
			break;
		swap(&order->entries[settling->left], &order->entries[settling->right]);
		settling->left_stands = settling->right_stands = false;
	}
	swap(&order->entries[settling->low], &order->entries[settling->right]);
	settling->splitting = false;
	add_bound(order, settling->right);
	add_bound(order, settling->right + 1);
	return false;
}

/* -------- the window -------- */

static void begin(struct order *order, size_t first, size_t end)
{
	struct order_settling *settling = &order->settling;
	size_t low, high;

	settling->going = true;
	settling->splitting = false;
	settling->first = first;
	settling->end = end;
	find_piece(order, first, &low, &high);
	settling->at = low;
	order->settled_first = order->settled_end = 0;
	order->changes++;
}

static void finish(struct order *order)
{
	struct order_settling *settling = &order->settling;

	forget_passed(settling);
	settling->going = false;
	order->settled_first = settling->first;
	order->settled_end = settling->at;
	order->changes++;
}

static void spend(size_t *budget, size_t comparisons)
{
	*budget -= *budget < comparisons ? *budget : comparisons;
}

/* The short piece at the place that is reached: sorted. True where it is not short. */
static bool pass_short(struct order *order, const struct order_judge *judge, size_t *budget)
{
	struct order_settling *settling = &order->settling;
	size_t low, high;

	find_piece(order, settling->at, &low, &high);
	if (high <= settling->first) {
		settling->at = high; /* it is before all that is wanted */
		return false;
	}
	if (high - low > SHORT_PIECE) {
		begin_split(order, judge, low, high);
		spend(budget, 3);
		return true;
	}
	sort_short(order, judge, low, high);
	spend(budget, (high - low) * (high - low) / 4);
	settling->at = high;
	return false;
}

bool order_settle_step(struct order *order, const struct column_context *context, size_t first,
	size_t end, size_t *budget)
{
	struct order_judge judge = {order, context, &order->scratch};
	struct order_settling *settling = &order->settling;

	if (end > order->count)
		end = order->count;
	if (first >= end || (first >= order->settled_first && end <= order->settled_end))
		return false;
	if (!settling->going || settling->first != first || settling->end != end)
		begin(order, first, end);
	while (settling->at < end) {
		if (!*budget)
			return true;
		if (!settling->splitting && !pass_short(order, &judge, budget))
			continue;
		if (split(order, &judge, budget))
			return true;
	}
	finish(order);
	return false;
}

void order_settle(
	struct order *order, const struct column_context *context, size_t first, size_t end)
{
	size_t budget = SIZE_MAX;

	while (order_settle_step(order, context, first, end, &budget))
		budget = SIZE_MAX;
}
