/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/diag/detail.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <stddef.h>
#include <string.h>

#include "sock/diag/diag.h"
#include "sock/diag/tcp-info.h"

/* Attributes that are missing in some headers. */
enum {
	ATTR_DCTCP = 9,
	ATTR_BBR = 16,
	ATTR_CLASS_ID = 17,
	ATTR_ULP = 19,
	ATTR_SOCKOPT = 22,
	ULP_NAME = 1,
};

/*
 * Where a field is in an attribute. `length`: the field is valid if the attribute has at least this
 * length.
 */
struct place {
	uint8_t field; /* enum detail_field */
	uint8_t attribute;
	uint8_t bytes, first_bit, bits; /* bits 0: all bits */
	uint16_t offset, length;
};

/*
 * Bits are counted from the lowest one of a byte on little-endian machines, from the highest one on
 * others.
 */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define BIT(first, count) (first), (count)
#else
#define BIT(first, count) (8 - (first) - (count)), (count)
#endif
#define INFO(field, member)                                                                       \
	{                                                                                         \
		DETAIL_##field, INET_DIAG_INFO, sizeof(((struct tcp_info_fields *)0)->member), 0, \
			0, offsetof(struct tcp_info_fields, member), TCP_INFO_END(member)         \
	}
#define WORD(field, attribute, number)                                               \
	{                                                                            \
		DETAIL_##field, (attribute), 4, 0, 0, 4 * (number), 4 * (number) + 4 \
	}
#define HALF(field, attribute, offset)                                       \
	{                                                                    \
		DETAIL_##field, (attribute), 2, 0, 0, (offset), (offset) + 2 \
	}
#define BYTE(field, attribute)                             \
	{                                                  \
		DETAIL_##field, (attribute), 1, 0, 0, 0, 1 \
	}
#define OPTION(field, byte, bit)                                                 \
	{                                                                        \
		DETAIL_##field, ATTR_SOCKOPT, 1, BIT(bit, 1), (byte), (byte) + 1 \
	}

