/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Findings about listeners: connections that wait to be accepted, and half-open ones. */
#include <string.h>

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

/* Whose connections have waited for so long is not only busy ... */
#define STALLED_US INT64_C(10000000)
/* ... and those of this one get no answer for as long as clients have patience. */
#define STALLED_LONG_US INT64_C(60000000)

bool health_is_same_endpoint(const struct health *health, uint32_t left_row, uint32_t right_row)
{
	const struct conn *left = &health_row(health, left_row)->conn;
	const struct conn *right = &health_row(health, right_row)->conn;

	return left->place == right->place && left->family == right->family &&
	       left->local.port == right->local.port &&
	       memcmp(left->local.addr, right->local.addr, sizeof(left->local.addr)) == 0;
}

/* One port may have several listeners, each with a queue of its own (SO_REUSEPORT). */
HEALTH_SAME(health_same_listener)
{
	uint32_t process = health_process(health, left->row);

	return health_is_same_endpoint(health, left->row, right->row) ||
	       (process != OWNER_MAP_NONE && process == health_process(health, right->row));
}

/* Names the listener, or the process of several. */
static void judge_listener(const struct health *health, const struct health_subject *subject,
	struct health_finding *finding)
{
	uint32_t process = health_process(health, subject->row);

	if (finding->subjects == 1 ||
		health_is_same_endpoint(health, finding->row, finding->other_row)) {
		add_listener(health, subject->row, &finding->subject);
		add_listener_filter(&health_row(health, subject->row)->conn, &finding->filter);
		return;
	}
	health_add_process_number(health, process, &finding->subject);
	buffer_text(&finding->filter, "state listen and recvq > 0");
	if (process != OWNER_MAP_NONE)
		buffer_printf(&finding->filter, " and pid = %u",
			owner_map_process(&health->context->row_owners->owners, process)->pid);
}

/* The kernel accepts one connection more than the backlog. */
HEALTH_TAKE(health_take_accept_queue)
{
	const struct conn *conn = &health_row(health, row)->conn;
	struct health_subject *subject;

	if (!conn->recv_q)
		return;
	subject = health_subject(health, kind, conn->cookie, row);
	if (!subject)
		return;
	subject->value = subject->count = conn->recv_q;
	subject->limit = conn_queue_room(conn);
}

HEALTH_JUDGE(health_judge_accept_queue)
{
	finding->limit -= finding->subjects;
	if (!finding->limit) {
		finding->limit = finding->subjects;
		finding->says = N_("connections that wait to be accepted at {subject}: {value}; "
				   "there is room for one only (listen() with a backlog of 0)");
	}
	finding->other = sysctls_get(&health->sysctls, SYSCTL_SOMAXCONN, UINT64_MAX);
	judge_listener(health, subject, finding);
}

/* -------- what a listener has dropped -------- */

HEALTH_POSSIBLE(health_possible_listener_drops)
{
	return !health->drops_untold;
}

/* A listener is followed from its first drop on: until then it had none. */
static void follow_from_none(const struct health *health, struct health_subject *subject)
{
	int64_t since_us = health->begun_us - health->begun_before_us;

	if (!subject->trend.count && !health->drops_untold_before)
		health_trend_add(&subject->trend, health->now_us - since_us, 0);
}

HEALTH_TAKE(health_take_listener_drops)
{
	const struct conn *conn = &health_row(health, row)->conn;
	struct health_subject *subject;

	health->drops_untold |= !(conn->has & CONN_HAS_DROPS);
	if (!(conn->has & CONN_HAS_DROPS) || !conn->drops)
		return;
	subject = health_subject(health, kind, conn->cookie, row);
	if (!subject)
		return;
	follow_from_none(health, subject);
	subject->value = subject->other = conn->drops;
}

HEALTH_JUDGE(health_judge_listener_drops)
{
	if (finding->subjects == 1 ||
		health_is_same_endpoint(health, finding->row, finding->other_row)) {
		judge_listener(health, subject, finding);
		return;
	}
	health_add_process_number(health, health_process(health, subject->row), &finding->subject);
	buffer_text(&finding->filter, "state listen and drops > 0");
}

/* -------- listeners that do not accept -------- */

HEALTH_POSSIBLE(health_possible_stalled)
{
	return health->context && health->context->row_owners;
}

/*
 * The kernel tells how many connections wait in the queue of each listener, and which connections
 * wait, but of several listeners on one endpoint (SO_REUSEPORT) not in whose queue each of them is.
 * The first listener of the endpoint, which listeners_find() returns for each of them, counts them.
 */
