/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Everything that the kernel reports about one socket, asked for by its cookie with every
 * extension: the whole tcp_info, memory, options, the congestion control's own figures. A query
 * takes a few microseconds.
 */
#ifndef SOCKVIEW_SOCK_DIAG_DETAIL_H
#define SOCKVIEW_SOCK_DIAG_DETAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "sock/conn/conn.h"
#include "sock/diag/diagmsg.h"
#include "sock/diag/wire.h"

/*
 * Each field is one number of the kernel, in the kernel's unit. Not every kernel sends every field.
 */
enum detail_field {
	/* tcp_info, in the order of its fields */
	DETAIL_CA_STATE, /* enum detail_ca_state */
	DETAIL_RETRANSMITS,
	DETAIL_PROBES,
	DETAIL_BACKOFF,
	DETAIL_TCP_OPTIONS, /* enum detail_tcp_option */
	DETAIL_SND_WSCALE,
	DETAIL_RCV_WSCALE,
	DETAIL_APP_LIMITED,
	DETAIL_FASTOPEN_FAIL,
	DETAIL_RTO_US,
	DETAIL_ATO_US,
	DETAIL_SND_MSS,
	DETAIL_RCV_MSS,
	DETAIL_UNACKED, /* segments; LISTEN: connections that wait in the accept queue */
	DETAIL_SACKED,  /* segments; LISTEN: the limit of the accept queue */
	DETAIL_LOST,
	DETAIL_RETRANS,
	DETAIL_LAST_SENT_MS,
	DETAIL_LAST_RECEIVED_MS,
	DETAIL_LAST_ACK_MS,
	DETAIL_PMTU,
	DETAIL_RCV_SSTHRESH,
	DETAIL_RTT_US,
	DETAIL_RTT_VAR_US,
	DETAIL_SND_SSTHRESH,
	DETAIL_CWND,
	DETAIL_ADVMSS,
	DETAIL_REORDERING,
	DETAIL_RCV_RTT_US,
	DETAIL_RCV_SPACE,
	DETAIL_TOTAL_RETRANS,
	DETAIL_PACING_RATE, /* bytes per second; all ones: no limit */
	DETAIL_MAX_PACING_RATE,
	DETAIL_BYTES_ACKED,
	DETAIL_BYTES_RECEIVED,
	DETAIL_SEGS_OUT,
	DETAIL_SEGS_IN,
	DETAIL_NOTSENT,
	DETAIL_MIN_RTT_US, /* all ones: not measured yet */
	DETAIL_DATA_SEGS_IN,
	DETAIL_DATA_SEGS_OUT,
	DETAIL_DELIVERY_RATE,
	DETAIL_BUSY_US, /* the kernel's three clocks of sending: see view/detail/bottleneck.h */
	DETAIL_RECEIVER_LIMITED_US,
	DETAIL_SEND_BUFFER_LIMITED_US,
	DETAIL_DELIVERED,
	DETAIL_DELIVERED_CE,
	DETAIL_BYTES_SENT,
	DETAIL_BYTES_RETRANS,
	DETAIL_DSACK_DUPS,
	DETAIL_REORD_SEEN,
	DETAIL_OUT_OF_ORDER,
	DETAIL_SND_WND,
	DETAIL_RCV_WND,
	DETAIL_REHASH,
	DETAIL_TOTAL_RTO,
	DETAIL_TOTAL_RTO_RECOVERIES,
	DETAIL_TOTAL_RTO_MS,
	DETAIL_RECEIVED_CE,
	DETAIL_DELIVERED_E1, /* bytes, counted by AccECN mark */
	DETAIL_DELIVERED_E0,
	DETAIL_DELIVERED_CE_BYTES,
	DETAIL_RECEIVED_E1,
	DETAIL_RECEIVED_E0,
	DETAIL_RECEIVED_CE_BYTES,
	DETAIL_ACCECN_FAIL,
	DETAIL_ACCECN_SEEN,

	/* SK_MEMINFO, in bytes */
	DETAIL_RMEM_ALLOC,
	DETAIL_RCVBUF,
	DETAIL_WMEM_ALLOC,
	DETAIL_SNDBUF,
	DETAIL_FORWARD_ALLOC,
	DETAIL_WMEM_QUEUED,
	DETAIL_OPTMEM,
	DETAIL_BACKLOG,
	DETAIL_DROPS, /* packets */

