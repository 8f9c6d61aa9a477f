/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which cells have to be seen, and which are nothing to look at. */
#include "view/column/column-socket.h"

static enum column_tone judged(
	const struct column_context *context, uint32_t row, enum column_matter matter)
{
	return context->judge ? context->judge->tone(context->judge->context, row, matter)
			      : COLUMN_PLAIN;
}

/* Sent again because no answer came. */
static bool is_repeated(const struct conn *conn)
{
	return conn->timer == CONN_TIMER_RETRANSMIT && conn->retransmits > 0;
}

/* The peer's window is closed, and data wait for it. */
static bool is_probing(const struct conn *conn)
{
	return conn->timer == CONN_TIMER_PROBE && conn->send_q > 0;
}

enum column_tone column_tone_state(const struct column_context *context, uint32_t row)
{
	const struct conn *conn = column_conn(context, row);

	switch (conn->state) {
	case CONN_LISTEN:
		return COLUMN_LISTENING;
	case CONN_SYN_SENT:
	case CONN_SYN_RECV:
		return is_repeated(conn) ? COLUMN_WARNING : COLUMN_OPENING;
	case CONN_CLOSE_WAIT:
		return judged(context, row, COLUMN_MATTER_CLOSING);
	case CONN_TIME_WAIT:
		return COLUMN_QUIET;
	default:
		return COLUMN_PLAIN;
	}
}

/* As health judges it. */
static enum column_tone tone_of_accept_queue(const struct conn *conn)
{
	if (!conn->recv_q)
		return COLUMN_QUIET;
	if (conn->recv_q >= conn_queue_room(conn))
		return COLUMN_WRONG;
	return (uint64_t)conn->recv_q * 100 >= conn_queue_room(conn) * COLUMN_QUEUE_WARNING_PERCENT
		       ? COLUMN_WARNING
		       : COLUMN_PLAIN;
}

enum column_tone column_tone_recv_q(const struct column_context *context, uint32_t row)
{
	const struct conn *conn = column_conn(context, row);

	if (conn_accepts(conn))
		return tone_of_accept_queue(conn);
	return conn->recv_q ? judged(context, row, COLUMN_MATTER_READING) : COLUMN_QUIET;
}

enum column_tone column_tone_send_q(const struct column_context *context, uint32_t row)
{
	const struct conn *conn = column_conn(context, row);

	if (conn_accepts(conn))
		return COLUMN_PLAIN;
	if (!conn->send_q)
		return COLUMN_QUIET;
	return is_repeated(conn) || is_probing(conn) ? COLUMN_WARNING : COLUMN_PLAIN;
}

enum column_tone column_tone_timer(const struct column_context *context, uint32_t row)
{
	const struct conn *conn = column_conn(context, row);

	if (conn->timer == CONN_TIMER_NONE)
		return COLUMN_QUIET;
	return is_repeated(conn) || is_probing(conn) ? COLUMN_WARNING : COLUMN_PLAIN;
}

enum column_tone column_tone_of_row(const struct column_context *context, uint32_t row)
{
	enum column_tone tone;

	if (!row_is_living(column_row(context, row)))
		return COLUMN_PLAIN;
	tone = column_tone_recv_q(context, row);
	if (tone == COLUMN_WRONG)
		return tone;
	if (tone == COLUMN_WARNING || column_tone_timer(context, row) == COLUMN_WARNING)
		return COLUMN_WARNING;
	tone = column_tone_state(context, row);
	return tone == COLUMN_LISTENING || tone == COLUMN_OPENING ? COLUMN_PLAIN : tone;
}
