/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rows in the order of a column, sorted only where somebody looks: of a hundred thousand rows the
 * fifty on the screen are brought to their places, the others merely to the right side of them.
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
	uint32_t birth; /* low half of the cookie: cookies are given out in order */
};

struct order {
	struct order_entry *entries;
	size_t count, capacity;
	size_t settled_first, settled_end; /* these stand where they belong */
	const struct column *column;
	bool descending;
	const struct column *then; /* tells apart what is equal by that one; NULL: none does */
	bool then_descending;
	const struct column *last; /* tells what is equal apart; NULL: the older socket is first */
	unsigned changes;          /* counts what moves entries about */
	struct buffer scratch;
};

void order_done(struct order *order);

/* Begins anew, by `column`. */
void order_begin(struct order *order, const struct column *column, bool descending);

/* What is equal by the first column is ordered by a second one (NULL: none) from now on. */
void order_then(struct order *order, const struct column *column, bool descending);

/* Adds a row. 0 or -ENOMEM. */
int order_add(struct order *order, const struct column_context *context, uint32_t row);

/* Brings the entries from `first` to before `end` to their places. */
void order_settle(
	struct order *order, const struct column_context *context, size_t first, size_t end);

/* Takes out those that `stays` says no to; the others stand as they stood. */
void order_keep(
	struct order *order, bool (*stays)(const void *data, uint32_t row), const void *data);

/* How many rows come before this one; order->count where it is not among them. */
size_t order_rank(const struct order *order, const struct column_context *context, uint32_t row);

/* True where `left` comes before `right`, wherever they stand. */
bool order_is_before(const struct order *order, const struct column_context *context,
	const struct order_entry *left, const struct order_entry *right);

/* The row at a place that is settled. */
static inline uint32_t order_row(const struct order *order, size_t place)
{
	return order->entries[place].row;
}

#endif
