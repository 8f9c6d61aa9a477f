/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/column/column-socket.h"

#include <string.h>

/* -------- the socket itself -------- */

COLUMN_READER(column_read_proto)
{
	return column_words(text, conn_proto_name(column_conn(context, row)->proto));
}

COLUMN_READER(column_read_family)
{
	return column_words(text, conn_family_name(column_conn(context, row)->family));
}

COLUMN_READER(column_read_state)
{
	const struct conn *conn = column_conn(context, row);

	return column_words(text, conn_state_name(conn->proto, conn->state));
}

int column_compare_state(const struct column_context *context, uint32_t left, uint32_t right)
{
	const struct conn *l = column_conn(context, left), *r = column_conn(context, right);
	const char *left_name = conn_state_name(l->proto, l->state);
	const char *right_name = conn_state_name(r->proto, r->state);

	return left_name == right_name ? 0 : strcmp(left_name, right_name);
}

COLUMN_READER(column_read_interface)
{
	const struct conn *conn = column_conn(context, row);

	if (!conn->interface)
		return column_none;
	names_add_interface(context->names, conn, text);
	return column_real;
}

COLUMN_READER(column_read_uid)
{
	const struct conn *conn = column_conn(context, row);

	return conn->has & CONN_HAS_UID ? column_number(conn->uid) : column_none;
}

COLUMN_READER(column_read_inode)
{
	const struct conn *conn = column_conn(context, row);

	return conn->has & CONN_HAS_INODE ? column_number(conn->inode) : column_none;
}

COLUMN_READER(column_read_cookie)
{
	const struct conn *conn = column_conn(context, row);

	if (!(conn->has & CONN_HAS_COOKIE))
		return column_none;
	buffer_printf(text, "0x%llx", (unsigned long long)conn->cookie);
	return column_real;
}

uint64_t column_key_cookie(const struct column_context *context, uint32_t row)
{
	const struct conn *conn = column_conn(context, row);

	return conn->has & CONN_HAS_COOKIE ? conn->cookie : UINT64_MAX;
}

/* -------- addresses -------- */

static void add_port(const struct column_context *context, const struct conn *conn,
	const struct conn_endpoint *endpoint, struct buffer *text)
{
	const char *service = NULL;

	buffer_char(text, ':');
	if (context->services && endpoint->port)
		service = context->names->service(
			context->names->context, conn->proto, endpoint->port);
	if (service)
		buffer_text(text, service);
	else if (endpoint->port)
		buffer_number(text, endpoint->port);
	else
		buffer_char(text, '*');
}

/* NULL if the address has no name, or none yet. */
static const char *host_name(const struct column_context *context, const struct conn *conn,
	const struct conn_endpoint *endpoint)
{
	bool mapped = conn_is_mapped(conn);

	if (!context->hosts || !context->names->host || conn_addr_is_any(conn, endpoint))
		return NULL;
	return context->names->host(context->names->context,
		mapped ? CONN_IPV4 : (enum conn_family)conn->family,
		endpoint->addr + (mapped ? 12 : 0));
}

/* Adds the address without its port. */
static void add_host(const struct column_context *context, const struct conn *conn,
	const struct conn_endpoint *endpoint, struct buffer *text)
{
	bool v6 = !conn_is_ipv4(conn);
	const char *name = host_name(context, conn, endpoint);

	if (name)
		buffer_text(text, name);
	else if (v6 && endpoint == &conn->local && conn_is_listener(conn) &&
		 !(conn->has & CONN_HAS_V6ONLY) && conn_addr_is_any(conn, endpoint))
		buffer_char(text, '*');
	else
		conn_add_host(text, conn, endpoint);
}

/*
 * In the format of ss: 10.0.0.5:443, [2001:db8::1]:443, *:443 for both families, 0.0.0.0:* for no
 * peer.
 */
static void add_endpoint(const struct column_context *context, const struct conn *conn,
	const struct conn_endpoint *endpoint, struct buffer *text)
{
	add_host(context, conn, endpoint, text);
	if (conn->interface && endpoint == &conn->local) {
		buffer_char(text, '%');
		names_add_interface(context->names, conn, text);
	}
	add_port(context, conn, endpoint, text);
}

COLUMN_READER(column_read_local)
{
	const struct conn *conn = column_conn(context, row);

	add_endpoint(context, conn, &conn->local, text);
	return column_real;
}

