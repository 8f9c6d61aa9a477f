/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Findings about peers, and about the local ports for connections to them. */
#include <string.h>

#include "base/hash.h"
#include "view/health/health-internal.h"

/* After the third retransmission of a segment without an answer, it is no coincidence. */
#define RETRANSMITS_LEAST 3

static uint64_t remote_key(const struct conn *conn)
{
	return health_key(conn->family, conn->remote.addr, sizeof(conn->remote.addr));
}

static void add_remote(const struct health *health, uint32_t row, struct buffer *out)
{
	const struct conn *conn = &health_row(health, row)->conn;

	conn_add_addr(out, conn, &conn->remote);
}

/* -------- zero windows, retransmissions -------- */

HEALTH_TAKE(zero_window)
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

HEALTH_JUDGE(zero_window)
{
	add_remote(health, subject->row, &finding->subject);
	buffer_text(&finding->filter, "timer_name = probe and dst ");
	add_remote(health, subject->row, &finding->filter);
}

HEALTH_TAKE(retransmission)
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

HEALTH_JUDGE(retransmission)
{
	add_remote(health, subject->row, &finding->subject);
	buffer_printf(&finding->filter,
		"timer_name = retransmit and timer_retransmits >= %u and dst ", RETRANSMITS_LEAST);
	add_remote(health, subject->row, &finding->filter);
}

/* -------- ports -------- */

/*
 * A port is used once for each source, destination and destination port. There may be as many of
 * these as sockets, too many to remember: so each look counts them by a hash, in a table of fixed
 * size, and the next look counts exactly only those whose bucket had a suspicious count.
 */

void health_ports_begin(struct health *health)
{
	memset(health->port_buckets, 0, HEALTH_PORT_BUCKETS * sizeof(health->port_buckets[0]));
}

void health_ports_end(struct health *health)
{
	uint32_t suspicious = health->port_count / 2 + 1;

	memset(health->port_suspects, 0, sizeof(health->port_suspects));
	for (size_t i = 0; i < HEALTH_PORT_BUCKETS; i++)
		if (health->port_buckets[i] >= suspicious)
			health->port_suspects[i / 8] |= (uint8_t)(1U << (i % 8));
}

HEALTH_TAKE(ports)
{
	const struct conn *conn = &health_row(health, row)->conn;
	struct health_subject *subject;
	uint32_t bucket;
	uint64_t key;

	if (conn->local.port < health->port_first || conn->local.port > health->port_last ||
		sysctls_is_reserved(&health->sysctls, conn->local.port))
		return;
	key = health_key(conn->remote.port, conn->local.addr, sizeof(conn->local.addr));
	key = health_key(key, conn->remote.addr, sizeof(conn->remote.addr));
	bucket = hash_u64(key) % HEALTH_PORT_BUCKETS;
	health->port_buckets[bucket]++;
	if (!(health->port_suspects[bucket / 8] >> (bucket % 8) & 1))
		return;
	subject = health_subject(health, kind, key, row);
	if (!subject)
		return;
	subject->value = ++subject->count;
	subject->other += conn->state == CONN_TIME_WAIT;
	subject->limit = health->port_count;
}

HEALTH_JUDGE(ports)
{
	const struct conn *conn = &health_row(health, subject->row)->conn;

	conn_add_addr(&finding->subject, conn, &conn->local);
	buffer_text(&finding->subject, health->context->ascii ? " -> " : " \xe2\x86\x92 ");
	conn_add_endpoint(&finding->subject, conn, &conn->remote);
	buffer_text(&finding->filter, "src ");
	conn_add_addr(&finding->filter, conn, &conn->local);
	buffer_text(&finding->filter, " and dst ");
	conn_add_endpoint(&finding->filter, conn, &conn->remote);
}
