/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What lies upon a TCP socket (its upper layer protocol), as the kernel tells of it since 5.5. */
#ifndef SOCKVIEW_SOCK_DIAG_DIAGMSG_ULP_H
#define SOCKVIEW_SOCK_DIAG_DIAGMSG_ULP_H

#include <stdbool.h>
#include <stdint.h>

#include "sock/diag/diagmsg.h"

/* INET_DIAG_ULP_INFO: the attribute of a socket that has it. */
#define DIAGMSG_ULP_ATTRIBUTE 19

/* True where the socket is a part of an MPTCP connection. */
bool diagmsg_ulp_is_mptcp(const struct diagmsg_attribute *ulp);

/* The token of that connection, or 0 where it was not told. */
uint32_t diagmsg_ulp_mptcp_token(const struct diagmsg_attribute *ulp);

#endif
