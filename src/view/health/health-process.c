/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Findings that a process causes: it does not close, does not read, or does not use keepalive. */
#include "sock/machine/process.h"
#include "view/health/health-internal.h"

/* So long may go by if some were seen to be closed after such a time: there may be an answer to
 * send. */
#define UNCLOSED_PATIENCE_US 60000000

/* The finding is a problem if the process will run out of descriptors within this time. */
#define UNCLOSED_URGENT_MS 3600000

/* If the process is not known, the key is the user's number plus this, beyond all other keys. */
#define KEY_OF_USER (UINT64_C(1) << 32)

uint64_t health_process_key(const struct health *health, uint32_t row)
{
	uint32_t process = health_process(health, row);
	const struct owner_map *owners;

	if (process == OWNER_MAP_NONE)
		return KEY_OF_USER + health_row(health, row)->conn.uid;
	owners = &health->context->row_owners->owners;
	return owner_map_process(owners, process)->pid;
}

static void add_process_subject(
	const struct health *health, const struct health_subject *subject, struct buffer *out)
{
	uint64_t key = health_process_key(health, subject->row);

	if (key < KEY_OF_USER)
		health_add_process(health, subject->row, out);
	else
		buffer_printf(
			out, health_word(health, N_("user %u")), (unsigned)(key - KEY_OF_USER));
}

static void add_process_filter(
	const struct health *health, const struct health_subject *subject, struct buffer *out)
{
	uint64_t key = health_process_key(health, subject->row);

	if (key < KEY_OF_USER)
		buffer_printf(out, " and pid = %u", (unsigned)key);
	else
		buffer_printf(out, " and uid = %u", (unsigned)(key - KEY_OF_USER));
}

static void take_older(struct health_subject *subject, int64_t since_us, bool at_least)
{
	if (since_us >= subject->since_us)
		return;
	subject->since_us = since_us;
	subject->since_at_least = at_least;
}

HEALTH_SAME(health_same_process)
{
	return health_process_key(health, left->row) == health_process_key(health, right->row);
}

/* -------- CLOSE_WAIT, and FIN_WAIT2 that a process holds: half closed, and not closed -------- */

static int64_t usual_us(const struct health_kind *kind)
{
	return (int64_t)kind->patience_ms * 1000;
}

HEALTH_TAKE(health_take_unclosed)
{
	const struct row *r = health_row(health, row);
	struct health_subject *subject;

	/*
	 * In CLOSE_WAIT it is not accepted yet, which is reported for the accept queue; in
	 * FIN_WAIT2 the kernel ends it.
	 */
	if (!(r->conn.has & CONN_HAS_INODE))
		return;
	subject = health_subject(health, kind, health_process_key(health, row), row);
	if (!subject)
		return;
	subject->value++;
	subject->stayed += r->state_since_us <= health->begun_before_us;
	/*
	 * Where many connections come and are closed in time, there are always some in CLOSE_WAIT.
	 */
	if (!r->conn.send_q && !(r->flags & ROW_MOVED) &&
		health->begun_us - r->state_since_us >= usual_us(kind) + 2 * subject->usual_us)
		subject->count++;
	if (r->state_since_us < subject->since_us)
		subject->oldest = 0;
	take_older(subject, r->state_since_us, r->flags & ROW_STATE_AT_LEAST);
	subject->oldest += r->state_since_us == subject->since_us;
}

/*
 * True where some of the oldest have gone, after a time in which all had the chance to end, and
 * fast enough that none is kept for long. (All that were there at the first look have the same
 * age.)
 */
static bool lets_oldest_go(const struct health *health, const struct health_subject *subject)
{
	int64_t age_us = health->begun_us - subject->oldest_us;
	uint64_t span_us = (uint64_t)(health->begun_us - health->begun_before_us), gone;

	if (!subject->oldest_us || subject->since_us < subject->oldest_us ||
		age_us > UNCLOSED_PATIENCE_US)
		return false;
	if (subject->since_us > subject->oldest_us)
		return true;
	gone = subject->oldest_before > subject->oldest ? subject->oldest_before - subject->oldest
							: 0;
	return age_us > usual_us(subject->kind) &&
	       gone * UNCLOSED_PATIENCE_US > subject->oldest_before * span_us;
}

/*
 * Forgotten connections only become older. A program that is slow, or has much to send to a peer
 * that has finished (a half close), closes them one by one. That is the case if nearly as many go
 * as there are, or more than their number grows by; then there is no finding.
 */
