/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/rows/refresh.h"

#include <errno.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "sock/diag/procnet.h"

#define TRIES_MAX 3

/* More missing sockets than this in one refresh are not asked for: a second miss
 * decides (40 ms). */
#define QUERIES_MAX 16384

/* Rows that one step looks at for missing ones: about 0.1 ms. */
#define SCAN_STEP 16384

/* All states up to CLOSING; asking for BOUND makes the kernel walk another table. */
#define STATES_ALL 0xfffU
#define STATES_BOUND (1U << CONN_BOUND)

/* A dump of a refresh. */
struct leg {
	enum conn_proto proto;
	unsigned family; /* enum conn_family or DIAGMSG_BOTH_FAMILIES */
};

/* Of each kind both families, which spares a walk of the hash, then each family alone. */
#define LEGS_A_KIND (1U + CONN_FAMILIES)
#define LEGS (CONN_PROTOS * LEGS_A_KIND)

static struct leg leg_at(unsigned number)
{
	unsigned place = number % LEGS_A_KIND;

	return (struct leg){
		.proto = (enum conn_proto)(number / LEGS_A_KIND),
		.family = place ? place - 1 : DIAGMSG_BOTH_FAMILIES,
	};
}

static struct parts leg_parts(const struct leg *leg)
{
	return leg->family == DIAGMSG_BOTH_FAMILIES ? parts_of_kind(leg->proto)
						    : parts_one(leg->proto, leg->family);
}

void sweep_init(struct sweep *sweep, struct wire *dumps, struct wire *queries, int refused,
	const char *root)
{
	*sweep = (struct sweep){
		.dumps = dumps,
		.queries = queries,
		.refused = refused,
		.root = alloc_copy(root),
		.buffer = alloc_zero(1, WIRE_DATAGRAM_MAX),
		.phase = SWEEP_AT_END,
	};
}

void sweep_done(struct sweep *sweep)
{
	wire_close(sweep->dumps);
	wire_close(sweep->queries);
	free(sweep->root);
	free(sweep->buffer);
	*sweep = (struct sweep){0};
}

static void note(struct sweep *sweep, enum sweep_fault fault, const struct leg *leg, int error)
{
	if (sweep->note_count == SWEEP_NOTES_MAX)
		return;
	sweep->notes[sweep->note_count++] = (struct sweep_note){
		.fault = fault, .proto = leg->proto, .family = leg->family, .error = error};
}

bool sweep_is_complete(const struct sweep *sweep)
{
	for (unsigned i = 0; i < sweep->note_count; i++)
		if (sweep->notes[i].fault != SWEEP_FALLBACK)
			return false;
	return true;
}

static uint32_t states_of(const struct sweep_plan *plan, enum conn_proto proto)
{
	const struct kind *kind = kind_table[proto];
	uint32_t states = STATES_ALL;

	if (plan->listening)
		states = 1U << kind->listening;
	else if (plan->bound)
		states |= kind->states & STATES_BOUND;
	return plan->narrowed ? states & plan->states[proto] : states;
}

static bool is_asked_for(const struct sweep_plan *plan, const struct conn *conn)
{
	return parts_have_conn(plan->parts, conn) &&
	       states_of(plan, (enum conn_proto)conn->proto) & (1U << conn->state);
}

/*
 * What the new plan leaves out must not be taken for missing: it would be asked for one by one, and
 * shown as gone though it is not.
 */
static void forget_unasked(struct track *track, const struct sweep_plan *plan)
{
	track_forget(track, plan->parts);
	for (uint32_t index = 0; index < track->row_count; index++)
		if (track->rows[index].life != ROW_FREE &&
			!is_asked_for(plan, &track->rows[index].conn))
			track_forget_row(track, index);
}

static int take(void *context, const struct conn *conn, const struct conn_tcp *tcp)
{
	return track_take(context, conn, tcp);
}

void sweep_begin(struct sweep *sweep, struct track *track, const struct sweep_plan *plan,
	const struct instant *now)
{
	bool narrower = !parts_have(plan->parts, sweep->plan.parts) ||
			plan->listening > sweep->plan.listening || plan->bound < sweep->plan.bound;

	if (narrower)
		forget_unasked(track, plan);
	/* What was not asked for until now is not new for being listed now. */
	if (plan->listening < sweep->plan.listening)
		track_expect_old(track, parts_all());
	for (unsigned proto = 0; proto < kind_count; proto++)
		if (plan->bound > sweep->plan.bound && kind_table[proto]->states & STATES_BOUND)
			track_expect_old(track, parts_of_kind(proto));
	/* What comes into a state that is asked for may have been in others, for long. */
	if (plan->narrowed)
		track_expect_old(track, parts_all());
	sweep->plan = *plan;
	sweep->phase = SWEEP_AT_DUMP;
	sweep->leg = 0;
	sweep->tries = 0;
	sweep->parts_read = parts_none();
	sweep->parts_failed = parts_none();
	sweep->queries_left = QUERIES_MAX;
	sweep->note_count = 0;
	track_begin(track, now);
}

