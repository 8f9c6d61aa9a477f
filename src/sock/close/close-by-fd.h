/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The other way to close a socket: its process's own descriptor is copied (pidfd_getfd), and the
 * socket behind it disconnected (connect to AF_UNSPEC), which sends RST to the peer. It needs no
 * SOCK_DESTROY and, for processes of one's own, no capability; and it is the only way for MPTCP.
 *
 * The program meanwhile reads ECONNRESET or ENOTCONN; its descriptor stays open.
 */
#ifndef SOCKVIEW_SOCK_CLOSE_CLOSE_BY_FD_H
#define SOCKVIEW_SOCK_CLOSE_CLOSE_BY_FD_H

#include <stdbool.h>
#include <stdint.h>

#include "sock/close/close-result.h"

/* True where a socket is of a kind that can be closed so: it has an inode, and
 * something to lose. */
bool close_by_fd_is_possible(const struct conn *conn);

/*
 * Closes `conn` by descriptor `fd` of the process that `process` (procfd.h) stands for, and asks
 * over `wire` what is left. A descriptor that is another socket by now, or none, is not touched:
 * CLOSE_RESULT_NO_DESCRIPTOR. `mptcp`: the connection that it is a part of, where that was asked
 * for before; else it is now. `buffer` has WIRE_DATAGRAM_MAX bytes.
 */
struct close_outcome close_by_fd_run(struct wire *wire, void *buffer, int process, uint32_t fd,
	const struct conn *conn, struct mptcp *mptcp);

#endif