COLUMN_READER(column_read_remote)
{
	const struct conn *conn = column_conn(context, row);

	add_endpoint(context, conn, &conn->remote, text);
	return column_real;
}

COLUMN_READER(column_read_local_addr)
{
	const struct conn *conn = column_conn(context, row);

	conn_add_addr(text, conn, &conn->local);
	return column_real;
}

COLUMN_READER(column_read_remote_addr)
{
	const struct conn *conn = column_conn(context, row);

	conn_add_addr(text, conn, &conn->remote);
	return column_real;
}

COLUMN_READER(column_read_local_port)
{
	return column_number(column_conn(context, row)->local.port);
}

COLUMN_READER(column_read_remote_port)
{
	return column_number(column_conn(context, row)->remote.port);
}

/* The address as 16 bytes in sorting order: IPv4, mapped or not, before IPv6. */
static void ordered_addr(
	const struct conn *conn, const struct conn_endpoint *endpoint, uint8_t ret_bytes[17])
{
	bool v4 = conn_is_ipv4(conn);

	memset(ret_bytes, 0, 17);
	ret_bytes[0] = !v4;
	if (v4)
		memcpy(ret_bytes + 1, endpoint->addr + (conn->family == CONN_IPV6 ? 12 : 0), 4);
	else
		memcpy(ret_bytes + 1, endpoint->addr, 16);
}

/* An IPv4 address and its port fit into the key, so only IPv6 rows need comparing. */
static uint64_t endpoint_key(const struct conn *conn, const struct conn_endpoint *endpoint)
{
	const uint8_t *addr = endpoint->addr;
	uint8_t bytes[17];
	uint64_t key = 0;

	if (conn->family == CONN_IPV4) /* most are, and this is done for each of them */
		return (uint64_t)addr[0] << 40 | (uint64_t)addr[1] << 32 | (uint64_t)addr[2] << 24 |
		       (uint64_t)addr[3] << 16 | endpoint->port;
	ordered_addr(conn, endpoint, bytes);
	for (int i = 1; i <= 8; i++)
		key = key << 8 | bytes[i];
	if (!bytes[0])
		return key >> 32 << 16 | endpoint->port;
	return UINT64_C(1) << 63 | key >> 1;
}

static int endpoint_compare(const struct conn *left, const struct conn_endpoint *left_endpoint,
	const struct conn *right, const struct conn_endpoint *right_endpoint)
{
	uint8_t left_bytes[17], right_bytes[17];
	int order;

	ordered_addr(left, left_endpoint, left_bytes);
	ordered_addr(right, right_endpoint, right_bytes);
	order = memcmp(left_bytes, right_bytes, sizeof(left_bytes));
	return order ? order : (int)left_endpoint->port - (int)right_endpoint->port;
}

uint64_t column_key_local(const struct column_context *context, uint32_t row)
{
	const struct conn *conn = column_conn(context, row);

	return endpoint_key(conn, &conn->local);
}

uint64_t column_key_remote(const struct column_context *context, uint32_t row)
{
	const struct conn *conn = column_conn(context, row);

	return endpoint_key(conn, &conn->remote);
}

int column_compare_local(const struct column_context *context, uint32_t left, uint32_t right)
{
	const struct conn *l = column_conn(context, left), *r = column_conn(context, right);

	return endpoint_compare(l, &l->local, r, &r->local);
}

int column_compare_remote(const struct column_context *context, uint32_t left, uint32_t right)
{
	const struct conn *l = column_conn(context, left), *r = column_conn(context, right);

	return endpoint_compare(l, &l->remote, r, &r->remote);
}

/* -------- queues, timers, ages -------- */

COLUMN_READER(column_read_recv_q)
{
	return column_number(column_conn(context, row)->recv_q);
}

COLUMN_READER(column_read_send_q)
{
	return column_number(column_conn(context, row)->send_q);
}

COLUMN_READER(column_read_backlog)
{
	const struct conn *conn = column_conn(context, row);

	return conn_accepts(conn) ? column_number(conn->send_q) : column_none;
}

COLUMN_READER(column_read_timer)
{
	const struct conn *conn = column_conn(context, row);

	if (conn->timer == CONN_TIMER_NONE)
		return column_none;
	buffer_printf(text, "%s %u.%us", conn_timer_name(conn->timer), conn->timer_ms / 1000,
		conn->timer_ms % 1000 / 100);
	if (conn->retransmits)
		buffer_printf(text, " (%u)", conn->retransmits);
	return column_real;
}