HEALTH_SETTLE(health_settle_unclosed)
{
	uint64_t gone = subject->before > subject->stayed ? subject->before - subject->stayed : 0;
	int64_t age_us = health->begun_us - subject->oldest_us;

	subject->left = subject->left * 7 / 8 + gone;
	if (gone && age_us > subject->usual_us && lets_oldest_go(health, subject)) {
		subject->usual_us = age_us;
		subject->count = 0; /* none waits for longer than that */
	}
	subject->oldest_us = subject->since_us;
	subject->oldest_before = subject->oldest;
	if (2 * subject->left >= subject->count)
		subject->count = 0;
	subject->habit_us = usual_us(subject->kind) + 2 * subject->usual_us;
	subject->overdue = subject->count ? subject->overdue + 1 : 0;
}

/*
 * Compares the process's open descriptors with its limit, and predicts when it reaches the limit.
 */
static void judge_descriptors(struct health *health, uint32_t pid, struct health_finding *finding)
{
	const struct owner_map *owners = &health->context->row_owners->owners;
	uint64_t open, limit;

	if (process_read_file_limit(owners->proc, pid, &limit) < 0 || !limit)
		return;
	finding->limit = limit;
	if (!owners->counted || process_count_files(owners->proc, pid, &open) < 0)
		open = finding->value; /* it has at least these */
	finding->other = open;
	if (open >= limit - limit / 5)
		finding->severity = HEALTH_PROBLEM;
	if (!finding->has_growth || finding->growth < 1 || open >= limit)
		return;
	finding->left_ms = (uint64_t)((double)(limit - open) / finding->growth * 60000);
	if (finding->left_ms < UNCLOSED_URGENT_MS)
		finding->severity = HEALTH_PROBLEM;
}

HEALTH_JUDGE(health_judge_unclosed)
{
	add_process_subject(health, subject, &finding->subject);
	buffer_printf(&finding->filter, "state %s", subject->kind->id);
	add_process_filter(health, subject, &finding->filter);
	if (health_trend_gain(&subject->trend) <= subject->left)
		finding->has_growth = false;
	if (finding->severity < HEALTH_WARNING && finding->has_growth && finding->growth >= 1)
		finding->severity = HEALTH_WARNING;
	if (subject->key < KEY_OF_USER)
		judge_descriptors(health, (uint32_t)subject->key, finding);
}

/* -------- half-open connections -------- */

static uint64_t keepalive_ms(const struct health *health)
{
	return sysctls_get(&health->sysctls, SYSCTL_TCP_KEEPALIVE_TIME, 7200) * 1000;
}

/*
 * Counts connections with nothing to send, no keepalive, and silence for so long that keepalive
 * would have probed.
 */
HEALTH_TAKE(health_take_half_open)
{
	const struct row *r = health_row(health, row);
	const struct track_tcp *tcp = &health->context->track->tcp[row];
	struct health_subject *subject;
	uint64_t silent_ms;

	if (r->conn.timer != CONN_TIMER_NONE || !(r->conn.has & CONN_HAS_INODE) || !r->sampled_us ||
		r->sampled_us != health->context->track->now.mono_us)
		return;
	silent_ms = tcp->last_sent_ms < tcp->last_received_ms ? tcp->last_sent_ms
							      : tcp->last_received_ms;
	if (silent_ms < keepalive_ms(health))
		return;
	subject = health_subject(health, kind, health_process_key(health, row), row);
	if (!subject)
		return;
	subject->value = ++subject->count;
	take_older(subject, health->context->now.boot_us - (int64_t)silent_ms * 1000, false);
}

HEALTH_JUDGE(health_judge_half_open)
{
	add_process_subject(health, subject, &finding->subject);
	finding->other = keepalive_ms(health) / 1000;
	buffer_printf(&finding->filter,
		"state established and lastreceived >= %llus and not timer_name = keepalive",
		(unsigned long long)finding->other);
	add_process_filter(health, subject, &finding->filter);
}

/* -------- receivers that do not read -------- */

/* All bytes received so far; 0 if this refresh does not have the figure. */
static uint64_t arrived(const struct health *health, uint32_t row)
{
	const struct track *track = health->context->track;

	if (!track->rows[row].sampled_us || track->rows[row].sampled_us != track->now.mono_us)
		return 0;
	return track->tcp[row].bytes_received;
}

/*
 * True if something was read since the previous look: the queue is shorter than before plus what
 * was received.
 */
