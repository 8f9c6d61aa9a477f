/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Closing one connection, exactly: SOCK_DESTROY with the socket's own cookie, and then a look at
 * what is left, for the kernel's "done" is not yet "gone".
 */
#ifndef SOCKVIEW_SOCK_CLOSING_H
#define SOCKVIEW_SOCK_CLOSING_H

#include <stdbool.h>

#include "sock/conn.h"
#include "sock/wire.h"

/* What became of it. */
enum closing_result {
	CLOSING_CLOSED,
	CLOSING_RESET, /* UDP: told of an error, but bound to its port as before */
	CLOSING_ALREADY_GONE,
	CLOSING_NOT_PERMITTED, /* needs CAP_NET_ADMIN in the user namespace of the network namespace
				*/
	CLOSING_NO_KERNEL,     /* a kernel without CONFIG_INET_DIAG_DESTROY */
	CLOSING_NOT_SUPPORTED, /* not for this kind of socket: MPTCP; TIME_WAIT before Linux 6.0 */
	CLOSING_WOULD_LEAK,    /* an orphan on a kernel that would keep it for ever; not tried */
	CLOSING_NO_COOKIE,     /* the socket cannot be named exactly; not tried */
	CLOSING_UNREACHABLE,   /* one of several on its port, and the kernel picks another one */
	CLOSING_STILL_THERE,
	CLOSING_FAILED, /* for another reason: see `error` */
	CLOSING_RESULTS
};

struct closing_outcome {
	enum closing_result result;
	int error;        /* the kernel's negative errno; 0 if it had none */
	struct conn left; /* CLOSING_STILL_THERE, CLOSING_RESET: what is still listed */
};

/* What this kernel can do, found out once. */
struct closing_kernel {
	bool can_destroy;
	bool leaks_orphans; /* before Linux 6.11 */
};

/* Finds out over `wire`; `release` is the kernel's ("6.1.0-18-amd64"). */
void closing_probe(
	struct closing_kernel *ret_kernel, struct wire *wire, void *buffer, const char *release);

/* Closes `conn` over `wire` and confirms it. `buffer` has WIRE_DATAGRAM_MAX bytes. */
void closing_run(const struct closing_kernel *kernel, struct wire *wire, void *buffer,
	const struct conn *conn, struct closing_outcome *ret_outcome);

/* A stable word for scripts and logs: "closed", "already-gone". */
const char *closing_result_name(enum closing_result result);

#endif