uint64_t column_key_timer(const struct column_context *context, uint32_t row)
{
	const struct conn *conn = column_conn(context, row);

	return conn->timer ? (uint64_t)conn->timer << 32 | conn->timer_ms : UINT64_MAX;
}

COLUMN_READER(column_read_timer_name)
{
	const struct conn *conn = column_conn(context, row);

	return conn->timer ? column_words(text, conn_timer_name(conn->timer)) : column_none;
}

COLUMN_READER(column_read_timer_ms)
{
	const struct conn *conn = column_conn(context, row);

	return conn->timer ? column_number(conn->timer_ms) : column_none;
}

COLUMN_READER(column_read_timer_retransmits)
{
	const struct conn *conn = column_conn(context, row);

	return conn->timer ? column_number(conn->retransmits) : column_none;
}

/* The times of a socket that has gone stand still. */
static struct column_value time_since(const struct column_context *context, const struct row *row,
	int64_t since_us, bool at_least)
{
	int64_t gap = row_until_us(row, context->now.boot_us) - since_us;

	return (struct column_value){
		.number = gap > 0 ? (uint64_t)gap / 1000 : 0,
		.at_least = at_least,
	};
}

COLUMN_READER(column_read_age)
{
	const struct row *r = column_row(context, row);

	if (r->flags & ROW_UNSEEN)
		return column_unknown;
	return time_since(context, r, r->first_seen_us, r->flags & ROW_AGE_AT_LEAST);
}

COLUMN_READER(column_read_age_at_least)
{
	const struct row *r = column_row(context, row);

	return r->flags & ROW_UNSEEN ? column_unknown
				     : column_number(!!(r->flags & ROW_AGE_AT_LEAST));
}

COLUMN_READER(column_read_in_state)
{
	const struct row *r = column_row(context, row);

	if (r->flags & ROW_UNSEEN)
		return column_unknown;
	return time_since(context, r, r->state_since_us, r->flags & ROW_STATE_AT_LEAST);
}

COLUMN_READER(column_read_in_state_at_least)
{
	const struct row *r = column_row(context, row);

	return r->flags & ROW_UNSEEN ? column_unknown
				     : column_number(!!(r->flags & ROW_STATE_AT_LEAST));
}

/* -------- begin and end -------- */

/* "14:03:07", of a moment on the boot clock. */
static void add_time_of_day(
	const struct column_context *context, int64_t boot_us, struct buffer *text)
{
	int64_t real_us = context->now.real_us - (context->now.boot_us - boot_us);
	int64_t seconds = (real_us / 1000000 + context->utc_offset_s) % 86400;

	seconds += seconds < 0 ? 86400 : 0;
	buffer_printf(text, "%02d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60),
		(int)(seconds % 60));
}

COLUMN_READER(column_read_started)
{
	const struct row *r = column_row(context, row);

	if (r->flags & (ROW_UNSEEN | ROW_AGE_AT_LEAST))
		return column_unknown;
	add_time_of_day(context, r->first_seen_us, text);
	return column_real;
}

uint64_t column_key_started(const struct column_context *context, uint32_t row)
{
	const struct row *r = column_row(context, row);

	return r->flags & (ROW_UNSEEN | ROW_AGE_AT_LEAST)
		       ? UINT64_MAX
		       : (uint64_t)(INT64_MAX - r->first_seen_us);
}

COLUMN_READER(column_read_ended)
{
	const struct row *r = column_row(context, row);
	int64_t gap = context->now.boot_us - r->gone_us;

	if (r->life != ROW_GONE)
		return column_none;
	return column_number(gap > 0 ? (uint64_t)gap / 1000 : 0);
}

uint64_t column_key_ended(const struct column_context *context, uint32_t row)
{
	const struct row *r = column_row(context, row);

	return r->life == ROW_GONE ? (uint64_t)(INT64_MAX - r->gone_us) : UINT64_MAX;
}

COLUMN_READER(column_read_reason)
{
	const char *reason;

	if (!context->past)
		return column_none;
	reason = context->past->reason(context->past->context, row);
	return reason ? column_words(text, reason) : column_unknown;
}
