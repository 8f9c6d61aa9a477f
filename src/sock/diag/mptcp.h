/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * MPTCP connections, as far as closing needs them. The kernel lists their subflows among its TCP
 * sockets (CONN_HAS_MPTCP). The connection is a socket of another kind: it has the same inode as
 * its subflows, it can continue without them, and it is identified by a token of its own.
 */
#ifndef SOCKVIEW_SOCK_DIAG_MPTCP_H
#define SOCKVIEW_SOCK_DIAG_MPTCP_H

#include <stdbool.h>
#include <stdint.h>

#include "sock/conn/conn.h"
#include "sock/diag/wire.h"

/* What a subflow says about its connection. */
struct mptcp {
	uint32_t token; /* 0: not reported, as before Linux 5.9 or without CAP_NET_ADMIN */
	bool known;     /* there is such a connection */
};

/* What remains of a connection. */
enum mptcp_left {
	MPTCP_NONE,   /* it is gone, or there never was one */
	MPTCP_LIVES,  /* it continues */
	MPTCP_UNTOLD, /* this kernel does not report it (CONFIG_INET_MPTCP_DIAG) */
};

/*
 * Asks the socket `conn`, while it exists, which connection it belongs to: one query. A socket that
 * is already gone reports no token; it is judged by what the dump said about it. `buffer` has
 * WIRE_DATAGRAM_MAX bytes.
 */
struct mptcp mptcp_ask(struct wire *wire, void *buffer, const struct conn *conn);

/*
 * Asks the kernel for the connection that `conn` was a part of: by its token, or, without one, by
 * its inode in a dump of all MPTCP connections. If the connection lives, *ret_state is its state.
 */
enum mptcp_left mptcp_look(struct wire *wire, void *buffer, const struct conn *conn,
	const struct mptcp *mptcp, uint8_t *ret_state);

#endif