static uint32_t first_of_endpoint(const struct health *health, const struct conn *conn)
{
	const struct column_context *context = health->context;

	return listeners_find(&context->row_owners->listeners, context->track, conn);
}

/* How many waited in the queue in the previous look, if it has not become shorter. */
static uint64_t steady_queue(const struct health_subject *subject)
{
	return subject->value >= subject->before ? subject->before : 0;
}

/* Adds a listener whose queue is not empty. */
static void take_queue(
	struct health *health, const struct health_kind *kind, uint32_t row, uint32_t first)
{
	const struct conn *conn = &health_row(health, row)->conn;
	struct health_subject *subject =
		conn->recv_q ? health_subject(health, kind, conn->cookie, row) : NULL;
	uint64_t steady;

	if (!subject)
		return;
	subject->value = conn->recv_q;
	subject->limit = conn_queue_room(conn);
	steady = steady_queue(subject);
	if (row != first &&
		steady) /* the subjects may move in memory: `subject` is not valid any more */
		subject =
			health_subject(health, kind, health_row(health, first)->conn.cookie, first);
	if (subject)
		subject->claimed += steady;
}

/* Counts a connection that waits. */
static void take_waiting(
	struct health *health, const struct health_kind *kind, const struct row *r, uint32_t first)
{
	struct health_subject *subject =
		health_subject(health, kind, health_row(health, first)->conn.cookie, first);

	if (!subject)
		return;
	subject->stayed += r->first_seen_us <= health->begun_before_us;
	if (r->first_seen_us < subject->since_us) {
		subject->since_us = r->first_seen_us;
		subject->since_at_least = r->flags & ROW_AGE_AT_LEAST;
	}
}

HEALTH_TAKE(health_take_stalled)
{
	const struct row *r = health_row(health, row);
	bool listens = conn_accepts(&r->conn);
	uint32_t first;

	if (!listens && r->conn.has & CONN_HAS_INODE)
		return;
	first = first_of_endpoint(health, &r->conn);
	if (first == TRACK_NONE)
		return;
	if (listens)
		take_queue(health, kind, row, first);
	else
		take_waiting(health, kind, r, first);
}

/*
 * Connections are accepted in the order in which they came: if none of a queue was accepted, all
 * that waited in it still do. Several listeners whose queues did not shrink are all stuck if enough
 * connections have stayed; else only one that most of these must be of.
 */
HEALTH_SETTLE(health_settle_stalled)
{
	uint32_t first = first_of_endpoint(health, &health_row(health, subject->row)->conn);
	const struct health_subject *all =
		first == TRACK_NONE ? NULL
				    : health_find_subject(health, subject->kind,
					      health_row(health, first)->conn.cookie);
	uint64_t steady = steady_queue(subject);

	if (!all || !steady || steady > all->stayed)
		return;
	if (all->claimed > all->stayed && 2 * steady <= all->claimed)
		return;
	subject->since_us = all->since_us;
	subject->since_at_least = all->since_at_least;
	if (health->begun_us - subject->since_us >= (int64_t)subject->kind->patience_ms * 1000)
		subject->count = subject->value;
}

HEALTH_JUDGE(health_judge_stalled)
{
	int64_t waited_us = health->begun_us - subject->since_us;

	finding->limit -= finding->limit > finding->subjects ? finding->subjects : 0;
	if (waited_us >= STALLED_US && finding->severity < HEALTH_WARNING)
		finding->severity = HEALTH_WARNING;
	if (waited_us >= STALLED_LONG_US)
		finding->severity = HEALTH_PROBLEM;
	judge_listener(health, subject, finding);
}

/* -------- half-open connections -------- */

/* The listener's backlog also limits its half-open connections. */
HEALTH_TAKE(health_take_syn_recv)
{
	const struct column_context *context = health->context;
	const struct conn *conn = &health_row(health, row)->conn;
	uint32_t listener = TRACK_NONE;
	struct health_subject *subject;
	uint64_t key;

	if (context->row_owners)
		listener = listeners_find(&context->row_owners->listeners, context->track, conn);
	key = listener == TRACK_NONE
		      ? health_key(health_seed(conn, conn->family), &conn->local.port, 2)
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

HEALTH_JUDGE(health_judge_syn_recv)
{
	add_listener(health, subject->row, &finding->subject);
	buffer_text(&finding->filter, "state syn-recv and ");
	add_listener_filter(&health_row(health, subject->row)->conn, &finding->filter);
}
