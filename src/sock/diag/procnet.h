/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads /proc/net/{tcp,tcp6,udp,udp6}: used where the kernel, a container or a filter of system
 * calls (seccomp) refuses sock_diag. There are no cookies and no tcp_info, and nothing can be
 * closed.
 */
#ifndef SOCKVIEW_SOCK_DIAG_PROCNET_H
#define SOCKVIEW_SOCK_DIAG_PROCNET_H

#include "sock/diag/diag.h"

/*
 * Reads one table of `place` below `root` (prefix of /proc) and calls `take` for each socket whose
 * state is in `states`. Skips lines that cannot be parsed. Returns 0, or -errno: the error
 * of reading the file, -EAFNOSUPPORT for a table of IPv6 where this kernel has no IPv6, or the
 * error that `take` returned.
 */
int procnet_read(const char *root, uint16_t place, enum conn_proto proto, enum conn_family family,
	uint32_t states, diag_take_fn *take, void *context);

/*
 * Like procnet_read(), for the network namespace of a process: `process` is a descriptor of its
 * /proc/PID. The file is closed when this returns: an open one would keep the namespace alive.
 */
int procnet_read_process(int process, uint16_t place, enum conn_proto proto,
	enum conn_family family, uint32_t states, diag_take_fn *take, void *context);

/*
 * Parses one line of such a table; false if it is not a socket (the heading, a line that is cut
 * off).
 */
bool procnet_parse_line(
	const char *line, enum conn_proto proto, enum conn_family family, struct conn *ret_conn);

/*
 * The cookie of a socket that /proc/net lists, which has none. It is made from the inode; without
 * an inode, from the addresses, which also identify a TCP socket.
 */
uint64_t procnet_make_cookie(const struct conn *conn);

#endif
