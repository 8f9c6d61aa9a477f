/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/rows/refresh-internal.h"

#include <errno.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "sock/diag/procnet.h"
#include "sock/rows/track-queues.h"

#define TRIES_MAX 3

/*
 * The maximum number of exact queries for missing sockets in one refresh (40 ms). Missing sockets
 * beyond it are gone at their second miss.
 */
#define QUERIES_MAX 16384

/* One dump of a refresh. */
struct leg {
	enum conn_proto proto;
	unsigned family; /* enum conn_family or DIAGMSG_BOTH_FAMILIES */
};

/*
 * Each kind has a leg for both families together, which saves a walk of the hash, then one for each
 * family.
 */
#define LEGS_A_KIND (1U + CONN_FAMILIES)
#define LEGS (CONN_PROTOS * LEGS_A_KIND)
#define ALL_LEGS (2 * LEGS) /* after these, again those about what listeners have dropped */

static struct leg leg_at(unsigned number)
{
	unsigned place = number % LEGS_A_KIND;

	return (struct leg){
		.proto = (enum conn_proto)(number % LEGS / LEGS_A_KIND),
		.family = place ? place - 1 : DIAGMSG_BOTH_FAMILIES,
	};
}

static struct parts leg_parts(const struct leg *leg)
{
	return source_dump_parts(leg->proto, leg->family);
}

static void note(struct refresh *refresh, enum source_fault fault, const struct leg *leg, int error)
{
	/* Of other places there may be a thousand: the list counts them. */
	if (refresh->source.note_count == SOURCE_NOTES_MAX || refresh->visit.number != CONN_HERE)
		return;
	refresh->source.notes[refresh->source.note_count++] = (struct source_note){
		.fault = fault, .proto = leg->proto, .family = leg->family, .error = error};
}

/* The states that the plan asks for. */
static uint32_t states_of(const struct source_plan *plan, enum conn_proto proto)
{
	const struct kind *kind = kind_table[proto];
	uint32_t states = REFRESH_STATES_ALL;

	if (plan->listening)
		states = 1U << kind->listening;
	else if (plan->bound)
		states |= kind->states & REFRESH_STATES_BOUND;
	return plan->narrowed ? states & plan->states[proto] : states;
}

/* The states that are asked for in this visit of the place. */
static uint32_t states_at(const struct refresh *refresh, enum conn_proto proto)
{
	uint32_t states = states_of(&refresh->source.plan, proto);

	return (refresh->visit.listeners_only || refresh->known_only) &&
			       kind_table[proto]->flags & KIND_HAS_CONNECTIONS
		       ? states & 1U << kind_table[proto]->listening
		       : states;
}

bool refresh_asks_for(const struct source_plan *plan, const struct conn *conn)
{
	return parts_have_conn(plan->parts, conn) &&
	       states_of(plan, (enum conn_proto)conn->proto) & (1U << conn->state);
}

static int take(void *context, const struct conn *conn, const struct conn_tcp *tcp,
	const struct conn_memory *memory)
{
	int error = track_take(context, conn, tcp);

	return error || !memory ? error : track_take_memory(context, conn, memory);
}

static struct refresh *of_source(struct source *source)
{
	return (struct refresh *)source;
}

static void leave_place(struct refresh *refresh, bool whole)
{
	if (!whole && refresh->visit.number != CONN_HERE)
		refresh->source.places_unread++;
	place_list_read(refresh->list, refresh->visit.place, whole);
	refresh->visit.place = NULL;
	refresh->phase = REFRESH_AT_PLACE;
}

static void begin_refresh(struct source *source, struct track *track,
	const struct source_plan *plan, const struct instant *now)
{
	struct refresh *refresh = of_source(source);
	bool anew;

	refresh_follow_plan(track, &refresh->source.plan, plan);
	if (refresh->visit.place) /* the last refresh was not finished */
		leave_place(refresh, false);
	anew = source_plan_differs(&refresh->source.plan, plan);
	refresh->source.plan = *plan;
	refresh->phase = REFRESH_AT_PLACE;
	refresh->queries_left = QUERIES_MAX;
	refresh->source.parts_read = parts_none();
	refresh->source.note_count = 0;
	refresh->source.places_unread = 0;
	track_begin(track, now);
	place_list_begin(refresh->list, now, anew);
}

static void begin_place(struct refresh *refresh, struct track *track)
{
	refresh->known_only = refresh_may_ask_known(refresh);
	refresh->leg = 0;
	refresh->tries = 0;
	refresh->place_read = parts_none();
	refresh->place_failed = parts_none();
	refresh->phase = REFRESH_AT_DUMP;
	if (track_begin_place(track, refresh->visit.number) == 0) {
		if (refresh->visit.listeners_only)
			track_expect_listeners(track);
		return;
	}
	for (unsigned proto = 0; proto < kind_count; proto++)
		note(refresh, SOURCE_NO_MEMORY,
			&(struct leg){(enum conn_proto)proto, DIAGMSG_BOTH_FAMILIES}, -ENOMEM);
	leave_place(refresh, false);
}

