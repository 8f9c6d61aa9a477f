/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of ends share. */
#ifndef SOCKVIEW_SOCK_EVENT_ENDS_INTERNAL_H
#define SOCKVIEW_SOCK_EVENT_ENDS_INTERNAL_H

#include "sock/event/ends.h"

struct ends_item {
	struct event event; /* of a polled end: what the row says */
	struct row_ref row;
	uint64_t amends;
	bool told;      /* by an event */
	bool dropped;   /* nothing comes of it */
	bool counted;   /* in `unseen` */
	bool is_active; /* its row is its TIME_WAIT, or a FIN_WAIT2 that no process has */
};

/* Fills in what the item and its row, which may be NULL, tell of the end. `is_server`: a listener
 * took the connection. */
void ends_judge(
	const struct ends_item *item, const struct row *row, bool is_server, struct end *ret_end);

#endif
