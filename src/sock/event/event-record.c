/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/event/event-record.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

/*
 * Why it ended. A socket that was reset, or that gave up, has an error. Without one: who closes
 * with data that nobody has read, or wants no TIME_WAIT, sends a reset in whatever state; so does a
 * socket that gets data after its close.
 */
static enum end_reason reason_of(const struct event_record *record)
{
	switch (record->error) {
	case ECONNRESET:
	case EPIPE:
	case ECONNREFUSED:
		return END_RESET_BY_PEER;
	case ECONNABORTED:
		return END_RESET_BY_US;
	case ETIMEDOUT:
	case EHOSTUNREACH:
	case ENETUNREACH:
		return END_TIMED_OUT;
	}
	switch (record->before) {
	case CONN_LAST_ACK:
		return END_FIN_BY_PEER;
	case CONN_FIN_WAIT2:
	case CONN_CLOSING:
		return END_FIN_BY_US;
	case CONN_FIN_WAIT1:
		return record->fin_received ? END_FIN_BY_US : END_RESET_BY_US;
	case CONN_ESTABLISHED:
	case CONN_CLOSE_WAIT:
		return END_RESET_BY_US;
	}
	return END_UNKNOWN;
}

/* In the kernel's figures SYN and FIN count as a byte each. */
static void read_figures(const struct event_record *record, struct conn_tcp *tcp)
{
	*tcp = (struct conn_tcp){
		.bytes_sent = record->bytes_sent,
		.bytes_retrans = record->bytes_retrans,
		.bytes_acked = record->bytes_acked,
		.bytes_received = record->bytes_received,
		.rtt_us = record->rtt_us,
		.rtt_var_us = record->rtt_var_us,
		.cwnd = record->cwnd,
		.retransmits = record->retransmits,
		.spurious = record->spurious,
		.has = CONN_TCP_HAS_BYTES | CONN_TCP_HAS_SENT,
	};
	if (tcp->bytes_received && record->fin_received)
		tcp->bytes_received--;
}

int event_record_read(const void *bytes, size_t length, struct event *ret_event)
{
	struct event_record record;

	if (length < sizeof(record))
		return -EBADMSG;
	memcpy(&record, bytes, sizeof(record));
	if ((record.family != AF_INET && record.family != AF_INET6) ||
		record.before >= CONN_NEW_SYN_RECV)
		return -EBADMSG;
	*ret_event = (struct event){
		.conn = {.cookie = record.cookie,
			.uid = record.uid,
			.interface = record.interface,
			.proto = CONN_TCP,
			.family = record.family == AF_INET ? CONN_IPV4 : CONN_IPV6,
			.state = record.before,
			.has = CONN_HAS_COOKIE | CONN_HAS_UID},
		.has_tcp = true,
		.exact = true,
		.reason = reason_of(&record),
		.at_us = (int64_t)(record.at_ns / 1000),
		.born_us = (int64_t)(record.born_ns / 1000),
		.pid = record.pid,
	};
	memcpy(ret_event->conn.local.addr, record.local, sizeof(record.local));
	memcpy(ret_event->conn.remote.addr, record.remote, sizeof(record.remote));
	ret_event->conn.local.port = ntohs(record.local_port);
	ret_event->conn.remote.port = ntohs(record.remote_port);
	read_figures(&record, &ret_event->tcp);
	memcpy(ret_event->process, record.process, sizeof(ret_event->process) - 1);
	return 0;
}
