/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why a connection ended, and its figures at the end.
 *
 * In the kernel's figures SYN and FIN count as a byte each: bytes_acked has the SYN of the side
 * that connected and the FIN of either side, bytes_received has the FIN of the peer. bytes_sent has
 * neither, so what was acknowledged tells whether our FIN was.
 */
#include "sock/event/ends-internal.h"

#include <string.h>

static bool was_open(enum conn_state state)
{
	return state != CONN_SYN_SENT && state != CONN_CLOSED && state != CONN_UNKNOWN;
}

/* True if the peer has acknowledged our FIN. */
static bool fin_was_acked(const struct ends_item *item, bool is_server)
{
	const struct conn_tcp *tcp = &item->event.tcp;
	uint64_t data = tcp->bytes_sent - tcp->bytes_retrans;

	return item->event.has_tcp && tcp->has & CONN_TCP_HAS_SENT &&
	       tcp->bytes_acked == data + (is_server ? 1 : 2);
}

/*
 * The state that is called the last one is the last that was seen alive. Of a connection that
 * closed first something stays for a minute; but that of the other side may come and go unseen,
 * so that a missing TIME_WAIT proves nothing.
 */
static enum end_reason reason_of(const struct ends_item *item, enum conn_state last, bool fin_acked)
{
	if (item->is_active)
		return END_FIN_BY_US;
	if (item->told && item->event.conn.remote.port == 0)
		return was_open(last) ? END_RESET_BY_US : END_UNKNOWN;
	switch (last) {
	case CONN_LAST_ACK:
		return END_FIN_BY_PEER;
	case CONN_FIN_WAIT2:
		return END_FIN_BY_US;
	case CONN_CLOSE_WAIT:
		return fin_acked ? END_FIN_BY_PEER : END_UNKNOWN;
	case CONN_FIN_WAIT1:
		return fin_acked ? END_FIN_BY_US : END_UNKNOWN;
	default:
		return END_UNKNOWN;
	}
}

/*
 * After our close() nobody reads the FIN of the peer, which then stays in RECV-Q. If our FIN was
 * acknowledged and no TIME_WAIT is left, the peer had closed first.
 */
static bool fin_was_received(const struct ends_item *item, enum conn_state last, bool fin_acked)
{
	return last == CONN_CLOSE_WAIT || last == CONN_LAST_ACK || last == CONN_CLOSING ||
	       (fin_acked && (item->event.conn.recv_q > 0 || !item->is_active));
}

static void correct_acked(struct conn_tcp *tcp)
{
	if (tcp->has & CONN_TCP_HAS_SENT && tcp->bytes_acked > tcp->bytes_sent - tcp->bytes_retrans)
		tcp->bytes_acked = tcp->bytes_sent - tcp->bytes_retrans;
}

void ends_judge(
	const struct ends_item *item, const struct row *row, bool is_server, struct end *ret_end)
{
	const struct event *event = &item->event;
	bool fin_acked = item->told && fin_was_acked(item, is_server);
	enum conn_state last;

	*ret_end = (struct end){
		.conn = row ? row->conn : item->event.conn,
		.tcp = item->event.tcp,
		.has_tcp = item->told && item->event.has_tcp && item->event.conn.remote.port,
		.told = item->told,
		.at_us = event->at_us,
		.born_us = event->born_us,
		.pid = event->pid,
		.row = row ? item->row.row : TRACK_NONE,
		.amends = item->amends,
	};
	memcpy(ret_end->process, event->process, sizeof(ret_end->process));
	correct_acked(&ret_end->tcp);
	if (event->exact) {
		ret_end->conn.state = event->conn.state;
		ret_end->reason = event->reason;
		return;
	}
	if (row && item->is_active && row->life == ROW_CHANGED)
		ret_end->conn.state = row->state_before;
	last = (enum conn_state)ret_end->conn.state;
	ret_end->reason = reason_of(item, last, fin_acked);
	if (fin_was_received(item, last, fin_acked) && ret_end->tcp.bytes_received)
		ret_end->tcp.bytes_received--;
}
