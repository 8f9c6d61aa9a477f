/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The columns about transfer: rates, and figures from tcp_info. */
#include "view/column/column-socket.h"

/* Listeners carry no data; for a socket that its process has left, the kernel keeps no tcp_info. */
static bool has_transfer(const struct conn *conn)
{
	if (!conn_kind_has(conn, KIND_HAS_TRANSFER))
		return false;
	switch (conn->state) {
	case CONN_LISTEN:
	case CONN_SYN_RECV:
	case CONN_TIME_WAIT:
	case CONN_BOUND:
		return false;
	case CONN_FIN_WAIT2:
		return conn->has & CONN_HAS_INODE;
	default:
		return true;
	}
}

/*
 * The kernel is asked for the figures of rows that come into sight, by cookie; of a socket without
 * an inode only a dump has them.
 */
static struct column_value not_measured(const struct column_context *context, uint32_t row)
{
	const struct row *r = column_row(context, row);
	bool will_be =
		r->conn.has & CONN_HAS_COOKIE && (r->sampled_us || r->conn.has & CONN_HAS_INODE);

	return context->live && will_be && r->life != ROW_GONE ? column_pending : column_unknown;
}

static struct column_value rate_value(
	const struct column_context *context, uint32_t row, float bytes_a_second)
{
	const struct row *r = column_row(context, row);

	if (r->life == ROW_GONE || !has_transfer(&r->conn))
		return column_none;
	return track_is_rated(context->track, r) ? column_number((uint64_t)(bytes_a_second + 0.5f))
						 : not_measured(context, row);
}

COLUMN_READER(column_read_tx_rate)
{
	return rate_value(context, row, column_row(context, row)->tx_rate);
}

COLUMN_READER(column_read_rx_rate)
{
	return rate_value(context, row, column_row(context, row)->rx_rate);
}

COLUMN_READER(column_read_rate)
{
	const struct row *r = column_row(context, row);

	return rate_value(context, row, r->tx_rate + r->rx_rate);
}

static uint64_t rate_key(const struct column_context *context, uint32_t row, float smoothed)
{
	struct column_value value = rate_value(context, row, smoothed);

	return value.blank == COLUMN_REAL ? value.number : UINT64_MAX;
}

uint64_t column_key_tx_rate(const struct column_context *context, uint32_t row)
{
	return rate_key(context, row, column_row(context, row)->tx_smooth);
}

uint64_t column_key_rx_rate(const struct column_context *context, uint32_t row)
{
	return rate_key(context, row, column_row(context, row)->rx_smooth);
}

uint64_t column_key_rate(const struct column_context *context, uint32_t row)
{
	const struct row *r = column_row(context, row);

	return rate_key(context, row, r->tx_smooth + r->rx_smooth);
}

/* Reads a field of the TCP part; `needs` says which kernels report it. */
static struct column_value tcp_value(const struct column_context *context, uint32_t row,
	unsigned needs, uint64_t (*field)(const struct track_tcp *tcp))
{
	const struct track_tcp *tcp = track_tcp(context->track, row);

	if (!has_transfer(column_conn(context, row)) && !(context->past && tcp))
		return column_none;
	if (!tcp)
		return not_measured(context, row);
	if ((tcp->has & needs) != needs)
		return column_unknown;
	return column_number(field(tcp));
}

#define TCP_READER(name, needs, member)                            \
	static uint64_t get_##name(const struct track_tcp *tcp)    \
	{                                                          \
		return tcp->member;                                \
	}                                                          \
	COLUMN_READER(name)                                        \
	{                                                          \
		return tcp_value(context, row, needs, get_##name); \
	}

TCP_READER(column_read_rtt, 0, rtt_us)
TCP_READER(column_read_rtt_var, 0, rtt_var_us)
TCP_READER(column_read_cwnd, 0, cwnd)
TCP_READER(column_read_retransmits, 0, retransmits)
TCP_READER(column_read_spurious, CONN_TCP_HAS_SENT, spurious)
TCP_READER(column_read_rto, 0, rto_us)
TCP_READER(column_read_lost, 0, lost)
TCP_READER(column_read_last_sent, 0, last_sent_ms)
TCP_READER(column_read_last_received, 0, last_received_ms)
TCP_READER(column_read_bytes_sent, CONN_TCP_HAS_SENT, bytes_sent)
TCP_READER(column_read_bytes_acked, CONN_TCP_HAS_BYTES, bytes_acked)
TCP_READER(column_read_bytes_received, CONN_TCP_HAS_BYTES, bytes_received)
TCP_READER(column_read_busy, CONN_TCP_HAS_BUSY, busy_ms)
TCP_READER(column_read_receiver_limited, CONN_TCP_HAS_BUSY, receiver_limited_ms)
TCP_READER(column_read_send_buffer_limited, CONN_TCP_HAS_BUSY, send_buffer_limited_ms)

COLUMN_READER(column_read_congestion)
{
	const struct track_tcp *tcp = track_tcp(context->track, row);
	const char *name = tcp ? track_congestion(context->track, tcp) : NULL;

	if (!has_transfer(column_conn(context, row)))
		return column_none;
	if (name)
		return column_words(text, name);
	return tcp ? column_unknown : not_measured(context, row);
}

COLUMN_READER(column_read_resent)
{
	const struct row *r = column_row(context, row);
	const struct track_tcp *tcp = track_tcp(context->track, row);

	if (r->life == ROW_GONE || !has_transfer(&r->conn))
		return column_none;
	if (!tcp || !track_is_rated(context->track, r))
		return not_measured(context, row);
	return tcp->resent == TRACK_RESENT_UNKNOWN ? column_unknown : column_number(tcp->resent);
}