/* False where nothing of this leg is wanted, or it was read with another one. */
static bool leg_is_wanted(const struct sweep *sweep, const struct leg *leg)
{
	bool at_once = kind_table[leg->proto]->flags & KIND_DUMPS_FAMILIES_AT_ONCE &&
		       !sweep->no_legacy && sweep->dumps;
	struct parts parts = leg_parts(leg), settled = sweep->parts_read;

	if (leg->family == DIAGMSG_BOTH_FAMILIES && !at_once)
		return false;
	parts_add(&settled, sweep->parts_failed);
	return parts_have(sweep->plan.parts, parts) && !parts_have(settled, parts);
}

static void next_leg(struct sweep *sweep)
{
	sweep->leg++;
	sweep->tries = 0;
	sweep->phase = SWEEP_AT_DUMP;
}

/* Errors that say that this way to the sockets is closed, and will be the next time. */
static bool is_refusal(int error)
{
	switch (-error) {
	case EPERM:
	case EACCES:
	case ENOSYS:
	case ENOENT: /* no such protocol, or its diag module cannot be loaded */
	case EINVAL:
	case EOPNOTSUPP:
	case EPROTONOSUPPORT:
	case ECONNREFUSED: /* nobody in the kernel listens to NETLINK_SOCK_DIAG */
		return true;
	default:
		return false;
	}
}

static enum sweep_fault fault_of(int error)
{
	switch (-error) {
	case EINTR:
		return SWEEP_INTERRUPTED;
	case ENOBUFS:
	case EMSGSIZE:
		return SWEEP_OVERRUN;
	case ENOMEM:
		return SWEEP_NO_MEMORY;
	case ENOENT:
		return SWEEP_NO_MODULE;
	default:
		return SWEEP_FAILED;
	}
}

/* Lets /proc/net stand for the dump of `leg`, which was refused for the reason `refused`. */
static void read_procnet(
	struct sweep *sweep, struct track *track, const struct leg *leg, int refused)
{
	int error = procnet_read(sweep->root, leg->proto, (enum conn_family)leg->family,
		states_of(&sweep->plan, leg->proto), take, track);

	if (error) {
		note(sweep, fault_of(error), leg, error);
	} else {
		note(sweep, SWEEP_FALLBACK, leg, refused);
		parts_add(&sweep->parts_read, leg_parts(leg));
	}
	next_leg(sweep);
}

/* A dump failed: it is tried again, replaced, or noted. */
static void leg_failed(struct sweep *sweep, struct track *track, const struct leg *leg, int error)
{
	enum sweep_fault fault = fault_of(error);
	bool passing = fault == SWEEP_INTERRUPTED || fault == SWEEP_OVERRUN || error == -EBUSY;

	if (passing && ++sweep->tries < TRIES_MAX) {
		sweep->phase = SWEEP_AT_DUMP;
	} else if (error == -EINVAL && sweep->plan.condition && !sweep->no_condition) {
		sweep->no_condition = true; /* the filter is evaluated here in any case */
		sweep->phase = SWEEP_AT_DUMP;
	} else if (leg->family == DIAGMSG_BOTH_FAMILIES && is_refusal(error)) {
		sweep->no_legacy = true; /* the same tables are asked for one by one */
		next_leg(sweep);
	} else if (is_refusal(error)) {
		read_procnet(sweep, track, leg, error);
	} else {
		note(sweep, fault, leg, error);
		parts_add(&sweep->parts_failed, leg_parts(leg));
		next_leg(sweep);
	}
}

static void begin_dump(struct sweep *sweep, struct track *track)
{
	struct leg leg = leg_at(sweep->leg);
	struct diagmsg_dump what;
	int error;

	while (sweep->leg < LEGS && !leg_is_wanted(sweep, &leg))
		leg = leg_at(++sweep->leg);
	if (sweep->leg == LEGS) {
		sweep->phase = sweep->queries ? SWEEP_AT_QUERIES : SWEEP_AT_END;
		return;
	}
	if (!sweep->dumps) {
		read_procnet(sweep, track, &leg, sweep->refused);
		return;
	}
	what = (struct diagmsg_dump){
		.proto = leg.proto,
		.family = leg.family,
		.states = states_of(&sweep->plan, leg.proto),
		.extensions = sweep->plan.extensions,
		.condition = sweep->no_condition ? NULL : sweep->plan.condition,
	};
	error = diag_dump_begin(&sweep->dump, sweep->dumps, sweep->buffer, &what);
	sweep->phase = SWEEP_IN_DUMP;
	if (error)
		leg_failed(sweep, track, &leg, error);
}

