/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One refresh of all sockets, in small steps: which dumps are asked for, in which order, what is
 * done where one fails, and how it is made sure that what was not listed is really gone.
 *
 *	sweep_begin(sweep, track, now);
 *	while ((progress = sweep_step(sweep, track)) != SWEEP_DONE)
 *		if (progress == SWEEP_WAITING)
 *			poll sweep_fd()
 *
 * Afterwards sweep->notes tell what could not be read.
 */
#ifndef SOCKVIEW_SOCK_ROWS_REFRESH_H
#define SOCKVIEW_SOCK_ROWS_REFRESH_H

#include <stdbool.h>

#include "sock/diag/diag.h"
#include "sock/rows/track.h"

enum sweep_fault {
	SWEEP_FAILED,      /* the dump ended with an error: nothing of this part vanishes */
	SWEEP_NO_MODULE,   /* the kernel does not know the protocol, or its module is missing */
	SWEEP_INTERRUPTED, /* the table changed under each of three dumps */
	SWEEP_OVERRUN,     /* answers were lost or cut off, three times */
	SWEEP_NO_MEMORY,   /* not all sockets could be kept */
	SWEEP_FALLBACK,    /* sock_diag is refused (`error` says why): /proc/net serves */
};

struct sweep_note {
	enum sweep_fault fault;
	enum conn_proto proto;
	unsigned family; /* enum conn_family or DIAGMSG_BOTH_FAMILIES */
	int error;       /* negative errno, or 0 */
};

/* One for each dump, both families of a kind being one more. */
#define SWEEP_NOTES_MAX (CONN_PROTOS * (CONN_FAMILIES + 1))

/* What is asked for. */
struct sweep_plan {
	struct parts parts;
	bool listening; /* listeners only */
	bool bound;     /* those in the state BOUND, too, where a kind has that */
	bool narrowed;  /* to these states (bit n: enum conn_state n); does not change */
	uint32_t states[CONN_PROTOS];
	unsigned extensions;              /* enum diagmsg_extension, where a kind has that */
	const struct bytecode *condition; /* of a narrowed plan, the caller's; NULL: none */
};

enum sweep_progress {
	SWEEP_GOING,
	SWEEP_WAITING,
	SWEEP_DONE,
};

struct sweep {
	struct wire *dumps, *queries; /* NULL: /proc/net serves; owned */
	char *root;                   /* prefix of /proc */
	void *buffer;
	struct sweep_plan plan;
	struct diag_dump dump;
	enum {
		SWEEP_AT_DUMP, /* about to ask for the dump number `leg` */
		SWEEP_IN_DUMP,
		SWEEP_AT_QUERIES,
		SWEEP_AT_END,
	} phase;
	unsigned leg, tries;
	struct parts parts_read;   /* listed without a fault in this refresh */
	struct parts parts_failed; /* given up for this refresh */
	size_t queries_left;
	bool no_legacy;    /* the request for both families is refused */
	bool no_condition; /* a condition is: the kernel is too old for it */
	int refused;       /* why /proc/net serves */
	struct sweep_note notes[SWEEP_NOTES_MAX];
	unsigned note_count;
};

/*
 * Takes the wires, which sweep_done() closes; both NULL, with the reason in `refused` (-errno),
 * where the kernel's sock_diag cannot be had. `root` is put before /proc.
 */
void sweep_init(struct sweep *sweep, struct wire *dumps, struct wire *queries, int refused,
	const char *root);
void sweep_done(struct sweep *sweep);

/* Rows that the plan no longer asks for, other than the last one did, are forgotten. */
void sweep_begin(struct sweep *sweep, struct track *track, const struct sweep_plan *plan,
	const struct instant *now);
enum sweep_progress sweep_step(struct sweep *sweep, struct track *track);

/* The kernel does not answer: the dump at hand counts as failed, and the next step goes on. */
void sweep_give_up(struct sweep *sweep);

/* The descriptor to poll after SWEEP_WAITING. */
int sweep_fd(const struct sweep *sweep);

/*
 * Brings tcp_info for up to DIAG_QUERY_MAX rows, those on the screen, by exact queries. A socket
 * that is not found is left for the next refresh to bury.
 */
void sweep_refine(struct sweep *sweep, struct track *track, const uint32_t *rows, size_t count);

/* True where no socket was missing from the last refresh; those of /proc/net are all there. */
bool sweep_is_complete(const struct sweep *sweep);

#endif
