/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The wire to the running kernel. */
#ifndef SOCKVIEW_SOCK_DIAG_NETLINK_H
#define SOCKVIEW_SOCK_DIAG_NETLINK_H

#include "sock/diag/wire.h"

/*
 * Opens a NETLINK_SOCK_DIAG socket of the current network namespace, not blocking; freed by
 * wire_close(). 0, or -errno: -EPROTONOSUPPORT, -EPERM or -EACCES where the kernel or a filter of
 * system calls does not let it be had.
 */
int netlink_open(struct wire **ret_wire);

#endif
