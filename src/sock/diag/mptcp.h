/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Connections of MPTCP, as far as closing needs them. The kernel lists their subflows among its TCP
 * sockets (CONN_HAS_MPTCP); the connection is a socket of another kind, which has their inode, goes
 * on without them, and is known by a token of its own.
 */
#ifndef SOCKVIEW_SOCK_DIAG_MPTCP_H
#define SOCKVIEW_SOCK_DIAG_MPTCP_H

#include <stdbool.h>
#include <stdint.h>

#include "sock/conn/conn.h"
#include "sock/diag/wire.h"

/* What a subflow says of its connection. */
struct mptcp {
	uint32_t token; /* 0: it was not told, as before Linux 5.9 or without CAP_NET_ADMIN */
	bool known;     /* there is such a connection */
};

/* What is left of a connection. */
enum mptcp_left {
	MPTCP_NONE,   /* it is gone; or there never was one */
	MPTCP_LIVES,  /* it goes on */
	MPTCP_UNTOLD, /* this kernel does not tell (CONFIG_INET_MPTCP_DIAG) */
};

/*
 * Asks the socket `conn` whose part it is, while it is there: one query. What is gone already tells
 * no token, and is judged by what the dump said of it. `buffer` has WIRE_DATAGRAM_MAX bytes.
 */
struct mptcp mptcp_ask(struct wire *wire, void *buffer, const struct conn *conn);

/*
 * Asks the kernel for the connection that `conn` was a part of: by its token, or else by its inode
 * in a dump of all of that kind. *ret_state is the state of one that lives.
 */
enum mptcp_left mptcp_look(struct wire *wire, void *buffer, const struct conn *conn,
	const struct mptcp *mptcp, uint8_t *ret_state);

#endif
