/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The upper layer protocol (ULP) of a TCP socket, as the kernel reports it since 5.5. */
#ifndef SOCKVIEW_SOCK_DIAG_DIAGMSG_ULP_H
#define SOCKVIEW_SOCK_DIAG_DIAGMSG_ULP_H

#include <stdbool.h>
#include <stdint.h>

#include "sock/diag/diagmsg.h"

/* INET_DIAG_ULP_INFO: the attribute of a socket that has a ULP. */
#define DIAGMSG_ULP_ATTRIBUTE 19

/* True if the socket is a subflow of an MPTCP connection. */
bool diagmsg_ulp_is_mptcp(const struct diagmsg_attribute *ulp);

/* The token of that connection, or 0 if the kernel did not report it. */
uint32_t diagmsg_ulp_mptcp_token(const struct diagmsg_attribute *ulp);

#endif
