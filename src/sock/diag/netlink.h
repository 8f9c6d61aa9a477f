/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The wire to the running kernel. */
#ifndef SOCKVIEW_SOCK_DIAG_NETLINK_H
#define SOCKVIEW_SOCK_DIAG_NETLINK_H

#include "sock/diag/wire.h"

/*
 * Opens a non-blocking NETLINK_SOCK_DIAG socket of the current network namespace; wire_close()
 * frees it. Returns 0, or -errno: -EPROTONOSUPPORT, -EPERM or -EACCES if the kernel or a filter of
 * system calls (seccomp) refuses it.
 */
int netlink_open(struct wire **ret_wire);

/*
 * Opens just the descriptor of such a socket, without allocating memory: for a child that sends it
 * to another process. Returns it, or -errno.
 */
int netlink_open_fd(void);

/* Makes a wire of such a descriptor, which may come from another process. */
struct wire *netlink_adopt(int fd);

#endif
