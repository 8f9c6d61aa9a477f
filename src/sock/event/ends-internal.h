/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of ends share. */
#ifndef SOCKVIEW_SOCK_EVENT_ENDS_INTERNAL_H
#define SOCKVIEW_SOCK_EVENT_ENDS_INTERNAL_H

#include "sock/event/ends.h"

struct ends_item {
	struct event event; /* of an end that no event has told: filled in from the row */
	struct row_ref row;
	uint64_t amends;
	bool told;      /* by an event */
	bool dropped;   /* it is not handed out */
	bool counted;   /* in `unseen` */
	bool is_active; /* its row is in TIME_WAIT, or in FIN_WAIT2 without a process: our side
			   closed first */
};

/* Fills in what the item and its row (NULL: it has none) tell of the end. `is_server`: a listener
 * took the connection. */
void ends_judge(
	const struct ends_item *item, const struct row *row, bool is_server, struct end *ret_end);

#endif
