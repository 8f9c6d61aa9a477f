/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "sock/close/close-many-internal.h"

struct conn close_many_other_peer(const struct conn *conn, unsigned attempt)
{
	struct conn aimed = *conn;
	size_t at = conn->family == CONN_IPV4 ? 0 : 12;

	if (conn_is_mapped(conn))
		memcpy(aimed.remote.addr, conn->local.addr, at);
	aimed.remote.addr[at] = 10;
	aimed.remote.addr[at + 1] = (uint8_t)(attempt >> 8);
	aimed.remote.addr[at + 2] = (uint8_t)attempt;
	aimed.remote.addr[at + 3] = 1;
	aimed.remote.port = (uint16_t)(1024 + attempt);
	return aimed;
}
