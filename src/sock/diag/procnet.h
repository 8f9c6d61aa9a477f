/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * /proc/net/{tcp,tcp6,udp,udp6}: what is left where the kernel, a container or a filter of system
 * calls refuses sock_diag. No cookies, no tcp_info; nothing can be closed by it.
 */
#ifndef SOCKVIEW_SOCK_DIAG_PROCNET_H
#define SOCKVIEW_SOCK_DIAG_PROCNET_H

#include "sock/diag/diag.h"

/*
 * Reads one table below `root` (prefix of /proc) and hands the sockets whose state is in `states`
 * to `take`. A line that cannot be read is passed over. 0, or -errno: the file's, or what `take`
 * returned.
 */
int procnet_read(const char *root, enum conn_proto proto, enum conn_family family, uint32_t states,
	diag_take_fn *take, void *context);

/* Reads one line of such a table; false where it is none (the heading, a line cut off). */
bool procnet_parse_line(
	const char *line, enum conn_proto proto, enum conn_family family, struct conn *ret_conn);

#endif
