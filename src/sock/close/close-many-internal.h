/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of close-many share. */
#ifndef SOCKVIEW_SOCK_CLOSE_CLOSE_MANY_INTERNAL_H
#define SOCKVIEW_SOCK_CLOSE_CLOSE_MANY_INTERNAL_H

#include "sock/close/close-many.h"

/*
 * Returns the socket with another remote address for each attempt, which makes the kernel's hash
 * select another socket. In an address that contains an IPv4 one only that part may change. The
 * address matters only for the look-up: the cookie decides which socket is closed.
 */
struct conn close_many_other_peer(const struct conn *conn, unsigned attempt);

#endif
