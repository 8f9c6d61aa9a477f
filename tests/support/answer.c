/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/answer.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <string.h>
#include <sys/socket.h>

enum { CGROUP_ID = 21 };

/* Bytes of tcp_info that Linux 6.18 sends. */
enum { TCP_INFO_SIZE = 280 };

void answer_clear(struct answer *answer)
{
	buffer_clear(&answer->bytes);
	answer->last = 0;
}

void answer_done_with(struct answer *answer)
{
	buffer_done(&answer->bytes);
}

static void pad(struct buffer *bytes)
{
	while (bytes->length % NLMSG_ALIGNTO)
		buffer_char(bytes, '\0');
}

void answer_message(struct answer *answer, uint16_t type, uint16_t flags, uint32_t sequence,
	const void *payload, size_t length)
{
	struct nlmsghdr header = {
		.nlmsg_len = (uint32_t)(sizeof(header) + length),
		.nlmsg_type = type,
		.nlmsg_flags = flags,
		.nlmsg_seq = sequence,
	};

	answer->last = answer->bytes.length;
	buffer_add(&answer->bytes, (const char *)&header, sizeof(header));
	buffer_add(&answer->bytes, payload, length);
	pad(&answer->bytes);
}

static void put_endpoint(__be32 *address, __be16 *port, const struct conn_endpoint *endpoint)
{
	memcpy(address, endpoint->addr, sizeof(endpoint->addr));
	*port = htons(endpoint->port);
}

void answer_socket(
	struct answer *answer, const struct conn *conn, uint32_t sequence, uint16_t flags)
{
	struct inet_diag_msg msg = {
		.idiag_family = conn->family == CONN_IPV6 ? AF_INET6 : AF_INET,
		.idiag_state = conn->state == CONN_BOUND ? CONN_CLOSED : conn->state,
		.idiag_timer = conn->timer,
		.idiag_retrans = conn->retransmits,
		.id.idiag_if = conn->interface,
		.id.idiag_cookie = {(uint32_t)conn->cookie, (uint32_t)(conn->cookie >> 32)},
		.idiag_expires = conn->timer_ms,
		.idiag_rqueue = conn->recv_q,
		.idiag_wqueue = conn->send_q,
		.idiag_uid = conn->uid,
		.idiag_inode = conn->inode,
	};

	put_endpoint(msg.id.idiag_src, &msg.id.idiag_sport, &conn->local);
	put_endpoint(msg.id.idiag_dst, &msg.id.idiag_dport, &conn->remote);
	answer_message(answer, SOCK_DIAG_BY_FAMILY, flags, sequence, &msg, sizeof(msg));
	if (conn->has & CONN_HAS_MARK)
		answer_attribute(answer, INET_DIAG_MARK, &conn->mark, sizeof(conn->mark));
	if (conn->has & CONN_HAS_CGROUP)
		answer_attribute(answer, CGROUP_ID, &conn->cgroup, sizeof(conn->cgroup));
	if (conn->has & CONN_HAS_V6ONLY)
		answer_attribute(answer, INET_DIAG_SKV6ONLY, "\1", 1);
}

void answer_attribute(struct answer *answer, uint16_t type, const void *value, size_t length)
{
	struct nlattr attribute = {
		.nla_len = (uint16_t)(sizeof(attribute) + length),
		.nla_type = type,
	};
	struct nlmsghdr header;

	buffer_add(&answer->bytes, (const char *)&attribute, sizeof(attribute));
	buffer_add(&answer->bytes, value, length);
	pad(&answer->bytes);
	memcpy(&header, answer->bytes.data + answer->last, sizeof(header));
	header.nlmsg_len = (uint32_t)(answer->bytes.length - answer->last);
	memcpy(answer->bytes.data + answer->last, &header, sizeof(header));
}

void answer_tcp_info(struct answer *answer, const struct conn_tcp *tcp)
{
	unsigned char bytes[TCP_INFO_SIZE] = {0};
	struct tcp_info info = {
		.tcpi_rtt = tcp->rtt_us,
		.tcpi_rttvar = tcp->rtt_var_us,
		.tcpi_snd_cwnd = tcp->cwnd,
		.tcpi_total_retrans = tcp->retransmits,
		.tcpi_lost = tcp->lost,
		.tcpi_last_data_sent = tcp->last_sent_ms,
		.tcpi_last_data_recv = tcp->last_received_ms,
		.tcpi_bytes_acked = tcp->bytes_acked,
		.tcpi_bytes_received = tcp->bytes_received,
		.tcpi_busy_time = (uint64_t)tcp->busy_ms * 1000,
		.tcpi_rwnd_limited = (uint64_t)tcp->receiver_limited_ms * 1000,
		.tcpi_sndbuf_limited = (uint64_t)tcp->send_buffer_limited_ms * 1000,
		.tcpi_bytes_sent = tcp->bytes_sent,
		.tcpi_bytes_retrans = tcp->bytes_retrans,
	};

	memcpy(bytes, &info, sizeof(info) < sizeof(bytes) ? sizeof(info) : sizeof(bytes));
	answer_attribute(answer, INET_DIAG_INFO, bytes, sizeof(bytes));
	answer_attribute(answer, INET_DIAG_CONG, tcp->congestion, strlen(tcp->congestion) + 1);
}

void answer_error(struct answer *answer, uint32_t sequence, int error)
{
	struct nlmsgerr payload = {.error = error};

	answer_message(answer, NLMSG_ERROR, 0, sequence, &payload, sizeof(payload));
}

void answer_done(struct answer *answer, uint32_t sequence, int error, uint16_t flags)
{
	answer_message(answer, NLMSG_DONE, NLM_F_MULTI | flags, sequence, &error, sizeof(error));
}