/* clang-format off */
static const struct place places[] = {
	INFO(CA_STATE, ca_state),
	INFO(RETRANSMITS, retransmits),
	INFO(PROBES, probes),
	INFO(BACKOFF, backoff),
	INFO(TCP_OPTIONS, options),
	{DETAIL_SND_WSCALE, INET_DIAG_INFO, 1, BIT(0, 4), 6, 7},
	{DETAIL_RCV_WSCALE, INET_DIAG_INFO, 1, BIT(4, 4), 6, 7},
	/* these bits were padding before Linux had the fields named in TCP_INFO_END() */
	{DETAIL_APP_LIMITED, INET_DIAG_INFO, 1, BIT(0, 1), 7, TCP_INFO_END(delivery_rate)},
	{DETAIL_FASTOPEN_FAIL, INET_DIAG_INFO, 1, BIT(1, 2), 7, TCP_INFO_END(snd_wnd)},
	INFO(RTO_US, rto),
	INFO(ATO_US, ato),
	INFO(SND_MSS, snd_mss),
	INFO(RCV_MSS, rcv_mss),
	INFO(UNACKED, unacked),
	INFO(SACKED, sacked),
	INFO(LOST, lost),
	INFO(RETRANS, retrans),
	INFO(LAST_SENT_MS, last_data_sent),
	INFO(LAST_RECEIVED_MS, last_data_recv),
	INFO(LAST_ACK_MS, last_ack_recv),
	INFO(PMTU, pmtu),
	INFO(RCV_SSTHRESH, rcv_ssthresh),
	INFO(RTT_US, rtt),
	INFO(RTT_VAR_US, rttvar),
	INFO(SND_SSTHRESH, snd_ssthresh),
	INFO(CWND, snd_cwnd),
	INFO(ADVMSS, advmss),
	INFO(REORDERING, reordering),
	INFO(RCV_RTT_US, rcv_rtt),
	INFO(RCV_SPACE, rcv_space),
	INFO(TOTAL_RETRANS, total_retrans),
	INFO(PACING_RATE, pacing_rate),
	INFO(MAX_PACING_RATE, max_pacing_rate),
	INFO(BYTES_ACKED, bytes_acked),
	INFO(BYTES_RECEIVED, bytes_received),
	INFO(SEGS_OUT, segs_out),
	INFO(SEGS_IN, segs_in),
	INFO(NOTSENT, notsent_bytes),
	INFO(MIN_RTT_US, min_rtt),
	INFO(DATA_SEGS_IN, data_segs_in),
	INFO(DATA_SEGS_OUT, data_segs_out),
	INFO(DELIVERY_RATE, delivery_rate),
	INFO(BUSY_US, busy_time),
	INFO(RECEIVER_LIMITED_US, rwnd_limited),
	INFO(SEND_BUFFER_LIMITED_US, sndbuf_limited),
	INFO(DELIVERED, delivered),
	INFO(DELIVERED_CE, delivered_ce),
	INFO(BYTES_SENT, bytes_sent),
	INFO(BYTES_RETRANS, bytes_retrans),
	INFO(DSACK_DUPS, dsack_dups),
	INFO(REORD_SEEN, reord_seen),
	INFO(OUT_OF_ORDER, rcv_ooopack),
	INFO(SND_WND, snd_wnd),
	INFO(RCV_WND, rcv_wnd),
	INFO(REHASH, rehash),
	INFO(TOTAL_RTO, total_rto),
	INFO(TOTAL_RTO_RECOVERIES, total_rto_recoveries),
	INFO(TOTAL_RTO_MS, total_rto_time),
	INFO(RECEIVED_CE, received_ce),
	INFO(DELIVERED_E1, delivered_e1_bytes),
	INFO(DELIVERED_E0, delivered_e0_bytes),
	INFO(DELIVERED_CE_BYTES, delivered_ce_bytes),
	INFO(RECEIVED_E1, received_e1_bytes),
	INFO(RECEIVED_E0, received_e0_bytes),
	INFO(RECEIVED_CE_BYTES, received_ce_bytes),
	INFO(ACCECN_FAIL, accecn_fail_mode),
	INFO(ACCECN_SEEN, accecn_opt_seen),

	WORD(RMEM_ALLOC, INET_DIAG_SKMEMINFO, 0),
	WORD(RCVBUF, INET_DIAG_SKMEMINFO, 1),
	WORD(WMEM_ALLOC, INET_DIAG_SKMEMINFO, 2),
	WORD(SNDBUF, INET_DIAG_SKMEMINFO, 3),
	WORD(FORWARD_ALLOC, INET_DIAG_SKMEMINFO, 4),
	WORD(WMEM_QUEUED, INET_DIAG_SKMEMINFO, 5),
	WORD(OPTMEM, INET_DIAG_SKMEMINFO, 6),
	WORD(BACKLOG, INET_DIAG_SKMEMINFO, 7),
	WORD(DROPS, INET_DIAG_SKMEMINFO, 8),

	BYTE(TOS, INET_DIAG_TOS),
	BYTE(TCLASS, INET_DIAG_TCLASS),
	WORD(CLASS_ID, ATTR_CLASS_ID, 0),
	BYTE(SHUTDOWN, INET_DIAG_SHUTDOWN),
	OPTION(RECVERR, 0, 0),
	OPTION(FREEBIND, 0, 2),
	OPTION(HDRINCL, 0, 3),
	OPTION(MC_LOOP, 0, 4),
	OPTION(TRANSPARENT, 0, 5),
	OPTION(MC_ALL, 0, 6),
	OPTION(NODEFRAG, 0, 7),
	OPTION(BIND_NO_PORT, 1, 0),
	OPTION(RECVERR_RFC4884, 1, 1),
	OPTION(DEFER_CONNECT, 1, 2),

	WORD(VEGAS_ENABLED, INET_DIAG_VEGASINFO, 0),
	WORD(VEGAS_RTT_COUNT, INET_DIAG_VEGASINFO, 1),
	WORD(VEGAS_RTT_US, INET_DIAG_VEGASINFO, 2),
	WORD(VEGAS_MIN_RTT_US, INET_DIAG_VEGASINFO, 3),
	HALF(DCTCP_ENABLED, ATTR_DCTCP, 0),
	HALF(DCTCP_CE_STATE, ATTR_DCTCP, 2),
	WORD(DCTCP_ALPHA, ATTR_DCTCP, 1),
	WORD(DCTCP_ECN_BYTES, ATTR_DCTCP, 2),
	WORD(DCTCP_TOTAL_BYTES, ATTR_DCTCP, 3),
	/* take_bandwidth() joins the two halves of the bandwidth */
	WORD(BBR_MIN_RTT_US, ATTR_BBR, 2),
	WORD(BBR_PACING_GAIN, ATTR_BBR, 3),
	WORD(BBR_CWND_GAIN, ATTR_BBR, 4),
};
/* clang-format on */

