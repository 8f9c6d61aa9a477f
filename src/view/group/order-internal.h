/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by order.c and order-settle.c: how entries are compared. */
#ifndef SOCKVIEW_VIEW_GROUP_ORDER_INTERNAL_H
#define SOCKVIEW_VIEW_GROUP_ORDER_INTERNAL_H

#include "view/group/order.h"

/* The two ends of a socket, whose keys decide where nothing else does. */
enum { ORDER_REMOTE, ORDER_LOCAL, ORDER_ENDS };

/* The context of comparisons. */
struct order_judge {
	const struct order *order;
	const struct column_context *context;
	struct buffer *scratch;
};

/* An entry that is compared with many others: its further keys are computed once. */
struct order_probe {
	struct order_entry entry;
	uint64_t second; /* key by the order's second column */
	bool is_read;
	uint64_t ends[ORDER_ENDS]; /* keys of its addresses */
	bool ends_are_read;
};

/* A total order; it reads the rows only if the keys do not decide. */
int order_compare(const struct order_judge *judge, struct order_probe *probe,
	const struct order_entry *other);

#endif
