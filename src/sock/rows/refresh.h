/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One refresh of all sockets, in small steps: the places one after the other, in each of them which
 * dumps are requested and in which order, what is done if a dump fails, and how to make sure that a
 * socket that no dump listed is really gone.
 *
 *	refresh_begin(refresh, track, plan, now);
 *	while ((progress = refresh_step(refresh, track)) != REFRESH_DONE)
 *		if (progress == REFRESH_WAITING)
 *			poll refresh_fd()
 *
 * Afterwards refresh->notes report what could not be read.
 */
#ifndef SOCKVIEW_SOCK_ROWS_REFRESH_H
#define SOCKVIEW_SOCK_ROWS_REFRESH_H

#include <stdbool.h>

#include "sock/diag/diag.h"
#include "sock/place/place.h"
#include "sock/rows/track.h"

enum refresh_fault {
	REFRESH_FAILED,      /* the dump ended with an error: no socket of this part is removed */
	REFRESH_NO_MODULE,   /* the kernel does not have the protocol, or its module is missing */
	REFRESH_INTERRUPTED, /* the table changed during each of three dumps */
	REFRESH_OVERRUN,     /* answers were lost or cut off, three times */
	REFRESH_NO_MEMORY,   /* some sockets could not be stored */
	REFRESH_FALLBACK,    /* sock_diag is refused (`error` is the reason): /proc/net was read */
};

struct refresh_note {
	enum refresh_fault fault;
	enum conn_proto proto;
	unsigned family; /* enum conn_family or DIAGMSG_BOTH_FAMILIES */
	int error;       /* negative errno, or 0 */
};

/* One for each dump: each family of each kind, and both families of a kind together. */
#define REFRESH_NOTES_MAX (CONN_PROTOS * (CONN_FAMILIES + 1))

/* Which sockets to ask for, and which data about them. */
struct refresh_plan {
	struct parts parts;
	bool listening; /* only listeners */
	bool bound;     /* also sockets in the state BOUND, if the kind has it */
	bool narrowed;  /* only these states (bit n: enum conn_state n); must not change */
	uint32_t states[CONN_PROTOS];
	unsigned extensions;              /* enum diagmsg_extension, where the kind has it */
	const struct bytecode *condition; /* of a narrowed plan; the caller's; NULL: none */
};

enum refresh_progress {
	REFRESH_GOING,
	REFRESH_WAITING,
	REFRESH_DONE,
};

struct refresh {
	const struct place *places; /* the caller's */
	size_t place_count;
	void *buffer;
	struct refresh_plan plan;
	struct diag_dump dump;
	enum {
		REFRESH_AT_PLACE, /* the next step begins place number `at`, if there is one */
		REFRESH_AT_DUMP,  /* the next step requests dump number `leg` */
		REFRESH_IN_DUMP,
		REFRESH_AT_QUERIES,
		REFRESH_AT_END,
	} phase;
	size_t at; /* of `places` */
	unsigned leg, tries;
	struct parts parts_read;   /* of this place, listed without an error in this refresh */
	struct parts parts_failed; /* of this place, not read in this refresh, after an error */
	size_t queries_left;
	bool no_legacy;    /* the kernel refuses one request for both families */
	bool no_condition; /* the kernel refuses a condition: it is too old */
	struct refresh_note notes[REFRESH_NOTES_MAX];
	unsigned note_count;
};

/* The places, which stay the caller's, have to exist until refresh_done(). */
void refresh_init(struct refresh *refresh, const struct place *places, size_t place_count);
void refresh_done(struct refresh *refresh);

/* Begins a refresh. Rows that the previous plan asked for and this one does not are forgotten. */
void refresh_begin(struct refresh *refresh, struct track *track, const struct refresh_plan *plan,
	const struct instant *now);
enum refresh_progress refresh_step(struct refresh *refresh, struct track *track);

/*
 * The kernel does not answer: treats the current dump as failed; the next step continues after it.
 */
void refresh_give_up(struct refresh *refresh);

/* The descriptor to poll after REFRESH_WAITING; -1: there is none. */
int refresh_fd(const struct refresh *refresh);

/*
 * Fetches tcp_info for up to DIAG_QUERY_MAX rows (those on the screen) by exact queries. A socket
 * that is not found stays; the next refresh decides whether it is gone.
 */
void refresh_refine(
	struct refresh *refresh, struct track *track, const uint32_t *rows, size_t count);

/* True if the last refresh missed no socket of `parts`. Rows from /proc/net are always complete. */
bool refresh_is_complete(const struct refresh *refresh, struct parts parts);

#endif
