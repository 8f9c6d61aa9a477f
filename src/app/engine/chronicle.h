/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Follows the ends of connections: listens to the kernel's events, joins them with the refreshes,
 * and keeps what has ended, with its owner.
 */
#ifndef SOCKVIEW_APP_ENGINE_CHRONICLE_H
#define SOCKVIEW_APP_ENGINE_CHRONICLE_H

#include "base/instant.h"
#include "sock/event/ends.h"
#include "sock/event/event-bpf.h"
#include "sock/event/event-wire.h"
#include "sock/owner/row-owners.h"
#include "sock/rows/coverage.h"
#include "view/history/past.h"

/*
 * If there are more connections a second than this, the chronicle does not listen: an event costs
 * the kernel 8 microseconds, which would be a fifth of a core.
 */
#define CHRONICLE_BUSY 20000

enum { CHRONICLE_OURS = 4096 };

struct chronicle {
	bool follows;           /* ends are followed at all */
	struct event_bpf bpf;   /* tells of TCP, where it is permitted */
	struct event_wire wire; /* tells of all kinds, or of those except TCP */
	struct ends ends;
	struct past past;
	uint64_t ways_before[EVENT_BPF_WAYS];
	uint32_t ways[EVENT_BPF_WAYS];
	int error;              /* of listening: negative errno; 0: none */
	int64_t drained_us;     /* monotonic clock */
	int64_t quiet_until_us; /* until then the chronicle does not listen, because that would cost
				   too much; 0: it may listen */
	int64_t rows_known_us;  /* monotonic clock */
	uint64_t gaps_before;
	bool lost;      /* events were lost between the last two refreshes */
	bool past_lost; /* events were lost while `past` was made */
	/* Cookies of sockets that this program has closed, each at the index of its hash. */
	uint64_t ours[CHRONICLE_OURS];
	const struct track *track;     /* of the last refresh */
	struct row_owners *row_owners; /* NULL: owners are not looked up */
};

void chronicle_init(struct chronicle *chronicle, uint16_t place);
void chronicle_done(struct chronicle *chronicle);

enum chronicle_ears {
	CHRONICLE_HEARS,
	CHRONICLE_DEAF,   /* the user wants no events */
	CHRONICLE_SCARCE, /* descriptors are too scarce for them */
};

/* Begins to follow the ends of connections, and to listen for events if it may, in the network
 * namespace of the calling thread; to be called while the program has its rights. */
void chronicle_open(struct chronicle *chronicle, const struct track *track,
	struct row_owners *row_owners, enum chronicle_ears ears);

/* Listens again, after chronicle_deafen(). Without the rights that the program had at its start,
 * the events come from the kernel's groups (event_wire). */
void chronicle_listen(struct chronicle *chronicle);

/* Stops listening: further ends are found by the refreshes alone, and chronicle_note() does not
 * complain of that. */
void chronicle_deafen(struct chronicle *chronicle);

/* The descriptor that is readable when there are events; -1: there is none. */
int chronicle_fd(const struct chronicle *chronicle);

/* When events may be read again, monotonic clock: at most ten times a second. */
int64_t chronicle_due_us(const struct chronicle *chronicle);

/* Reads events, if it is time for that. */
void chronicle_drain(struct chronicle *chronicle, const struct instant *now);

/* To be called: chronicle_before() before a refresh; chronicle_rows_known() when its rows are
 * known, before their owners are followed. */
void chronicle_before(struct chronicle *chronicle, struct track *track, const struct instant *now);
void chronicle_rows_known(
	struct chronicle *chronicle, struct track *track, const struct instant *now);

/* To be called with the coverage of the refresh: if there are too many connections, it stops
 * listening for a while. */
void chronicle_weigh(
	struct chronicle *chronicle, const struct coverage *coverage, const struct instant *now);

/* Keeps about `budget` ends; returns true while there is more to do. To be called after the owners
 * are found. */
bool chronicle_step(struct chronicle *chronicle, size_t budget);

/* Returns, for each change from one state to another, how many TCP sockets of this network
 * namespace made it since the last call, see event-bpf.h; NULL: they are not counted. */
const uint32_t *chronicle_take_ways(struct chronicle *chronicle);

/* Notes that this program has closed a socket. */
void chronicle_note_ours(struct chronicle *chronicle, uint64_t cookie);

/* What is wrong with the events, not yet translated; NULL: nothing. */
const char *chronicle_note(const struct chronicle *chronicle, bool of_past);

#endif
