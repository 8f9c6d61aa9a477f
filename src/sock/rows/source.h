/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A source of sockets: it fills the track in every refresh, and answers questions about one socket.
 * The running kernel is a source (sock/rows/refresh.h). Code that uses a source does not know which
 * one it is.
 *
 *	source_begin(source, track, plan, now);
 *	while ((progress = source_step(source, track)) != SOURCE_DONE)
 *		if (progress == SOURCE_WAITING)
 *			poll source_fd()
 *
 * Afterwards source->notes tell what could not be read.
 */
#ifndef SOCKVIEW_SOCK_ROWS_SOURCE_H
#define SOCKVIEW_SOCK_ROWS_SOURCE_H

#include <stdbool.h>

#include "sock/diag/detail.h"
#include "sock/diag/diag.h"
#include "sock/rows/track.h"

enum source_fault {
	SOURCE_FAILED,      /* the dump ended with an error: no socket of this part is removed */
	SOURCE_NO_MODULE,   /* the kernel does not have the protocol, or its module is missing */
	SOURCE_INTERRUPTED, /* the table changed during each of three dumps */
	SOURCE_OVERRUN,     /* answers were lost or cut off, three times */
	SOURCE_NO_MEMORY,   /* some sockets could not be stored */
	SOURCE_FALLBACK,    /* sock_diag is refused (`error` is the reason): /proc/net was read */
};

struct source_note {
	enum source_fault fault;
	enum conn_proto proto;
	unsigned family; /* enum conn_family or DIAGMSG_BOTH_FAMILIES */
	int error;       /* negative errno, or 0 */
};

/* One note for each dump: each family of each kind, and both families of a kind together. */
#define SOURCE_NOTES_MAX (CONN_PROTOS * (CONN_FAMILIES + 1))

/* Which sockets are wanted, and which data about them. */
struct source_plan {
	struct parts parts;
	bool listening; /* only listeners */
	/*
	 * Also how many connections each listener has dropped. If the extensions do not bring this
	 * for all sockets, it takes one more dump, of the listeners alone.
	 */
	bool listener_drops;
	bool bound;    /* also sockets in the state BOUND, if the kind has it */
	bool narrowed; /* only the states in `states`; must not change between refreshes */
	uint32_t states[CONN_PROTOS];     /* bit n: enum conn_state n */
	unsigned extensions;              /* enum diagmsg_extension, where the kind has it */
	const struct bytecode *condition; /* of a narrowed plan; owned by the caller; NULL: none */
};

/* True if the rows that `before` has brought may be too few for `now`, or lack some of its data. */
static inline bool source_plan_differs(
	const struct source_plan *before, const struct source_plan *now)
{
	return !parts_are_same(before->parts, now->parts) || before->listening != now->listening ||
	       before->bound != now->bound || before->extensions != now->extensions;
}

/* True if every socket is listed, whatever its kind, family or state. */
static inline bool source_plan_lists_all(const struct source_plan *plan)
{
	return !plan->listening && parts_are_all(plan->parts);
}

enum source_progress {
	SOURCE_GOING,
	SOURCE_WAITING,
	SOURCE_DONE,
};

struct source;

struct source_ops {
	void (*begin)(struct source *source, struct track *track, const struct source_plan *plan,
		const struct instant *now);
	enum source_progress (*step)(struct source *source, struct track *track);
	void (*give_up)(struct source *source);
	int (*fd)(const struct source *source);
	void (*refine)(
		struct source *source, struct track *track, const uint32_t *rows, size_t count);
	int (*ask)(struct source *source, const struct conn *conn, struct detail *ret_detail);
};

struct source {
	const struct source_ops *ops;
	struct source_plan plan; /* of the last refresh */
	struct parts parts_read; /* listed without an error in the last refresh, in any place */
	struct source_note notes[SOURCE_NOTES_MAX];
	unsigned note_count;
	unsigned places_unread; /* number of other places that could not be read completely */
};

/* Begins a refresh. Rows that only the previous plan asked for are removed. */
static inline void source_begin(struct source *source, struct track *track,
	const struct source_plan *plan, const struct instant *now)
{
	source->ops->begin(source, track, plan, now);
}

/* Does one step of the refresh, which takes a millisecond or less. */
static inline enum source_progress source_step(struct source *source, struct track *track)
{
	return source->ops->step(source, track);
}

/* To be called if no answer comes: the dump that is being read counts as failed, and the next step
 * continues after it. */
static inline void source_give_up(struct source *source)
{
	source->ops->give_up(source);
}

/* The descriptor to poll after SOURCE_WAITING; -1: there is none. */
static inline int source_fd(const struct source *source)
{
	return source->ops->fd(source);
}

/*
 * Fetches tcp_info for up to DIAG_QUERY_MAX rows (those on the screen), if the plan did not ask for
 * it. A socket that is not found stays; the next refresh decides whether it is gone.
 */
static inline void source_refine(
	struct source *source, struct track *track, const uint32_t *rows, size_t count)
{
	source->ops->refine(source, track, rows, count);
}

/*
 * Asks for all that is known of one socket. Returns 0; -ENOENT: there is no such socket (or, if
 * others share its port, the kernel found one of those instead); -EOPNOTSUPP: this source, or the
 * place of the socket, answers no such question; else as detail_query().
 */
static inline int source_ask(
	struct source *source, const struct conn *conn, struct detail *ret_detail)
{
	return source->ops->ask(source, conn, ret_detail);
}

/* The parts of one dump; `family`: enum conn_family or DIAGMSG_BOTH_FAMILIES. */
static inline struct parts source_dump_parts(enum conn_proto proto, unsigned family)
{
	return family == DIAGMSG_BOTH_FAMILIES ? parts_of_kind(proto) : parts_one(proto, family);
}

/* True if the last refresh missed no socket of `parts`. Rows from /proc/net are always complete. */
static inline bool source_is_complete(const struct source *source, struct parts parts)
{
	if (source->places_unread)
		return false;
	for (unsigned i = 0; i < source->note_count; i++) {
		const struct source_note *note = &source->notes[i];

		if (note->fault != SOURCE_FALLBACK &&
			parts_meet(parts, source_dump_parts(note->proto, note->family)))
			return false;
	}
	return true;
}

#endif
