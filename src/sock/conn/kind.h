/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kinds of sockets: what is different from one to the other, one record each. The rest of the
 * program asks the record (most often by way of conn.h) and does not compare with a certain kind:
 * what one kind has, another may have, too.
 *
 * A kind is added by a number in enum conn_proto, a file kind-NAME.c, and a line in kind_table.
 */
#ifndef SOCKVIEW_SOCK_CONN_KIND_H
#define SOCKVIEW_SOCK_CONN_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The kind as a number: what struct conn keeps of it, and what arrays are indexed by. */
enum conn_proto { CONN_TCP, CONN_UDP, CONN_PROTOS };

enum conn_family { CONN_IPV4, CONN_IPV6, CONN_FAMILIES };

/* The numbers are the kernel's (include/net/tcp_states.h). */
enum conn_state {
	CONN_UNKNOWN,
	CONN_ESTABLISHED,
	CONN_SYN_SENT,
	CONN_SYN_RECV,
	CONN_FIN_WAIT1,
	CONN_FIN_WAIT2,
	CONN_TIME_WAIT,
	CONN_CLOSED,
	CONN_CLOSE_WAIT,
	CONN_LAST_ACK,
	CONN_LISTEN,
	CONN_CLOSING,
	CONN_NEW_SYN_RECV, /* inside the kernel only; dumps say SYN_RECV */
	CONN_BOUND,        /* bound and nothing else; dumps say CLOSED, only when asked (6.8) */
	CONN_STATES
};

enum kind_flag {
	/* Its listeners (LISTEN) accept connections: RECV-Q is how many wait, SEND-Q how many may.
	 */
	KIND_HAS_CONNECTIONS = 1 << 0,
	/* The kernel counts what goes over a connection (tcp_info); a FIN is one byte of it. */
	KIND_HAS_TRANSFER = 1 << 1,
	KIND_HAS_TIMER = 1 << 2,
	/* The kernel counts datagrams that found no room (SK_MEMINFO_DROPS). */
	KIND_HAS_DROPS = 1 << 3,
	/* Sockets with a peer, too, may share their local port: see conn_shares_port(). */
	KIND_SHARES_PORTS = 1 << 4,
	/* SOCK_DESTROY tells the program of an error, but the socket stays bound to its port. */
	KIND_SURVIVES_CLOSE = 1 << 5,
	/* One dump can bring both families (the legacy TCPDIAG_GETSOCK). */
	KIND_DUMPS_FAMILIES_AT_ONCE = 1 << 6,
	/* An exact query has to name the remote end as the source, the local one as destination. */
	KIND_SWAPS_QUERIED_ENDS = 1 << 7,
};

/* Another spelling of a state: of ss, netstat, RFC 9293, lsof. */
struct kind_spelling {
	const char *name;
	enum conn_state state;
};

struct kind {
	const char *name;          /* "tcp": in options, filters and data */
	const char *title;         /* "TCP": in a sentence */
	const char *capture;       /* "tcp": what tcpdump and Wireshark call its packets */
	uint8_t number;            /* sdiag_protocol of requests */
	unsigned flags;            /* enum kind_flag */
	enum conn_state listening; /* in which it waits for whoever comes */
	uint32_t states;           /* bit n: a dump can list it in enum conn_state n */
	const char *state_names[CONN_STATES];  /* NULL: kind_common_state_name() */
	const struct kind_spelling *spellings; /* a NULL name ends them */
	const char *proc_files[CONN_FAMILIES]; /* in /proc/net, where sock_diag is refused */
};

extern const struct kind kind_tcp, kind_udp;

/* By enum conn_proto. */
extern const struct kind *const kind_table[];
extern const size_t kind_count;

/* The number of the kind of that name; CONN_PROTOS where there is none. */
enum conn_proto kind_find(const char *name);

/* The name of a state where it is not known of which kind: "CLOSED", which UDP calls UNCONN. */
const char *kind_common_state_name(enum conn_state state);

/* The name that is shown. */
const char *kind_state_name(const struct kind *kind, enum conn_state state);

/*
 * The state that `name` means for this kind, in every spelling of the field, any case, '-' or '_'.
 * CONN_STATES where the kind has no such state.
 */
enum conn_state kind_state_from_name(const struct kind *kind, const char *name);

#endif
