/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/diag/diagmsg.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include <libmnl/libmnl.h>

#include "sock/diag/diagmsg-ulp.h"
#include "sock/diag/tcp-info.h"

/* Missing in some headers. */
enum {
	ATTR_CGROUP_ID = 21, /* 5.10: the inode number of the cgroup's directory */
	ATTR_REQ_PROTOCOL = 3,
	PROTOCOL_MPTCP = 262, /* too large for the byte in the request */
};

/* TCPF_BOUND_INACTIVE (6.8) */
enum { STATE_BIT_BOUND_INACTIVE = 13 };

enum { MEMORY_BIT = 1 << (INET_DIAG_SKMEMINFO - 1) };

static const uint8_t family_numbers[CONN_FAMILIES] = {AF_INET, AF_INET6};

static uint8_t extension_bits(unsigned extensions)
{
	return (extensions & DIAGMSG_INFO ? 1 << (INET_DIAG_INFO - 1) : 0) |
	       (extensions & DIAGMSG_CONGESTION ? 1 << (INET_DIAG_CONG - 1) : 0) |
	       (extensions & DIAGMSG_MEMORY ? MEMORY_BIT : 0);
}

/* Drops are always asked for: they are a few numbers, and few sockets have them. */
static uint8_t extensions_of(const struct kind *kind, unsigned extensions)
{
	if (!(kind->flags & KIND_HAS_TRANSFER))
		extensions &= DIAGMSG_MEMORY;
	return extension_bits(extensions) | (kind->flags & KIND_HAS_DROPS ? MEMORY_BIT : 0);
}

static struct nlmsghdr *put_header(
	void *buffer, uint16_t type, uint16_t flags, uint32_t sequence, size_t payload)
{
	struct nlmsghdr *header = mnl_nlmsg_put_header(buffer);

	header->nlmsg_type = type;
	header->nlmsg_flags = flags;
	header->nlmsg_seq = sequence;
	mnl_nlmsg_put_extra_header(header, payload);
	return header;
}

size_t diagmsg_put_dump(void *buffer, const struct diagmsg_dump *dump, uint32_t sequence)
{
	const struct kind *kind = kind_table[dump->proto];
	bool both = dump->family == DIAGMSG_BOTH_FAMILIES;
	uint16_t type = both ? TCPDIAG_GETSOCK : SOCK_DIAG_BY_FAMILY;
	struct nlmsghdr *header;

	header = put_header(buffer, type, NLM_F_REQUEST | NLM_F_DUMP, sequence,
		both ? sizeof(struct inet_diag_req) : sizeof(struct inet_diag_req_v2));
	if (both) {
		struct inet_diag_req *request = mnl_nlmsg_get_payload(header);

		request->idiag_family = AF_UNSPEC;
		request->idiag_ext = extension_bits(dump->extensions);
		request->idiag_states = dump->states;
	} else {
		struct inet_diag_req_v2 *request = mnl_nlmsg_get_payload(header);

		request->sdiag_family = family_numbers[dump->family];
		request->sdiag_protocol = kind->number;
		request->idiag_ext = extensions_of(kind, dump->extensions);
		request->idiag_states = dump->states;
	}
	if (dump->mptcp)
		mnl_attr_put_u32(header, ATTR_REQ_PROTOCOL, PROTOCOL_MPTCP);
	if (dump->condition)
		mnl_attr_put(header, INET_DIAG_REQ_BYTECODE, dump->condition->length,
			dump->condition->bytes);
	return header->nlmsg_len;
}

static void set_id(struct inet_diag_sockid *id, const struct conn_endpoint *source,
	const struct conn_endpoint *destination)
{
	memcpy(id->idiag_src, source->addr, sizeof(id->idiag_src));
	memcpy(id->idiag_dst, destination->addr, sizeof(id->idiag_dst));
	id->idiag_sport = htons(source->port);
	id->idiag_dport = htons(destination->port);
}

/* Writes the request that names exactly one socket; `type` says what to do with it. */
static struct inet_diag_req_v2 *put_exact(
	void *buffer, const struct conn *conn, uint16_t type, uint16_t flags, uint32_t sequence)
{
	struct nlmsghdr *header =
		put_header(buffer, type, flags, sequence, sizeof(struct inet_diag_req_v2));
	struct inet_diag_req_v2 *request = mnl_nlmsg_get_payload(header);
	const struct kind *kind = conn_kind(conn);

	request->sdiag_family = family_numbers[conn->family];
	request->sdiag_protocol = kind->number;
	request->idiag_states = ~0U;
	request->idiag_ext = extensions_of(kind, DIAGMSG_INFO | DIAGMSG_CONGESTION);
	if (kind->flags & KIND_SWAPS_QUERIED_ENDS && type == SOCK_DIAG_BY_FAMILY)
		set_id(&request->id, &conn->remote, &conn->local);
	else
		set_id(&request->id, &conn->local, &conn->remote);
	request->id.idiag_if = conn->interface;
	request->id.idiag_cookie[0] = (uint32_t)conn->cookie;
	request->id.idiag_cookie[1] = (uint32_t)(conn->cookie >> 32);
	return request;
}