static uint64_t read_place(const struct place *place, const unsigned char *value)
{
	uint8_t byte;
	uint16_t half;
	uint32_t word;
	uint64_t all;

	switch (place->bytes) {
	case 1:
		byte = value[place->offset];
		return place->bits ? byte >> place->first_bit & ((1U << place->bits) - 1) : byte;
	case 2:
		memcpy(&half, value + place->offset, sizeof(half));
		return half;
	case 4:
		memcpy(&word, value + place->offset, sizeof(word));
		return word;
	default:
		memcpy(&all, value + place->offset, sizeof(all));
		return all;
	}
}

static void take_numbers(struct detail *detail, const struct diagmsg_attribute *attribute)
{
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (places[i].attribute == attribute->type && places[i].length <= attribute->length)
			detail_set(detail, (enum detail_field)places[i].field,
				read_place(&places[i], attribute->value));
}

static void take_bandwidth(struct detail *detail, const struct diagmsg_attribute *attribute)
{
	uint32_t halves[2];

	if (attribute->length < sizeof(halves))
		return;
	memcpy(halves, attribute->value, sizeof(halves));
	detail_set(detail, DETAIL_BBR_BANDWIDTH, (uint64_t)halves[1] << 32 | halves[0]);
}

static void take_name(char name[16], const struct diagmsg_attribute *attribute)
{
	size_t length = attribute->length < 15 ? attribute->length : 15;

	memcpy(name, attribute->value, length);
	name[length] = '\0';
}

/* Reads the attributes that are nested in this attribute. */
static void take_ulp(struct detail *detail, const struct diagmsg_attribute *attribute)
{
	struct diagmsg_reader reader = {attribute->value, attribute->length};
	struct diagmsg_attribute inner;

	while (diagmsg_next_attribute(&reader, &inner) > 0)
		if (inner.type == ULP_NAME)
			take_name(detail->ulp, &inner);
}

static void take_attribute(struct detail *detail, const struct diagmsg_attribute *attribute)
{
	switch (attribute->type) {
	case INET_DIAG_INFO:
		if (conn_kind_has(&detail->conn, KIND_HAS_TRANSFER) &&
			attribute->length >= TCP_INFO_LEAST)
			take_numbers(detail, attribute);
		break;
	case INET_DIAG_CONG:
		take_name(detail->congestion, attribute);
		break;
	case ATTR_ULP:
		take_ulp(detail, attribute);
		break;
	case ATTR_BBR:
		take_bandwidth(detail, attribute);
		take_numbers(detail, attribute);
		break;
	default:
		take_numbers(detail, attribute);
	}
}

int detail_decode(const struct diagmsg *message, enum conn_proto proto, struct detail *ret_detail)
{
	struct diagmsg_attribute attribute;
	struct diagmsg_reader reader;
	struct detail detail = {0};
	struct conn_tcp tcp;
	bool tcp_info;
	int error;

	error = diagmsg_decode(message, proto, &detail.conn, &tcp, &tcp_info);
	if (error)
		return error;
	diagmsg_attributes_init(&reader, message);
	while (diagmsg_next_attribute(&reader, &attribute) > 0)
		take_attribute(&detail, &attribute);
	*ret_detail = detail;
	return 0;
}

int detail_query(
	struct wire *wire, void *buffer, const struct conn *conn, struct detail *ret_detail)
{
	_Alignas(8) char request[DIAGMSG_REQUEST_MAX];
	size_t length = diagmsg_put_detail(request, conn, ++wire->sequence);
	struct diagmsg message;
	struct detail detail;
	int error;

	if (!length)
		return -EINVAL;
	error = diag_ask(wire, buffer, request, length, &message);
	if (!error)
		error = detail_decode(&message, (enum conn_proto)conn->proto, &detail);
	if (!error)
		error = diag_check_answer(conn, &detail.conn);
	detail.conn.place = wire->place;
	if (!error)
		*ret_detail = detail;
	return error;
}

uint64_t detail_in_flight(const struct detail *detail)
{
	uint64_t sent = detail->values[DETAIL_UNACKED] + detail->values[DETAIL_RETRANS];
	uint64_t left = detail->values[DETAIL_SACKED] + detail->values[DETAIL_LOST];

	return sent > left ? sent - left : 0;
}
