/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kinds of sockets: one record per kind holds everything in which the kinds differ. The rest of
 * the program reads the record (mostly through conn.h) instead of testing for a certain kind,
 * because several kinds may have the same property.
 *
 * To add a kind: a number in enum conn_proto, a file kind-NAME.c, and a line in kind_table.
 */
#ifndef SOCKVIEW_SOCK_CONN_KIND_H
#define SOCKVIEW_SOCK_CONN_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The kind as a number: stored in struct conn, and used as an index of arrays. */
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
	CONN_NEW_SYN_RECV, /* inside the kernel only; dumps report SYN_RECV */
	CONN_BOUND,        /* bound only; dumps report CLOSED, and only if asked (6.8) */
	CONN_STATES
};

enum kind_flag {
	/*
	 * Listeners (LISTEN) accept connections: RECV-Q is the number that wait, SEND-Q the limit.
	 */
	KIND_HAS_CONNECTIONS = 1 << 0,
	/* The kernel counts the bytes of a connection (tcp_info); a FIN counts as one byte. */
	KIND_HAS_TRANSFER = 1 << 1,
	KIND_HAS_TIMER = 1 << 2,
	/* The kernel counts datagrams dropped for lack of room (SK_MEMINFO_DROPS). */
	KIND_HAS_DROPS = 1 << 3,
	/* Sockets with a peer may also share their local port: see conn_shares_port(). */
	KIND_SHARES_PORTS = 1 << 4,
	/* SOCK_DESTROY reports an error to the program, but the socket stays bound to its port. */
	KIND_SURVIVES_CLOSE = 1 << 5,
	/* One dump can list both families (the legacy TCPDIAG_GETSOCK). */
	KIND_DUMPS_FAMILIES_AT_ONCE = 1 << 6,
	/*
	 * An exact query must name the remote end as the source, the local end as the destination.
	 */
	KIND_SWAPS_QUERIED_ENDS = 1 << 7,
};

/* Another spelling of a state, from ss, netstat, RFC 9293 or lsof. */
struct kind_spelling {
	const char *name;
	enum conn_state state;
};

struct kind {
	const char *name;          /* "tcp": in options, filters and data */
	const char *title;         /* "TCP": in sentences */
	const char *capture;       /* "tcp": the name of its packets in tcpdump and Wireshark */
	uint8_t number;            /* sdiag_protocol of requests */
	unsigned flags;            /* enum kind_flag */
	enum conn_state listening; /* the state in which a socket waits for any peer */
	uint32_t states;           /* bit n: a dump can list it in enum conn_state n */
	const char *state_names[CONN_STATES];  /* NULL: kind_common_state_name() */
	const struct kind_spelling *spellings; /* ends with a NULL name */
	const char *proc_files[CONN_FAMILIES]; /* in /proc/net, for when sock_diag is refused */
};

extern const struct kind kind_tcp, kind_udp;

/* Indexed by enum conn_proto. */
extern const struct kind *const kind_table[];
extern const size_t kind_count;

/* The number of the kind with this name; CONN_PROTOS if there is none. */
enum conn_proto kind_find(const char *name);

/* The name of a state if the kind is not known: "CLOSED", which UDP calls UNCONN. */
const char *kind_common_state_name(enum conn_state state);

/* The name of the state that is shown for this kind. */
const char *kind_state_name(const struct kind *kind, enum conn_state state);

/*
 * The state that `name` means for this kind: in every known spelling, any case, '-' or '_'.
 * CONN_STATES if the kind has no such state.
 */
enum conn_state kind_state_from_name(const struct kind *kind, const char *name);

#endif