#define EXACT_LENGTH (NLMSG_HDRLEN + sizeof(struct inet_diag_req_v2))

size_t diagmsg_put_query(void *buffer, const struct conn *conn, uint32_t sequence)
{
	if (!conn_names_one_socket(conn))
		return 0;
	put_exact(buffer, conn, SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST, sequence);
	return EXACT_LENGTH;
}

size_t diagmsg_put_connection(void *buffer, uint32_t token, uint32_t sequence)
{
	static const struct conn nobody = {.proto = CONN_TCP, .family = CONN_IPV4};
	struct inet_diag_req_v2 *request =
		put_exact(buffer, &nobody, SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST, sequence);
	struct nlmsghdr *header = buffer;

	/* mptcp_diag_dump_one() reads the token from here and ignores the rest. */
	request->id.idiag_cookie[0] = token;
	mnl_attr_put_u32(header, ATTR_REQ_PROTOCOL, PROTOCOL_MPTCP);
	return header->nlmsg_len;
}

size_t diagmsg_put_detail(void *buffer, const struct conn *conn, uint32_t sequence)
{
	if (!conn_names_one_socket(conn))
		return 0;
	/* The kernel also sends attributes that have no bit here, without being asked. */
	put_exact(buffer, conn, SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST, sequence)->idiag_ext =
		UINT8_MAX;
	return EXACT_LENGTH;
}

size_t diagmsg_put_destroy(void *buffer, const struct conn *conn, uint32_t sequence)
{
	if (!conn_names_one_socket(conn))
		return 0;
	put_exact(buffer, conn, SOCK_DESTROY, NLM_F_REQUEST, sequence);
	return EXACT_LENGTH;
}

void diagmsg_ask_acknowledgement(void *request)
{
	((struct nlmsghdr *)request)->nlmsg_flags |= NLM_F_ACK;
}

size_t diagmsg_put_destroy_probe(void *buffer, uint32_t sequence)
{
	/* No socket listens on port 0, and cookies begin at 1. */
	static const struct conn nobody = {.proto = CONN_TCP, .family = CONN_IPV4};

	put_exact(buffer, &nobody, SOCK_DESTROY, NLM_F_REQUEST | NLM_F_ACK, sequence);
	return EXACT_LENGTH;
}

void diagmsg_reader_init(struct diagmsg_reader *reader, const void *datagram, size_t length)
{
	reader->at = datagram;
	reader->left = length;
}

/* The errno at the beginning of the payload of NLMSG_ERROR and NLMSG_DONE. */
static int payload_error(const struct diagmsg *message)
{
	int error;

	if (message->length < sizeof(error))
		return message->kind == DIAGMSG_DONE ? 0 : -EBADMSG;
	memcpy(&error, message->payload, sizeof(error));
	/* Callers may rely on getting a valid errno. */
	return error > 0 || error < -4095 ? -EBADMSG : error;
}

int diagmsg_next(struct diagmsg_reader *reader, struct diagmsg *ret_message)
{
	struct nlmsghdr header;
	size_t whole;

	if (reader->left == 0)
		return 0;
	if (reader->left < sizeof(header))
		return -EBADMSG;
	memcpy(&header, reader->at, sizeof(header));
	if (header.nlmsg_len < sizeof(header) || header.nlmsg_len > reader->left)
		return -EBADMSG;

	*ret_message = (struct diagmsg){
		.kind = DIAGMSG_OTHER,
		.sequence = header.nlmsg_seq,
		.interrupted = header.nlmsg_flags & NLM_F_DUMP_INTR,
		.payload = reader->at + sizeof(header),
		.length = header.nlmsg_len - sizeof(header),
	};
	switch (header.nlmsg_type) {
	case SOCK_DIAG_BY_FAMILY:
	case TCPDIAG_GETSOCK:
		ret_message->kind = DIAGMSG_SOCKET;
		break;
	case NLMSG_ERROR:
		ret_message->kind = DIAGMSG_ERROR;
		ret_message->error = payload_error(ret_message);
		break;
	case NLMSG_DONE:
		ret_message->kind = DIAGMSG_DONE;
		ret_message->error = payload_error(ret_message);
		break;
	}
	whole = NLMSG_ALIGN(header.nlmsg_len);
	if (whole > reader->left)
		whole = reader->left;
	reader->at += whole;
	reader->left -= whole;
	return 1;
}

