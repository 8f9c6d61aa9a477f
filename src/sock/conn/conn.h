/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One socket as the kernel describes it at one moment: a plain value, without pointers. */
#ifndef SOCKVIEW_SOCK_CONN_CONN_H
#define SOCKVIEW_SOCK_CONN_CONN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "sock/conn/kind.h"

/* idiag_timer, as inet_sk_diag_fill() sets it. */
enum conn_timer {
	CONN_TIMER_NONE,
	CONN_TIMER_RETRANSMIT,
	CONN_TIMER_KEEPALIVE,
	CONN_TIMER_TIME_WAIT,
	CONN_TIMER_PROBE,
	CONN_TIMERS
};

/* Which fields are real; without its bit a field means nothing and reads 0. */
enum conn_has {
	CONN_HAS_UID = 1 << 0,
	CONN_HAS_INODE = 1 << 1,
	CONN_HAS_CGROUP = 1 << 2,
	CONN_HAS_MARK = 1 << 3,
	CONN_HAS_V6ONLY = 1 << 4, /* the socket takes IPv6 only: `::` is not also 0.0.0.0 */
	CONN_HAS_COOKIE = 1 << 5, /* not from /proc/net, which has none */
	CONN_HAS_DROPS = 1 << 6,
	CONN_HAS_MPTCP = 1 << 7, /* a connection of MPTCP behind it, of which it is a part */
};

/* IPv4 in the first four bytes, the rest zero; network byte order. */
struct conn_endpoint {
	uint8_t addr[16];
	uint16_t port; /* host byte order */
};

struct conn {
	uint64_t cookie; /* the kernel's; or made from the inode where /proc/net serves */
	uint64_t cgroup; /* inode number of its directory below /sys/fs/cgroup */
	struct conn_endpoint local;
	struct conn_endpoint remote;
	uint32_t inode;
	uint32_t uid;
	uint32_t interface; /* index; 0: not bound to one */
	uint32_t mark;
	uint32_t recv_q; /* bytes not yet read; LISTEN: connections not yet accepted */
	uint32_t send_q; /* bytes not yet acknowledged; LISTEN: the limit of that queue */
	union {
		uint32_t timer_ms; /* TCP */
		uint32_t drops;    /* UDP: datagrams for which its buffer had no room */
	};
	uint8_t proto; /* enum conn_proto, and so on */
	uint8_t family;
	uint8_t state;
	uint8_t timer;
	uint8_t retransmits; /* of the segment the timer is for */
	uint8_t has;         /* enum conn_has */
	uint8_t reserved[2]; /* zero, so that two values may be compared by their bytes */
};

/* Which of the newer fields of tcp_info the kernel sent. */
enum conn_tcp_has {
	CONN_TCP_HAS_BYTES = 1 << 0, /* acked, received (4.1) */
	CONN_TCP_HAS_BUSY = 1 << 1,  /* the three times (4.9) */
	CONN_TCP_HAS_SENT = 1 << 2,  /* bytes_sent, bytes_retrans (4.19) */
};

/* What a TCP socket says of its transfer (struct tcp_info), where it was asked for. */
struct conn_tcp {
	uint64_t bytes_sent; /* with retransmissions */
	uint64_t bytes_retrans;
	uint64_t bytes_acked;
	uint64_t bytes_received;
	uint32_t rtt_us;
	uint32_t rtt_var_us;
	uint32_t cwnd; /* segments */
	uint32_t retransmits;
	uint32_t lost;
	uint32_t last_sent_ms;
	uint32_t last_received_ms;
	uint32_t busy_ms;
	uint32_t receiver_limited_ms;
	uint32_t send_buffer_limited_ms;
	char congestion[15]; /* name of the algorithm; "" if not asked for */
	uint8_t has;         /* enum conn_tcp_has */
};

const char *conn_proto_name(enum conn_proto proto);    /* "tcp" */
const char *conn_family_name(enum conn_family family); /* "ipv4" */
const char *conn_timer_name(enum conn_timer timer);    /* "keepalive"; NULL for none */

/* The name that is shown: UNCONN for a UDP socket that is not connected. */
const char *conn_state_name(enum conn_proto proto, enum conn_state state);

/* The state that any kind calls so: see kind_state_from_name(). CONN_STATES if none does. */
enum conn_state conn_state_from_name(const char *name);

static inline const struct kind *conn_kind(const struct conn *conn)
{
	return kind_table[conn->proto];
}

/* True where its kind has this (enum kind_flag). */
static inline bool conn_kind_has(const struct conn *conn, enum kind_flag flag)
{
	return conn_kind(conn)->flags & flag;
}

/* True where it waits for whoever comes: TCP in LISTEN, UDP without a peer. */
static inline bool conn_is_listener(const struct conn *conn)
{
	return conn->state == conn_kind(conn)->listening;
}

/* True for a listener that accepts connections: not for one of UDP. */
static inline bool conn_accepts(const struct conn *conn)
{
	return conn_kind_has(conn, KIND_HAS_CONNECTIONS) && conn_is_listener(conn);
}

/* True where others may have the same local port, so that an exact query may find one of those. */
static inline bool conn_shares_port(const struct conn *conn)
{
	return conn_kind_has(conn, KIND_SHARES_PORTS) || conn_is_listener(conn);
}

/*
 * True where its cookie names this very socket. INET_DIAG_NOCOOKIE, all ones, is the kernel's word
 * for "whichever socket of these addresses": no request for one socket may be made with it, nor
 * with 0.
 */
static inline bool conn_names_one_socket(const struct conn *conn)
{
	return conn->has & CONN_HAS_COOKIE && conn->cookie != 0 && conn->cookie != UINT64_MAX;
}

/* True for an IPv6 socket whose addresses are IPv4 ones (::ffff:a.b.c.d). */
bool conn_is_mapped(const struct conn *conn);

/* True where it speaks IPv4: a socket of that family, or of IPv6 with mapped addresses. */
bool conn_is_ipv4(const struct conn *conn);

/* The address of an end as IPv6 has it, IPv4 mapped: written so, the two families compare. */
void conn_widen_addr(
	const struct conn *conn, const struct conn_endpoint *endpoint, uint8_t ret_addr[16]);

bool conn_addr_is_any(const struct conn *conn, const struct conn_endpoint *endpoint);
bool conn_addr_is_link_local(const struct conn *conn, const struct conn_endpoint *endpoint);

/* Appends the address alone: "10.0.0.5", "2001:db8::1"; a mapped one as IPv4. */
void conn_add_addr(
	struct buffer *out, const struct conn *conn, const struct conn_endpoint *endpoint);

/* The same as it stands before a port: an IPv6 one in brackets. */
void conn_add_host(
	struct buffer *out, const struct conn *conn, const struct conn_endpoint *endpoint);

/* "10.0.0.5:443", "[2001:db8::1]:443" */
void conn_add_endpoint(
	struct buffer *out, const struct conn *conn, const struct conn_endpoint *endpoint);

/* "10.0.0.5:8080 -> 10.0.0.9:41210", or the local end alone where there is no other. */
void conn_add_pair(struct buffer *out, const struct conn *conn, const char *arrow);

#endif
