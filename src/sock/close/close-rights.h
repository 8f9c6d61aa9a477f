/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds out whether the kernel permits this program to close sockets, without closing a socket of
 * another program. */
#ifndef SOCKVIEW_SOCK_CLOSE_CLOSE_RIGHTS_H
#define SOCKVIEW_SOCK_CLOSE_CLOSE_RIGHTS_H

#include "sock/diag/wire.h"

/*
 * Makes a UDP socket in the network namespace of this program and has the kernel reset it, over a
 * wire of the same namespace. Returns 0: it is permitted; -EPERM: it is not; another -errno: not
 * known. `buffer` has WIRE_DATAGRAM_MAX bytes.
 */
int close_rights_probe(struct wire *wire, void *buffer);

#endif
