/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Findings about peers. */
#include "view/health/health-internal.h"

/* After the third retransmission of a segment without an answer, it is no coincidence. */
#define RETRANSMITS_LEAST 3

static uint64_t remote_key(const struct conn *conn)
{
	return health_key(
		health_seed(conn, conn->family), conn->remote.addr, sizeof(conn->remote.addr));
}

static void add_remote(const struct health *health, uint32_t row, struct buffer *out)
{
	const struct conn *conn = &health_row(health, row)->conn;

	conn_add_addr(out, conn, &conn->remote);
}

/* -------- zero windows, retransmissions -------- */

HEALTH_TAKE(health_take_zero_window)
{
	const struct conn *conn = &health_row(health, row)->conn;
	struct health_subject *subject;

	/* The peer answers the probes, but its window stays closed. */
	if (conn->timer != CONN_TIMER_PROBE || !conn->send_q)
		return;
	subject = health_subject(health, kind, remote_key(conn), row);
	if (!subject)
		return;
	subject->value = ++subject->count;
	subject->other += conn->send_q;
}

HEALTH_JUDGE(health_judge_zero_window)
{
	add_remote(health, subject->row, &finding->subject);
	buffer_text(&finding->filter, "timer_name = probe and dst ");
	add_remote(health, subject->row, &finding->filter);
}

HEALTH_TAKE(health_take_retransmission)
{
	const struct conn *conn = &health_row(health, row)->conn;
	struct health_subject *subject;

	if (conn->timer != CONN_TIMER_RETRANSMIT || conn->retransmits < RETRANSMITS_LEAST)
		return;
	subject = health_subject(health, kind, remote_key(conn), row);
	if (!subject)
		return;
	subject->value = ++subject->count;
	if (conn->retransmits > subject->other)
		subject->other = conn->retransmits;
}

HEALTH_JUDGE(health_judge_retransmission)
{
	add_remote(health, subject->row, &finding->subject);
	buffer_printf(&finding->filter,
		"timer_name = retransmit and timer_retransmits >= %u and dst ", RETRANSMITS_LEAST);
	add_remote(health, subject->row, &finding->filter);
}
