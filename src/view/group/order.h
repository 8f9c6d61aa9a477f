/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rows ordered by a column, and sorted only where they are shown: of a hundred thousand rows, the
 * fifty on the screen are in their exact places; the others are only on the correct side of them.
 */
#ifndef SOCKVIEW_VIEW_GROUP_ORDER_H
#define SOCKVIEW_VIEW_GROUP_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "view/column/column.h"

struct order_entry {
	uint64_t key;
	uint32_t row;
	uint32_t tie; /* of sockets: decides most comparisons of equal keys; see compare_ends() */
};

/* Places that are remembered: enough for several searches in a million entries. */
#define ORDER_BOUNDS 128

/*
 * Entries on their way to their exact places. A bound is a place such that nothing before it
 * belongs behind it: each piece between two bounds is sorted by itself, so that another window is
 * found in a part of the entries, and not among all.
 */
struct order_settling {
	uint32_t bounds[ORDER_BOUNDS]; /* rising; the first and the last place are bounds, too */
	uint32_t bound_count;
	bool going;
	size_t first, end; /* what is wanted */
	size_t at;         /* from `first` to before this, it is done */
	/* A piece that is being split by its first entry. */
	bool splitting, left_stands, right_stands;
	size_t low, high, left, right;
};

struct order {
	struct order_entry *entries;
	size_t count, capacity;
	size_t settled_first, settled_end; /* these entries are in their exact places */
	const struct column *column;
	bool descending;
	const struct column *then; /* orders rows that are equal by `column`; NULL: none */
	bool then_descending;
	/* Orders the rest. NULL: the rest are sockets, ordered by their addresses and, where these
	 * are equal, too, by age. */
	const struct column *last;
	struct order_settling settling;
	unsigned changes; /* counts the acts that moved entries */
	struct buffer scratch;
};

void order_done(struct order *order);

/* Empties the order, to be sorted by `column`. */
void order_begin(struct order *order, const struct column *column, bool descending);

/* From now on rows that are equal by the first column are ordered by this one (NULL: none). */
void order_then(struct order *order, const struct column *column, bool descending);

/*
 * Makes room for `count` rows, so that adding them does not move those that are there. Only what is
 * used takes memory. Without the room, order_add() makes it.
 */
void order_reserve(struct order *order, size_t count);

/* The entry that a row has, or would have. */
struct order_entry order_entry_of(
	struct order *order, const struct column_context *context, uint32_t row);

/* Adds a row. 0 or -ENOMEM. */
int order_add(struct order *order, const struct column_context *context, uint32_t row);

/* Brings the entries from `first` to before `end` to their exact places. */
void order_settle(
	struct order *order, const struct column_context *context, size_t first, size_t end);

/*
 * The same in steps: compares no more than `budget` times (which it takes down), and somewhat more
 * where a short piece is sorted. Returns true if there is more to do. With another window than in
 * the step before, what was begun is left as it is.
 */
bool order_settle_step(struct order *order, const struct column_context *context, size_t first,
	size_t end, size_t *budget);

/* Removes the entries for which `stays` returns false; the others keep their order. */
void order_keep(
	struct order *order, bool (*stays)(const void *data, uint32_t row), const void *data);

/* Returns the number of rows before this one; order->count if the row is not in the order. */
size_t order_rank(const struct order *order, const struct column_context *context, uint32_t row);

/* True where `left` comes before `right`, wherever the entries are. */
bool order_is_before(const struct order *order, const struct column_context *context,
	const struct order_entry *left, const struct order_entry *right);

/* The row at a place that has been settled. */
static inline uint32_t order_row(const struct order *order, size_t place)
{
	return order->entries[place].row;
}

#endif
