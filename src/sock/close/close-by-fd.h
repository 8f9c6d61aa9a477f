/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Closes a socket through a duplicate of its process's descriptor: duplicates the descriptor
 * (pidfd_getfd) and disconnects the socket behind it (connect() with AF_UNSPEC), which sends RST to
 * the peer. This needs no SOCK_DESTROY and, for processes of the same user, no capability. It is
 * the only method that closes MPTCP connections.
 *
 * The program then reads ECONNRESET or ENOTCONN; its descriptor stays open.
 */
#ifndef SOCKVIEW_SOCK_CLOSE_CLOSE_BY_FD_H
#define SOCKVIEW_SOCK_CLOSE_CLOSE_BY_FD_H

#include <stdbool.h>
#include <stdint.h>

#include "sock/close/close-result.h"

/*
 * True if a socket can be closed in this way: it has an inode, and a peer or a connection to lose.
 */
bool close_by_fd_is_possible(const struct conn *conn);

/*
 * Closes `conn` through descriptor `fd` of the process that the pidfd `process` refers to
 * (sock/machine/process-fd.h), then asks over `wire` what is left. If the descriptor is another
 * socket by now, or is closed, nothing is changed: CLOSE_RESULT_NO_DESCRIPTOR. `mptcp` is the
 * connection that the socket is a part of, if it was asked for before; otherwise this function asks
 * for it. `buffer` has WIRE_DATAGRAM_MAX bytes.
 */
struct close_outcome close_by_fd_run(struct wire *wire, void *buffer, int process, uint32_t fd,
	const struct conn *conn, struct mptcp *mptcp);

/*
 * Finds out whether close_by_fd_run() could close it, and changes nothing:
 * CLOSE_RESULT_DISCONNECTED, or why not.
 */
enum close_result close_by_fd_probe(int process, uint32_t fd, const struct conn *conn);

#endif