static void end_place(struct refresh *refresh, struct track *track)
{
	struct parts wanted = refresh->source.plan.parts;

	parts_keep(&wanted, refresh->visit.parts);
	track_commit(track, refresh->visit.number, refresh->place_read);
	parts_add(&refresh->source.parts_read, refresh->place_read);
	leave_place(refresh, parts_have(refresh->place_read, wanted));
}

/* A place without sockets: the next steps remove its rows. */
static void begin_leaving(struct refresh *refresh, struct track *track)
{
	if (track_begin_place(track, refresh->visit.number) == 0)
		refresh->phase = REFRESH_AT_LEAVING;
}

/* Asks the list for the next place. */
static enum source_progress step_place(struct refresh *refresh, struct track *track)
{
	switch (place_list_next(refresh->list, &refresh->visit)->turn) {
	case PLACE_TURN_END:
		refresh->phase = REFRESH_AT_REST;
		track_end(track);
		return SOURCE_DONE;
	case PLACE_TURN_WAIT:
		return SOURCE_WAITING;
	case PLACE_TURN_GOING:
		break;
	case PLACE_TURN_KEPT:
		parts_add(&refresh->source.parts_read, refresh->source.plan.parts);
		break;
	case PLACE_TURN_FAILED:
		refresh->source.places_unread++;
		break;
	case PLACE_TURN_READ:
		begin_place(refresh, track);
		break;
	case PLACE_TURN_GONE:
	case PLACE_TURN_FORGET:
		begin_leaving(refresh, track);
		break;
	}
	return SOURCE_GOING;
}

/* False if the plan does not ask for this leg, or if another leg has read it. */
static bool leg_is_wanted(const struct refresh *refresh, const struct leg *leg)
{
	bool at_once = kind_table[leg->proto]->flags & KIND_DUMPS_FAMILIES_AT_ONCE &&
		       !refresh->no_legacy && refresh_place(refresh)->dumps;
	struct parts parts = leg_parts(leg), settled = refresh->place_read;

	if (refresh->leg >= LEGS)
		return at_once == (leg->family == DIAGMSG_BOTH_FAMILIES) &&
		       refresh_wants_drops(refresh, leg->proto, parts);
	if (leg->family == DIAGMSG_BOTH_FAMILIES && !at_once)
		return false;
	parts_add(&settled, refresh->place_failed);
	return parts_have(refresh->source.plan.parts, parts) && !parts_have(settled, parts) &&
	       parts_meet(refresh->visit.parts, parts);
}

static void next_leg(struct refresh *refresh)
{
	refresh->leg++;
	refresh->tries = 0;
	refresh->phase = REFRESH_AT_DUMP;
}

/* Reads /proc/net instead of the dump of `leg`, which failed with the error `refused`. */
static void read_procnet(
	struct refresh *refresh, struct track *track, const struct leg *leg, int refused)
{
	const struct place *place = refresh_place(refresh);
	uint32_t states = states_at(refresh, leg->proto);
	enum conn_family family = (enum conn_family)leg->family;
	int error;

	/* The /proc/net of this process is never another place's. */
	if (place->process >= 0)
		error = procnet_read_process(
			place->process, place->number, leg->proto, family, states, take, track);
	else if (place->number != CONN_HERE)
		error = refused;
	else
		error = procnet_read(
			place->root, place->number, leg->proto, family, states, take, track);
	if (error && error != -EAFNOSUPPORT)
		note(refresh, refresh_fault_of(error), leg, error);
	else
		parts_add(&refresh->place_read, leg_parts(leg)); /* or there are none */
	if (!error)
		note(refresh, SOURCE_FALLBACK, leg, refused);
	next_leg(refresh);
}

/* After a failed dump: try again, replace it by something else, or note the error. */
static void leg_failed(
	struct refresh *refresh, struct track *track, const struct leg *leg, int error)
{
	enum source_fault fault = refresh_fault_of(error);
	bool passing = fault == SOURCE_INTERRUPTED || fault == SOURCE_OVERRUN || error == -EBUSY;

	if (refresh->leg >= LEGS) {
		next_leg(refresh); /* then it is not known what they drop */
	} else if (passing && ++refresh->tries < TRIES_MAX) {
		refresh->phase = REFRESH_AT_DUMP;
	} else if (error == -EINVAL && refresh->source.plan.condition && !refresh->no_condition) {
		refresh->no_condition = true; /* the program evaluates the filter in any case */
		refresh->phase = REFRESH_AT_DUMP;
	} else if (leg->family == DIAGMSG_BOTH_FAMILIES && refresh_is_refusal(error)) {
		refresh->no_legacy = true; /* the same tables are then requested one by one */
		next_leg(refresh);
	} else if (refresh_is_refusal(error)) {
		read_procnet(refresh, track, leg, error);
	} else {
		note(refresh, fault, leg, error);
		parts_add(&refresh->place_failed, leg_parts(leg));
		next_leg(refresh);
	}
}