static enum sweep_progress step_dump(struct sweep *sweep, struct track *track)
{
	struct leg leg = leg_at(sweep->leg);
	int progress = diag_dump_step(&sweep->dump, take, track);

	if (progress == DIAG_WAITING)
		return SWEEP_WAITING;
	if (progress == DIAG_DONE && sweep->dump.interrupted)
		progress = -EINTR;
	if (progress < 0) {
		leg_failed(sweep, track, &leg, progress);
	} else if (progress == DIAG_DONE) {
		parts_add(&sweep->parts_read, leg_parts(&leg));
		next_leg(sweep);
	}
	return SWEEP_GOING;
}

/* Applies what the kernel says of a socket that no dump listed. */
static void settle(
	struct sweep *sweep, struct track *track, uint32_t index, const struct diag_answer *answer)
{
	if (answer->error == -ENOENT)
		track_set_gone(track, index);
	else if (answer->error)
		track_set_missed(track, index);
	else if (!is_asked_for(&sweep->plan, &answer->conn))
		track_forget_row(track, index); /* lives on, in a state that is not looked at */
	else if (track_take(track, &answer->conn, answer->tcp_info ? &answer->tcp : NULL) < 0)
		track_set_missed(track, index);
}

static void step_queries(struct sweep *sweep, struct track *track)
{
	struct diag_answer answers[DIAG_QUERY_MAX];
	const struct conn *asked[DIAG_QUERY_MAX];
	uint32_t rows[DIAG_QUERY_MAX];
	size_t budget = SCAN_STEP, count = 0, most = DIAG_QUERY_MAX;

	if (most > sweep->queries_left)
		most = sweep->queries_left;
	while (count < most &&
		track_next_missing(track, sweep->parts_read, &budget, &rows[count])) {
		asked[count] = &track->rows[rows[count]].conn;
		if (asked[count]->has & CONN_HAS_COOKIE)
			count++;
		else
			track_set_missed(track, rows[count]);
	}
	if (count && diag_query(sweep->queries, sweep->buffer, asked, count, answers) < 0)
		for (size_t i = 0; i < count; i++)
			answers[i].error = -EAGAIN;
	for (size_t i = 0; i < count; i++)
		settle(sweep, track, rows[i], &answers[i]);
	sweep->queries_left -= count;
	if ((count < DIAG_QUERY_MAX && budget) || !sweep->queries_left)
		sweep->phase = SWEEP_AT_END;
}

enum sweep_progress sweep_step(struct sweep *sweep, struct track *track)
{
	switch (sweep->phase) {
	case SWEEP_AT_DUMP:
		begin_dump(sweep, track);
		return SWEEP_GOING;
	case SWEEP_IN_DUMP:
		return step_dump(sweep, track);
	case SWEEP_AT_QUERIES:
		step_queries(sweep, track);
		return SWEEP_GOING;
	case SWEEP_AT_END:
		break;
	}
	track_commit(track, sweep->parts_read);
	return SWEEP_DONE;
}

void sweep_give_up(struct sweep *sweep)
{
	struct leg leg = leg_at(sweep->leg);

	if (sweep->phase != SWEEP_IN_DUMP)
		return;
	note(sweep, SWEEP_FAILED, &leg, -ETIMEDOUT);
	parts_add(&sweep->parts_failed, leg_parts(&leg));
	next_leg(sweep);
}

int sweep_fd(const struct sweep *sweep)
{
	return sweep->dumps ? sweep->dumps->fd : -1;
}

void sweep_refine(struct sweep *sweep, struct track *track, const uint32_t *rows, size_t count)
{
	struct diag_answer answers[DIAG_QUERY_MAX];
	const struct conn *asked[DIAG_QUERY_MAX];

	if (!sweep->queries || count == 0 || count > DIAG_QUERY_MAX)
		return;
	for (size_t i = 0; i < count; i++)
		asked[i] = &track->rows[rows[i]].conn; /* one without a cookie gets no answer */
	if (diag_query(sweep->queries, sweep->buffer, asked, count, answers) < 0)
		return;
	for (size_t i = 0; i < count; i++)
		if (!answers[i].error && answers[i].tcp_info)
			track_take(track, &answers[i].conn, &answers[i].tcp);
}
