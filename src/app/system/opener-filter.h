/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Restricts the system calls of the child that enters network namespaces. */
#ifndef SOCKVIEW_APP_SYSTEM_OPENER_FILTER_H
#define SOCKVIEW_APP_SYSTEM_OPENER_FILTER_H

#include <stdbool.h>

/*
 * From now on this process can receive and send messages, enter network namespaces that it has
 * descriptors of, open NETLINK_SOCK_DIAG sockets, and end. With `forks` it can also make children,
 * and enter the user namespaces of namespaces. All else fails with EPERM. Needs no_new_privs.
 * Returns 0; -ENOSYS: the kernel has no filters, or this program knows none for this architecture.
 */
int opener_filter_install(bool forks);

#endif
