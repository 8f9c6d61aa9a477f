/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether the kernel of a place closes sockets (SOCK_DESTROY), and which faults it has there. */
#ifndef SOCKVIEW_SOCK_PLACE_CLOSE_KERNEL_H
#define SOCKVIEW_SOCK_PLACE_CLOSE_KERNEL_H

#include <stdbool.h>

#include "sock/diag/wire.h"

/* What this kernel supports; determined once. */
struct close_kernel {
	bool can_destroy;
	bool leaks_orphans;   /* before Linux 6.11 */
	bool keeps_time_wait; /* before Linux 6.0 */
};

/* Determines it by a request over `wire`; `release` is the kernel's version ("6.1.0-18-amd64"). */
void close_kernel_probe(
	struct close_kernel *ret_kernel, struct wire *wire, void *buffer, const char *release);

#endif
