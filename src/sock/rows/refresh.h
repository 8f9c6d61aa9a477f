/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One refresh of all sockets, in small steps: which dumps are asked for, in which order, what is
 * done where one fails, and how it is made sure that what was not listed is really gone.
 *
 *	refresh_begin(refresh, track, now);
 *	while ((progress = refresh_step(refresh, track)) != REFRESH_DONE)
 *		if (progress == REFRESH_WAITING)
 *			poll refresh_fd()
 *
 * Afterwards refresh->notes tell what could not be read.
 */
#ifndef SOCKVIEW_SOCK_ROWS_REFRESH_H
#define SOCKVIEW_SOCK_ROWS_REFRESH_H

#include <stdbool.h>

#include "sock/diag/diag.h"
#include "sock/rows/track.h"

enum refresh_fault {
	REFRESH_FAILED,      /* the dump ended with an error: nothing of this part vanishes */
	REFRESH_NO_MODULE,   /* the kernel does not know the protocol, or its module is missing */
	REFRESH_INTERRUPTED, /* the table changed under each of three dumps */
	REFRESH_OVERRUN,     /* answers were lost or cut off, three times */
	REFRESH_NO_MEMORY,   /* not all sockets could be kept */
	REFRESH_FALLBACK,    /* sock_diag is refused (`error` says why): /proc/net serves */
};

struct refresh_note {
	enum refresh_fault fault;
	enum conn_proto proto;
	unsigned family; /* enum conn_family or DIAGMSG_BOTH_FAMILIES */
	int error;       /* negative errno, or 0 */
};

/* One for each dump, both families of a kind being one more. */
#define REFRESH_NOTES_MAX (CONN_PROTOS * (CONN_FAMILIES + 1))

/* What is asked for. */
struct refresh_plan {
	struct parts parts;
	bool listening; /* listeners only */
	bool bound;     /* those in the state BOUND, too, where a kind has that */
	bool narrowed;  /* to these states (bit n: enum conn_state n); does not change */
	uint32_t states[CONN_PROTOS];
	unsigned extensions;              /* enum diagmsg_extension, where a kind has that */
	const struct bytecode *condition; /* of a narrowed plan, the caller's; NULL: none */
};

enum refresh_progress {
	REFRESH_GOING,
	REFRESH_WAITING,
	REFRESH_DONE,
};

struct refresh {
	struct wire *dumps, *queries; /* NULL: /proc/net serves; owned */
	char *root;                   /* prefix of /proc */
	void *buffer;
	struct refresh_plan plan;
	struct diag_dump dump;
	enum {
		REFRESH_AT_DUMP, /* about to ask for the dump number `leg` */
		REFRESH_IN_DUMP,
		REFRESH_AT_QUERIES,
		REFRESH_AT_END,
	} phase;
	unsigned leg, tries;
	struct parts parts_read;   /* listed without a fault in this refresh */
	struct parts parts_failed; /* given up for this refresh */
	size_t queries_left;
	bool no_legacy;    /* the request for both families is refused */
	bool no_condition; /* a condition is: the kernel is too old for it */
	int refused;       /* why /proc/net serves */
	struct refresh_note notes[REFRESH_NOTES_MAX];
	unsigned note_count;
};

/*
 * Takes the wires, which refresh_done() closes; both NULL, with the reason in `refused` (-errno),
 * where the kernel's sock_diag cannot be had. `root` is put before /proc.
 */
void refresh_init(struct refresh *refresh, struct wire *dumps, struct wire *queries, int refused,
	const char *root);
void refresh_done(struct refresh *refresh);

/* Rows that the plan no longer asks for, other than the last one did, are forgotten. */
void refresh_begin(struct refresh *refresh, struct track *track, const struct refresh_plan *plan,
	const struct instant *now);
enum refresh_progress refresh_step(struct refresh *refresh, struct track *track);

/* The kernel does not answer: the dump at hand counts as failed, and the next step goes on. */
void refresh_give_up(struct refresh *refresh);

/* The descriptor to poll after REFRESH_WAITING. */
int refresh_fd(const struct refresh *refresh);

/*
 * Brings tcp_info for up to DIAG_QUERY_MAX rows, those on the screen, by exact queries. A socket
 * that is not found is left for the next refresh to bury.
 */
void refresh_refine(
	struct refresh *refresh, struct track *track, const uint32_t *rows, size_t count);

/* True where no socket was missing from the last refresh; those of /proc/net are all there. */
bool refresh_is_complete(const struct refresh *refresh);

#endif