/* The kernel counts microseconds in 64 bits. More than 49 days are reported as 49 days. */
static uint32_t whole_ms(uint64_t microseconds)
{
	return microseconds / 1000 < UINT32_MAX ? (uint32_t)(microseconds / 1000) : UINT32_MAX;
}

static void decode_tcp_info(const unsigned char *bytes, size_t length, struct conn_tcp *tcp)
{
	struct tcp_info_fields info = {0};
	const size_t most = TCP_INFO_END(dsack_dups); /* nothing behind it is read */

	memcpy(&info, bytes, length < most ? length : most);
	tcp->rtt_us = info.rtt;
	tcp->rtt_var_us = info.rttvar;
	tcp->cwnd = info.snd_cwnd;
	tcp->retransmits = info.total_retrans;
	tcp->lost = info.lost;
	tcp->rto_us = info.rto;
	tcp->last_sent_ms = info.last_data_sent;
	tcp->last_received_ms = info.last_data_recv;
	if (length >= TCP_INFO_END(bytes_received)) {
		tcp->bytes_acked = info.bytes_acked;
		tcp->bytes_received = info.bytes_received;
		tcp->has |= CONN_TCP_HAS_BYTES;
	}
	if (length >= TCP_INFO_END(sndbuf_limited)) {
		tcp->busy_ms = whole_ms(info.busy_time);
		tcp->receiver_limited_ms = whole_ms(info.rwnd_limited);
		tcp->send_buffer_limited_ms = whole_ms(info.sndbuf_limited);
		tcp->has |= CONN_TCP_HAS_BUSY;
	}
	if (length >= TCP_INFO_END(dsack_dups)) {
		tcp->spurious = info.dsack_dups;
		tcp->bytes_sent = info.bytes_sent;
		tcp->bytes_retrans = info.bytes_retrans;
		tcp->has |= CONN_TCP_HAS_SENT;
	}
}

/* In these states the kernel no longer knows the owner, and reports 0 (net/ipv4/inet_diag.c). */
static bool lost_its_owner(const struct conn *conn)
{
	return conn->inode == 0 && (conn->state == CONN_TIME_WAIT || conn->state == CONN_SYN_RECV ||
					   conn->state == CONN_FIN_WAIT2);
}

static void decode_fixed(const struct inet_diag_msg *msg, enum conn_proto proto, struct conn *conn)
{
	uint8_t state = msg->idiag_state;

	*conn = (struct conn){
		.cookie = (uint64_t)msg->id.idiag_cookie[1] << 32 | msg->id.idiag_cookie[0],
		.inode = msg->idiag_inode,
		.interface = msg->id.idiag_if,
		.recv_q = msg->idiag_rqueue,
		.send_q = msg->idiag_wqueue,
		.timer_ms = msg->idiag_expires,
		.proto = (uint8_t)proto,
		.family = msg->idiag_family == AF_INET6 ? CONN_IPV6 : CONN_IPV4,
		.timer = msg->idiag_timer < CONN_TIMERS ? msg->idiag_timer : CONN_TIMER_NONE,
		.retransmits = msg->idiag_retrans,
		.has = CONN_HAS_COOKIE,
	};
	if (state == STATE_BIT_BOUND_INACTIVE)
		state = CONN_BOUND;
	else if (state == CONN_NEW_SYN_RECV)
		state = CONN_SYN_RECV;
	conn->state = state < CONN_STATES ? state : CONN_UNKNOWN;
	/* If the kind has BOUND, a socket that is listed as CLOSED is BOUND. */
	if (state == CONN_CLOSED && kind_table[proto]->states & 1U << CONN_BOUND)
		conn->state = CONN_BOUND;
	memcpy(conn->local.addr, msg->id.idiag_src, conn->family == CONN_IPV6 ? 16 : 4);
	memcpy(conn->remote.addr, msg->id.idiag_dst, conn->family == CONN_IPV6 ? 16 : 4);
	conn->local.port = ntohs(msg->id.idiag_sport);
	conn->remote.port = ntohs(msg->id.idiag_dport);
	if (conn->inode)
		conn->has |= CONN_HAS_INODE;
	if (!lost_its_owner(conn)) {
		conn->has |= CONN_HAS_UID;
		conn->uid = msg->idiag_uid;
	}
}

