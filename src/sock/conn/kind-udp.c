/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/conn/kind.h"

#include <netinet/in.h>

static const struct kind_spelling spellings[] = {
	{"ESTAB", CONN_ESTABLISHED},
	{"UNCONNECTED", CONN_CLOSED},
	{NULL, CONN_STATES},
};

/* A UDP socket either has a peer or has none; there are no other states. */
const struct kind kind_udp = {
	.name = "udp",
	.title = "UDP",
	.capture = "udp",
	.number = IPPROTO_UDP,
	/*
	 * udp_dump_one() looks up source and destination in swapped order; __udp_diag_destroy(),
	 * also in net/ipv4/udp_diag.c, does not.
	 */
	.flags = KIND_HAS_DROPS | KIND_SHARES_PORTS | KIND_SURVIVES_CLOSE | KIND_SWAPS_QUERIED_ENDS,
	.listening = CONN_CLOSED,
	.states = 1U << CONN_ESTABLISHED | 1U << CONN_CLOSED,
	.state_names = {[CONN_CLOSED] = "UNCONN"},
	.spellings = spellings,
	.proc_files = {[CONN_IPV4] = "udp", [CONN_IPV6] = "udp6"},
};
