/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * struct tcp_info of Linux 6.18. The installed headers may know fewer fields, and other kernels
 * send fewer or more: a field is there if the attribute is at least TCP_INFO_END(field) long.
 */
#ifndef SOCKVIEW_SOCK_DIAG_TCP_INFO_H
#define SOCKVIEW_SOCK_DIAG_TCP_INFO_H

#include <stddef.h>
#include <stdint.h>

/* Bit-fields are named by the byte that holds them. */
struct tcp_info_fields {
	uint8_t state, ca_state, retransmits, probes, backoff, options, wscales, flags;
	uint32_t rto, ato, snd_mss, rcv_mss;
	uint32_t unacked, sacked, lost, retrans, fackets;
	uint32_t last_data_sent, last_ack_sent, last_data_recv, last_ack_recv;
	uint32_t pmtu, rcv_ssthresh, rtt, rttvar, snd_ssthresh, snd_cwnd, advmss, reordering;
	uint32_t rcv_rtt, rcv_space, total_retrans;
	uint64_t pacing_rate, max_pacing_rate, bytes_acked, bytes_received; /* 4.1 */
	uint32_t segs_out, segs_in;                                         /* 4.2 */
	uint32_t notsent_bytes, min_rtt, data_segs_in, data_segs_out;       /* 4.6 */
	uint64_t delivery_rate, busy_time, rwnd_limited, sndbuf_limited;    /* 4.9, 4.10 */
	uint32_t delivered, delivered_ce;                                   /* 4.18 */
	uint64_t bytes_sent, bytes_retrans;                                 /* 4.19 */
	uint32_t dsack_dups, reord_seen;                                    /* 4.19 */
	uint32_t rcv_ooopack, snd_wnd;                                      /* 5.4 */
	uint32_t rcv_wnd, rehash;                                           /* 6.2 */
	uint16_t total_rto, total_rto_recoveries;                           /* 6.7 */
	uint32_t total_rto_time;                                            /* 6.7 */
	uint32_t received_ce, delivered_e1_bytes, delivered_e0_bytes;       /* 6.18 */
	uint32_t delivered_ce_bytes, received_e1_bytes, received_e0_bytes;  /* 6.18 */
	uint32_t received_ce_bytes;                                         /* 6.18 */
	uint16_t accecn_fail_mode, accecn_opt_seen;                         /* 6.18 */
};
_Static_assert(sizeof(struct tcp_info_fields) == 280, "as the kernel lays it out");

/* The part that every kernel sends; a shorter tcp_info is ignored. */
#define TCP_INFO_LEAST offsetof(struct tcp_info_fields, pacing_rate)

#define TCP_INFO_END(member) \
	(offsetof(struct tcp_info_fields, member) + sizeof(((struct tcp_info_fields *)0)->member))

#endif