static void decode_attribute(const struct diagmsg_attribute *attribute, struct conn *conn,
	struct conn_tcp *tcp, bool *tcp_info)
{
	const unsigned char *value = attribute->value;
	size_t length = attribute->length, at;

	switch (attribute->type) {
	case INET_DIAG_INFO:
		/* The part that every kernel sends; a shorter tcp_info is ignored. */
		if (!conn_kind_has(conn, KIND_HAS_TRANSFER) || length < TCP_INFO_LEAST)
			break;
		decode_tcp_info(value, length, tcp);
		*tcp_info = true;
		break;
	case INET_DIAG_CONG:
		if (length >= sizeof(tcp->congestion))
			length = sizeof(tcp->congestion) - 1;
		memcpy(tcp->congestion, value, length);
		tcp->congestion[length] = '\0';
		break;
	case INET_DIAG_SKMEMINFO:
		at = SK_MEMINFO_DROPS * sizeof(conn->drops);
		if (!(conn_kind_has(conn, KIND_HAS_DROPS) || conn_accepts(conn)) ||
			length < at + sizeof(conn->drops))
			break;
		memcpy(&conn->drops, value + at, sizeof(conn->drops));
		conn->has |= CONN_HAS_DROPS;
		break;
	case INET_DIAG_SKV6ONLY:
		if (length >= 1 && value[0])
			conn->has |= CONN_HAS_V6ONLY;
		break;
	case INET_DIAG_MARK:
		if (length < sizeof(conn->mark))
			break;
		memcpy(&conn->mark, value, sizeof(conn->mark));
		conn->has |= CONN_HAS_MARK;
		break;
	case DIAGMSG_ULP_ATTRIBUTE:
		if (conn->proto == CONN_TCP && diagmsg_ulp_is_mptcp(attribute))
			conn->has |= CONN_HAS_MPTCP;
		break;
	case ATTR_CGROUP_ID:
		if (length < sizeof(conn->cgroup))
			break;
		memcpy(&conn->cgroup, value, sizeof(conn->cgroup));
		conn->has |= CONN_HAS_CGROUP;
		break;
	}
}

void diagmsg_attributes_init(struct diagmsg_reader *reader, const struct diagmsg *message)
{
	size_t fixed = sizeof(struct inet_diag_msg);

	reader->at = message->payload + (message->length < fixed ? message->length : fixed);
	reader->left = message->length < fixed ? 0 : message->length - fixed;
}

int diagmsg_next_attribute(struct diagmsg_reader *reader, struct diagmsg_attribute *ret_attribute)
{
	struct nlattr header;
	size_t whole;

	if (reader->left < sizeof(header))
		return 0;
	memcpy(&header, reader->at, sizeof(header));
	if (header.nla_len < sizeof(header) || header.nla_len > reader->left)
		return -EBADMSG;
	*ret_attribute = (struct diagmsg_attribute){
		.type = header.nla_type & NLA_TYPE_MASK,
		.value = reader->at + sizeof(header),
		.length = header.nla_len - sizeof(header),
	};
	whole = NLA_ALIGN(header.nla_len);
	if (whole > reader->left)
		whole = reader->left;
	reader->at += whole;
	reader->left -= whole;
	return 1;
}

int diagmsg_decode(const struct diagmsg *message, enum conn_proto proto, struct conn *ret_conn,
	struct conn_tcp *ret_tcp, bool *ret_tcp_info)
{
	struct diagmsg_attribute attribute;
	struct diagmsg_reader reader;
	struct inet_diag_msg fixed;
	struct conn_tcp tcp = {0};
	bool tcp_info = false;
	struct conn conn;
	int more;

	if (message->length < sizeof(fixed))
		return -EBADMSG;
	memcpy(&fixed, message->payload, sizeof(fixed));
	if (fixed.idiag_family != AF_INET && fixed.idiag_family != AF_INET6)
		return -EBADMSG;
	decode_fixed(&fixed, proto, &conn);

	diagmsg_attributes_init(&reader, message);
	while ((more = diagmsg_next_attribute(&reader, &attribute)) > 0)
		decode_attribute(&attribute, &conn, &tcp, &tcp_info);
	if (more < 0)
		return more;
	*ret_conn = conn;
	*ret_tcp_info = tcp_info;
	if (tcp_info)
		*ret_tcp = tcp;
	return 0;
}
