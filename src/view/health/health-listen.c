/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Findings about listeners: connections that wait to be accepted, and half-open ones. */
#include "view/health/health-internal.h"

/* With fewer half-open connections than these there is no finding. */
#define SYN_RECV_LEAST 16

static void add_listener(const struct health *health, uint32_t row, struct buffer *out)
{
	const struct conn *conn = &health_row(health, row)->conn;

	conn_add_endpoint(out, conn, &conn->local);
	if (health_process(health, row) == OWNER_MAP_NONE)
		return;
	buffer_char(out, ' ');
	health_add_process(health, row, out);
}

static void add_listener_filter(const struct conn *conn, struct buffer *out)
{
	if (conn_addr_is_any(conn, &conn->local)) {
		buffer_printf(out, "sport = :%u", conn->local.port);
		return;
	}
	buffer_text(out, "src ");
	conn_add_endpoint(out, conn, &conn->local);
}

/* The kernel accepts one connection more than the backlog. */
HEALTH_TAKE(accept_queue)
{
	const struct conn *conn = &health_row(health, row)->conn;
	struct health_subject *subject;

	if (!conn->recv_q)
		return;
	subject = health_subject(health, kind, conn->cookie, row);
	if (!subject)
		return;
	subject->value = subject->count = conn->recv_q;
	subject->limit = (uint64_t)conn->send_q + 1;
}

HEALTH_JUDGE(accept_queue)
{
	const struct conn *conn = &health_row(health, subject->row)->conn;

	finding->limit = conn->send_q;
	finding->other = sysctls_get(&health->sysctls, SYSCTL_SOMAXCONN, UINT64_MAX);
	add_listener(health, subject->row, &finding->subject);
	add_listener_filter(conn, &finding->filter);
}

/* The listener's backlog also limits its half-open connections. */
HEALTH_TAKE(syn_recv)
{
	const struct column_context *context = health->context;
	const struct conn *conn = &health_row(health, row)->conn;
	uint32_t listener = TRACK_NONE;
	struct health_subject *subject;
	uint64_t key;

	if (context->row_owners)
		listener = listeners_find(&context->row_owners->listeners, context->track, conn);
	key = listener == TRACK_NONE ? health_key(conn->family, &conn->local.port, 2)
				     : health_row(health, listener)->conn.cookie;
	subject = health_subject(health, kind, key, listener == TRACK_NONE ? row : listener);
	if (!subject)
		return;
	if (++subject->value >= SYN_RECV_LEAST)
		subject->count = subject->value;
	subject->limit = listener == TRACK_NONE
				 ? sysctls_get(&health->sysctls, SYSCTL_TCP_MAX_SYN_BACKLOG, 0)
				 : health_row(health, listener)->conn.send_q;
}

HEALTH_JUDGE(syn_recv)
{
	add_listener(health, subject->row, &finding->subject);
	buffer_text(&finding->filter, "state syn-recv and ");
	add_listener_filter(&health_row(health, subject->row)->conn, &finding->filter);
}
