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

/* Which fields are set. Without its bit a field has no meaning and is 0. */
enum conn_has {
	CONN_HAS_UID = 1 << 0,
	CONN_HAS_INODE = 1 << 1,
	CONN_HAS_CGROUP = 1 << 2,
	CONN_HAS_MARK = 1 << 3,
	CONN_HAS_V6ONLY = 1 << 4, /* IPv6 only: an address `::` does not include 0.0.0.0 */
	CONN_HAS_COOKIE = 1 << 5, /* not set for rows of /proc/net, which has no cookies */
	CONN_HAS_DROPS = 1 << 6,
	CONN_HAS_MPTCP = 1 << 7, /* a subflow: part of an MPTCP connection */
};

/* An IPv4 address is in the first four bytes, the rest is zero; network byte order. */
struct conn_endpoint {
	uint8_t addr[16];
	uint16_t port; /* host byte order */
};

struct conn {
	uint64_t cookie; /* from the kernel; where /proc/net is read, made from the inode */
	uint64_t cgroup; /* inode number of its directory below /sys/fs/cgroup */
	struct conn_endpoint local;
	struct conn_endpoint remote;
	uint32_t inode;
	uint32_t uid;
	uint32_t interface; /* index; 0: not bound to an interface */
	uint32_t mark;
	uint32_t recv_q; /* bytes not yet read; LISTEN: connections not yet accepted */
	uint32_t send_q; /* bytes not yet acknowledged; LISTEN: limit of the accept queue */
	union {
		uint32_t timer_ms; /* TCP only */
		/*
		 * UDP: datagrams dropped because the buffer had no room; TCP listener: connections
		 * dropped
		 */
		uint32_t drops;
	};
	uint8_t proto;       /* enum conn_proto */
	uint8_t family;      /* enum conn_family */
	uint8_t state;       /* enum conn_state */
	uint8_t timer;       /* enum conn_timer */
	uint8_t retransmits; /* of the segment that the timer is for */
	uint8_t has;         /* enum conn_has */
	/*
	 * The number of the network namespace that lists the socket: see sock/place/place.h. The
	 * kernel does not send it; struct wire has it. (With this member the structure has no
	 * padding, so that two values can be compared byte by byte.)
	 */
	uint16_t place;
};

/* The place of a socket in the network namespace of this program. */
#define CONN_HERE 0

/* Which of the newer fields of tcp_info the kernel sent. */
enum conn_tcp_has {
	CONN_TCP_HAS_BYTES = 1 << 0, /* acked, received (4.1) */
	CONN_TCP_HAS_BUSY = 1 << 1,  /* the three times, see detail.h (4.9) */
	CONN_TCP_HAS_SENT = 1 << 2,  /* bytes_sent, bytes_retrans, spurious (4.19) */
};

/* The transfer figures of a TCP socket (struct tcp_info), if they were asked for. */
struct conn_tcp {
	uint64_t bytes_sent; /* including retransmissions */
	uint64_t bytes_retrans;
	uint64_t bytes_acked;
	uint64_t bytes_received;
	uint32_t rtt_us;
	uint32_t rtt_var_us;
	uint32_t cwnd; /* segments */
	uint32_t retransmits;
	uint32_t spurious; /* of those: the peer reported that it had the data already (DSACK) */
	uint32_t rto_us;
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

/* The name of the state, as it is shown. A UDP socket that is not connected is UNCONN. */
const char *conn_state_name(enum conn_proto proto, enum conn_state state);

/*
 * The state that has this name in any kind, see kind_state_from_name(); CONN_STATES if none has it.
 */
enum conn_state conn_state_from_name(const char *name);

static inline const struct kind *conn_kind(const struct conn *conn)
{
	return kind_table[conn->proto];
}

/* True if the kind of the socket has `flag`. */
static inline bool conn_kind_has(const struct conn *conn, enum kind_flag flag)
{
	return conn_kind(conn)->flags & flag;
}

/* True if the socket waits for any peer: TCP in LISTEN, UDP without a peer. */
static inline bool conn_is_listener(const struct conn *conn)
{
	return conn->state == conn_kind(conn)->listening;
}

/* True for a listener that accepts connections; false for one of UDP. */
static inline bool conn_accepts(const struct conn *conn)
{
	return conn_kind_has(conn, KIND_HAS_CONNECTIONS) && conn_is_listener(conn);
}

/*
 * How many connections the accept queue of a listener can hold: one more than the limit that the
 * kernel reports (sk_acceptq_is_full() is true only above the limit).
 */
static inline uint64_t conn_queue_room(const struct conn *conn)
{
	return (uint64_t)conn->send_q + 1;
}

/*
 * True if other sockets may have the same local port. An exact query may then find one of those.
 */
static inline bool conn_shares_port(const struct conn *conn)
{
	return conn_kind_has(conn, KIND_SHARES_PORTS) || conn_is_listener(conn);
}

/*
 * True if the cookie of `conn` identifies exactly this socket. The kernel takes a cookie of all
 * ones (INET_DIAG_NOCOOKIE) as "any socket with these addresses". So no request about one socket
 * may be made with it, nor with 0.
 */
static inline bool conn_names_one_socket(const struct conn *conn)
{
	return conn->has & CONN_HAS_COOKIE && conn->cookie != 0 && conn->cookie != UINT64_MAX;
}

/* True for an IPv6 socket whose addresses are mapped IPv4 ones (::ffff:a.b.c.d). */
bool conn_is_mapped(const struct conn *conn);

/* True if the socket uses IPv4: one of that family, or one of IPv6 with mapped addresses. */
bool conn_is_ipv4(const struct conn *conn);

/*
 * Returns the address of an end as IPv6, with IPv4 mapped, so that both families can be compared.
 */
void conn_widen_addr(
	const struct conn *conn, const struct conn_endpoint *endpoint, uint8_t ret_addr[16]);

bool conn_addr_is_any(const struct conn *conn, const struct conn_endpoint *endpoint);
bool conn_addr_is_loopback(const struct conn *conn, const struct conn_endpoint *endpoint);
bool conn_addr_is_link_local(const struct conn *conn, const struct conn_endpoint *endpoint);

/* Appends the address alone: "10.0.0.5", "2001:db8::1". A mapped address is written as IPv4. */
void conn_add_addr(
	struct buffer *out, const struct conn *conn, const struct conn_endpoint *endpoint);

/* Appends the address as it is written before a port: an IPv6 address is in brackets. */
void conn_add_host(
	struct buffer *out, const struct conn *conn, const struct conn_endpoint *endpoint);

/* Appends "10.0.0.5:443" or "[2001:db8::1]:443". */
void conn_add_endpoint(
	struct buffer *out, const struct conn *conn, const struct conn_endpoint *endpoint);

#endif
