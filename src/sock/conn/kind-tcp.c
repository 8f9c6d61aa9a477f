/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/conn/kind.h"

#include <netinet/in.h>

static const struct kind_spelling spellings[] = {
	{"ESTAB", CONN_ESTABLISHED},
	{"SYN_RCV", CONN_SYN_RECV},
	{"SYN_RCVD", CONN_SYN_RECV},
	{"SYN_RECEIVED", CONN_SYN_RECV},
	{"NEW_SYN_RECV", CONN_SYN_RECV},
	{"FIN_WAIT_1", CONN_FIN_WAIT1},
	{"FIN_WAIT_2", CONN_FIN_WAIT2},
	{"LISTENING", CONN_LISTEN},
	{"CLOSE", CONN_CLOSED},
	{"BOUND_INACTIVE", CONN_BOUND},
	{NULL, CONN_STATES},
};

const struct kind kind_tcp = {
	.name = "tcp",
	.title = "TCP",
	.capture = "tcp",
	.number = IPPROTO_TCP,
	.flags = KIND_HAS_CONNECTIONS | KIND_HAS_TRANSFER | KIND_HAS_TIMER |
		 KIND_DUMPS_FAMILIES_AT_ONCE,
	.listening = CONN_LISTEN,
	.states = ((1U << CONN_STATES) - 1) & ~(1U << CONN_NEW_SYN_RECV),
	.spellings = spellings,
	.proc_files = {[CONN_IPV4] = "tcp", [CONN_IPV6] = "tcp6"},
};