static void begin_dump(struct refresh *refresh, struct track *track)
{
	const struct place *place = refresh_place(refresh);
	struct leg leg = leg_at(refresh->leg);
	struct diagmsg_dump what;
	int error;

	while (refresh->leg < ALL_LEGS && !leg_is_wanted(refresh, &leg))
		leg = leg_at(++refresh->leg);
	if (refresh->leg == ALL_LEGS) {
		refresh->phase = place->queries ? REFRESH_AT_QUERIES : REFRESH_AT_END;
		return;
	}
	if (!place->dumps) {
		read_procnet(refresh, track, &leg, place->refused);
		return;
	}
	what = (struct diagmsg_dump){
		.proto = leg.proto,
		.family = leg.family,
		.states = states_at(refresh, leg.proto),
		.extensions = refresh->source.plan.extensions,
		.condition = refresh->no_condition ? NULL : refresh->source.plan.condition,
	};
	if (refresh->leg >= LEGS)
		refresh_narrow_to_listeners(&what);
	error = diag_dump_begin(&refresh->dump, place->dumps, refresh->buffer, &what);
	refresh->phase = REFRESH_IN_DUMP;
	if (error)
		leg_failed(refresh, track, &leg, error);
}

static enum source_progress step_dump(struct refresh *refresh, struct track *track)
{
	struct leg leg = leg_at(refresh->leg);
	bool of_listeners = refresh->leg >= LEGS;
	int progress =
		diag_dump_step(&refresh->dump, of_listeners ? refresh_take_listener : take, track);

	if (progress == DIAG_WAITING)
		return SOURCE_WAITING;
	if (progress == DIAG_DONE && refresh->dump.interrupted && !of_listeners)
		progress = -EINTR;
	if (progress < 0) {
		leg_failed(refresh, track, &leg, progress);
	} else if (progress == DIAG_DONE) {
		parts_add(&refresh->place_read, leg_parts(&leg));
		next_leg(refresh);
	}
	return SOURCE_GOING;
}

static enum source_progress step_refresh(struct source *source, struct track *track)
{
	struct refresh *refresh = of_source(source);
	enum source_progress progress;

	switch (refresh->phase) {
	case REFRESH_AT_REST:
		break;
	case REFRESH_AT_PLACE:
		progress = step_place(refresh, track);
		if (refresh->phase != REFRESH_AT_DUMP)
			return progress;
		/* fall through */
	case REFRESH_AT_DUMP:
		begin_dump(refresh, track);
		return SOURCE_GOING;
	case REFRESH_IN_DUMP:
		return step_dump(refresh, track);
	case REFRESH_AT_QUERIES:
		refresh_step_queries(refresh, track);
		return SOURCE_GOING;
	case REFRESH_AT_LEAVING:
		refresh_step_leaving(refresh, track);
		return SOURCE_GOING;
	case REFRESH_AT_END:
		end_place(refresh, track);
		return SOURCE_GOING;
	}
	return SOURCE_DONE;
}

static void give_up(struct source *source)
{
	struct refresh *refresh = of_source(source);
	struct leg leg = leg_at(refresh->leg);

	if (refresh->phase == REFRESH_AT_PLACE) {
		place_list_give_up(refresh->list);
		refresh->source.places_unread++;
	}
	if (refresh->phase != REFRESH_IN_DUMP)
		return;
	if (refresh->leg < LEGS) {
		note(refresh, SOURCE_FAILED, &leg, -ETIMEDOUT);
		parts_add(&refresh->place_failed, leg_parts(&leg));
	}
	next_leg(refresh);
}

static int fd_of_dump(const struct source *source)
{
	const struct refresh *refresh = (const struct refresh *)source;

	if (refresh->phase == REFRESH_AT_PLACE)
		return place_list_fd(refresh->list);
	if (!refresh->visit.place || !refresh->visit.place->dumps)
		return -1;
	return refresh->visit.place->dumps->fd;
}

static const struct source_ops refresh_ops = {
	.begin = begin_refresh,
	.step = step_refresh,
	.give_up = give_up,
	.fd = fd_of_dump,
	.refine = refresh_refine,
	.ask = refresh_ask,
};

void refresh_init_list(struct refresh *refresh, struct place_list *list)
{
	*refresh = (struct refresh){
		.source.ops = &refresh_ops,
		.list = list,
		.buffer = alloc_zero(1, WIRE_DATAGRAM_MAX),
		.phase = REFRESH_AT_REST,
	};
}

void refresh_init(struct refresh *refresh, struct place *places, size_t place_count)
{
	refresh_init_list(refresh, &refresh->array.list);
	place_array_init(&refresh->array, places, place_count);
}

void refresh_done(struct refresh *refresh)
{
	free(refresh->buffer);
	*refresh = (struct refresh){0};
}
