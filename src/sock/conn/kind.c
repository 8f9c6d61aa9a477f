/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/conn/kind.h"

#include <string.h>

#include "base/ascii.h"

const struct kind *const kind_table[] = {
	[CONN_TCP] = &kind_tcp,
	[CONN_UDP] = &kind_udp,
};
const size_t kind_count = sizeof(kind_table) / sizeof(kind_table[0]);

_Static_assert(sizeof(kind_table) / sizeof(kind_table[0]) == CONN_PROTOS, "a record for each kind");

static const char *const state_names[CONN_STATES] = {
	[CONN_UNKNOWN] = "UNKNOWN",
	[CONN_ESTABLISHED] = "ESTABLISHED",
	[CONN_SYN_SENT] = "SYN_SENT",
	[CONN_SYN_RECV] = "SYN_RECV",
	[CONN_FIN_WAIT1] = "FIN_WAIT1",
	[CONN_FIN_WAIT2] = "FIN_WAIT2",
	[CONN_TIME_WAIT] = "TIME_WAIT",
	[CONN_CLOSED] = "CLOSED",
	[CONN_CLOSE_WAIT] = "CLOSE_WAIT",
	[CONN_LAST_ACK] = "LAST_ACK",
	[CONN_LISTEN] = "LISTEN",
	[CONN_CLOSING] = "CLOSING",
	[CONN_NEW_SYN_RECV] = "SYN_RECV",
	[CONN_BOUND] = "BOUND",
};

enum conn_proto kind_find(const char *name)
{
	size_t proto = 0;

	while (proto < kind_count && strcmp(kind_table[proto]->name, name) != 0)
		proto++;
	return (enum conn_proto)proto;
}

const char *kind_common_state_name(enum conn_state state)
{
	return state_names[state];
}

const char *kind_state_name(const struct kind *kind, enum conn_state state)
{
	return kind->state_names[state] ? kind->state_names[state] : state_names[state];
}

enum conn_state kind_state_from_name(const struct kind *kind, const char *name)
{
	const struct kind_spelling *spelling = kind->spellings;

	for (unsigned i = 0; i < CONN_STATES; i++) {
		enum conn_state state = (enum conn_state)i;

		if (kind->states >> i & 1 && ascii_same_name(name, kind_state_name(kind, state)))
			return state;
	}
	while (spelling->name && !ascii_same_name(name, spelling->name))
		spelling++;
	return spelling->state;
}