static bool has_read(
	const struct health_subject *subject, const struct conn *conn, uint64_t arrived)
{
	uint64_t came =
		subject->arrived && arrived > subject->arrived ? arrived - subject->arrived : 0;

	return conn->recv_q < subject->trend.newest.value + came;
}

/* As long as a queue only grows, and by everything that is received, nothing reads it. */
HEALTH_TAKE(health_take_receiver)
{
	const struct conn *conn = &health_row(health, row)->conn;
	struct health_subject *subject;
	uint64_t came;

	if (conn->recv_q < kind->info || !(conn->has & CONN_HAS_INODE))
		return;
	subject = health_subject(health, kind, conn->cookie, row);
	if (!subject)
		return;
	came = arrived(health, row);
	if (has_read(subject, conn, came))
		subject->looks = 0;
	subject->arrived = came;
	subject->value = subject->count = conn->recv_q;
}

/* "src 10.0.0.5:80 and dst 10.0.0.9:41210", without unspecified addresses. */
static void add_socket_filter(const struct conn *conn, struct buffer *out)
{
	buffer_printf(out, "proto = %s and ", conn_proto_name((enum conn_proto)conn->proto));
	if (conn_addr_is_any(conn, &conn->local)) {
		buffer_printf(out, "sport = :%u", conn->local.port);
	} else {
		buffer_text(out, "src ");
		conn_add_endpoint(out, conn, &conn->local);
	}
	if (conn_addr_is_any(conn, &conn->remote))
		return;
	buffer_text(out, " and dst ");
	conn_add_endpoint(out, conn, &conn->remote);
}

/* Several sockets of one process. */
static void judge_process(const struct health *health, const struct health_subject *subject,
	struct health_finding *finding)
{
	add_process_subject(health, subject, &finding->subject);
	add_process_filter(health, subject, &finding->filter);
}

/* Names the socket, and the sockets of a filter that is begun already if there are several. */
static HEALTH_JUDGE(judge_socket)
{
	const struct conn *conn = &health_row(health, subject->row)->conn;

	if (finding->subjects > 1) {
		judge_process(health, subject, finding);
		return;
	}
	buffer_clear(&finding->filter);
	health_add_process(health, subject->row, &finding->subject);
	buffer_char(&finding->subject, ' ');
	conn_add_endpoint(&finding->subject, conn, &conn->local);
	add_socket_filter(conn, &finding->filter);
}

HEALTH_JUDGE(health_judge_receiver)
{
	buffer_printf(&finding->filter, "recvq >= %u", subject->kind->info);
	judge_socket(health, subject, finding);
}

/* -------- UDP drops -------- */

HEALTH_TAKE(health_take_udp_drops)
{
	const struct conn *conn = &health_row(health, row)->conn;
	struct health_subject *subject;

	if (!(conn->has & CONN_HAS_DROPS) || (!conn->drops && !conn->recv_q))
		return;
	subject = health_subject(health, kind, conn->cookie, row);
	if (!subject)
		return;
	subject->value = conn->drops;
	subject->other = conn->drops;
}

HEALTH_JUDGE(health_judge_udp_drops)
{
	buffer_text(&finding->filter, "drops > 0");
	judge_socket(health, subject, finding);
}

/* -------- hidden owners -------- */

HEALTH_POSSIBLE(health_possible_owners)
{
	return health->context && health->context->row_owners;
}

/* Only those that were not found are counted, which are few. Without /proc none can be found. */
HEALTH_MEASURE(health_measure_owners)
{
	const struct row_owners *row_owners = health->context->row_owners;
	size_t count = row_owners->usable ? owner_map_count_hidden(&row_owners->owners)
					  : health->context->track->live_count;
	struct health_subject *subject = count ? health_subject(health, kind, 0, TRACK_NONE) : NULL;

	if (subject)
		subject->value = subject->count = count;
}

HEALTH_JUDGE(health_judge_owners)
{
	const struct row_owners *row_owners = health->context->row_owners;

	(void)subject;
	buffer_text(&finding->subject, health_word(health, N_("this machine")));
	if (row_owners->usable && !(owner_map_hidden(&row_owners->owners) & OWNER_MAP_HIDDEN_EMPTY))
		return;
	/* No process at all is known: nothing that health says of processes holds. */
	finding->severity = HEALTH_WARNING;
	finding->advises = N_("Mount /proc: without it nothing is known of any process.");
}
