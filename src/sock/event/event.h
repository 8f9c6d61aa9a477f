/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the kernel tells between two refreshes: a socket has died. A plain value, the same from
 * event-wire.h and event-bpf.h; sock/event/ends.h joins it with the rows.
 */
#ifndef SOCKVIEW_SOCK_EVENT_EVENT_H
#define SOCKVIEW_SOCK_EVENT_EVENT_H

#include "sock/conn/conn.h"

/* Why a connection ended, as far as that is certain. */
enum end_reason {
	END_UNKNOWN,
	END_FIN_BY_US, /* our side closed first */
	END_FIN_BY_PEER,
	END_RESET_BY_US,
	END_RESET_BY_PEER,
	END_TIMED_OUT,
	END_BY_SOCKVIEW,
	END_REASONS
};

struct event {
	/*
	 * Its place, cookie and ends; its RECV-Q. The kernel no longer knows its owner, nor the
	 * state that it was in. After a reset by its own process the remote port is 0, too, and
	 * the local address may be any.
	 */
	struct conn conn;
	struct conn_tcp tcp; /* its figures at the end, all 0 after such a reset */
	bool has_tcp;
	int64_t at_us; /* boot clock; when the event was read; if it is exact, when it happened */

	/*
	 * It was told at the moment of the end: `conn` has the last state, the figures do not count
	 * SYN and FIN, and `reason` is certain.
	 */
	bool exact;
	enum end_reason reason;
	int64_t born_us;  /* 0: not known */
	uint32_t pid;     /* of the process that made it, else that closed it; 0: not known */
	char process[16]; /* the same; "": not known */
};

typedef void event_take_fn(void *context, const struct event *event);

#endif