	/* options of the socket */
	DETAIL_TOS,
	DETAIL_TCLASS,
	DETAIL_CLASS_ID,
	DETAIL_SHUTDOWN, /* bit 0: receiving is shut down; bit 1: sending is */
	DETAIL_RECVERR,
	DETAIL_FREEBIND,
	DETAIL_HDRINCL,
	DETAIL_MC_LOOP,
	DETAIL_TRANSPARENT,
	DETAIL_MC_ALL,
	DETAIL_NODEFRAG,
	DETAIL_BIND_NO_PORT,
	DETAIL_RECVERR_RFC4884,
	DETAIL_DEFER_CONNECT,

	/* from the congestion control, if it reports its state */
	DETAIL_VEGAS_ENABLED,
	DETAIL_VEGAS_RTT_COUNT,
	DETAIL_VEGAS_RTT_US,
	DETAIL_VEGAS_MIN_RTT_US,
	DETAIL_DCTCP_ENABLED,
	DETAIL_DCTCP_CE_STATE,
	DETAIL_DCTCP_ALPHA, /* in units of 1/1024 */
	DETAIL_DCTCP_ECN_BYTES,
	DETAIL_DCTCP_TOTAL_BYTES,
	DETAIL_BBR_BANDWIDTH, /* bytes per second */
	DETAIL_BBR_MIN_RTT_US,
	DETAIL_BBR_PACING_GAIN, /* in units of 1/256 */
	DETAIL_BBR_CWND_GAIN,
	DETAIL_FIELDS
};

/* TCP_CA_*: how the sender reacts to loss at the moment. */
enum detail_ca_state {
	DETAIL_CA_OPEN,
	DETAIL_CA_DISORDER,
	DETAIL_CA_CWR,
	DETAIL_CA_RECOVERY,
	DETAIL_CA_LOSS,
	DETAIL_CA_STATES
};

/* TCPI_OPT_*: the options that both ends agreed on. */
enum detail_tcp_option {
	DETAIL_OPTION_TIMESTAMPS = 1 << 0,
	DETAIL_OPTION_SACK = 1 << 1,
	DETAIL_OPTION_WSCALE = 1 << 2,
	DETAIL_OPTION_ECN = 1 << 3,
	DETAIL_OPTION_ECN_SEEN = 1 << 4,
	DETAIL_OPTION_SYN_DATA = 1 << 5,
	DETAIL_OPTION_USEC_TS = 1 << 6,
	DETAIL_OPTION_TFO_CHILD = 1 << 7,
};

struct detail {
	struct conn conn;
	uint64_t values[DETAIL_FIELDS]; /* 0 if the field is missing */
	uint64_t has[(DETAIL_FIELDS + 63) / 64];
	char congestion[16]; /* "" if not reported */
	char ulp[16];        /* upper layer protocol: "tls", "mptcp"; or "" */
};

static inline bool detail_has(const struct detail *detail, enum detail_field field)
{
	return detail->has[field / 64] >> field % 64 & 1;
}

static inline void detail_set(struct detail *detail, enum detail_field field, uint64_t value)
{
	detail->values[field] = value;
	detail->has[field / 64] |= UINT64_C(1) << field % 64;
}

/*
 * Decodes a DIAGMSG_SOCKET message, like diagmsg_decode(). A field is set only if the kernel sent
 * all of its bytes. Returns 0, or -EBADMSG.
 */
int detail_decode(const struct diagmsg *message, enum conn_proto proto, struct detail *ret_detail);

/*
 * Asks for the socket with the cookie of `conn`. `buffer` has WIRE_DATAGRAM_MAX bytes. Returns 0;
 * -ENOENT: there is no such socket (or, if others share its port, the kernel found one of those
 * instead); -EINVAL: `conn` has no cookie; -EAGAIN: no answer; else -errno.
 */
int detail_query(
	struct wire *wire, void *buffer, const struct conn *conn, struct detail *ret_detail);

/* The number of segments in flight, counted as the kernel does. */
uint64_t detail_in_flight(const struct detail *detail);

#endif
