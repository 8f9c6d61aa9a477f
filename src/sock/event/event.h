/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the kernel tells between two refreshes: a socket has died. A plain value, whoever told it;
 * sock/event/ends.h joins it with the rows.
 */
#ifndef SOCKVIEW_SOCK_EVENT_EVENT_H
#define SOCKVIEW_SOCK_EVENT_EVENT_H

#include "sock/conn/conn.h"

struct event {
	/*
	 * Its place, cookie and ends; its RECV-Q. The kernel no longer knows its owner, nor the
	 * state that it was in. After a reset by its own process the remote port is 0, too, and
	 * the local address may be any.
	 */
	struct conn conn;
	struct conn_tcp tcp; /* its figures at the end, all 0 after such a reset */
	bool has_tcp;
	int64_t at_us; /* boot clock; when the event was read */
};

typedef void event_take_fn(void *context, const struct event *event);

#endif
