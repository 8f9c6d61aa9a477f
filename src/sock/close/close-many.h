/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Closes many sockets, each one exactly: SOCK_DESTROY with its own cookie, then an exact query, 64
 * sockets per datagram. If several sockets share a port, the kernel may not find one of them by its
 * addresses. A dump then shows whether it exists, and SOCK_DESTROY is repeated with other remote
 * addresses until the kernel's look-up hits it.
 *
 *	close_many_init(batch, kernel, wire, buffer);
 *	close_many_go_by_place(batch, list);    if there is more than one place
 *	close_many_add(batch, conn);            for each socket
 *	while (close_many_step(batch, 64))      keys may be answered between the steps
 *		;
 *	batch->entries[i].outcome
 *
 * The entries are processed in order: the outcomes before `done` are final. A step is one datagram
 * of requests with its answers, or one datagram of a dump: a millisecond or less.
 */
#ifndef SOCKVIEW_SOCK_CLOSE_CLOSE_MANY_H
#define SOCKVIEW_SOCK_CLOSE_CLOSE_MANY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sock/close/close-result.h"
#include "sock/conn/parts.h"
#include "sock/diag/diag.h"
#include "sock/place/place-list.h"

struct close_many_entry {
	struct conn conn;
	struct mptcp mptcp;           /* its connection, once the kernel was asked for it */
	struct close_outcome outcome; /* CLOSE_RESULT_NOT_TRIED until it is done */
};

enum closing_phase {
	CLOSING_AT_REST,
	CLOSING_LISTING,  /* a dump lists the sockets that the kernel did not find */
	CLOSING_AIMING,   /* requests with other remote addresses for one of those */
	CLOSING_CHECKING, /* a dump shows which of those that were hit are left */
};

struct close_many {
	struct place_list *list; /* NULL: all sockets are of one place */
	struct place *place;     /* of `list`, of the entries in progress */
	const struct close_kernel *kernel;
	struct wire *wire;
	void *buffer; /* WIRE_DATAGRAM_MAX bytes, owned by the caller */
	struct close_many_entry *entries;
	size_t count, capacity;
	size_t done;
	size_t good; /* of the done ones: closed, reset or already gone */
	bool cancelled;
	bool whole; /* do not close only a subflow of MPTCP: CLOSE_RESULT_NOT_SUPPORTED */
	/*
	 * The number of entries in progress, from `done` on. In the sets below bit n is the n-th of
	 * them.
	 */
	size_t in_hand;
	uint64_t hidden; /* neither closed nor found by its addresses */
	uint64_t listed; /* hidden ones that a dump lists */
	uint64_t hit;    /* listed ones for which the kernel then reported success */
	enum closing_phase phase;
	struct diag_dump dump;
	struct part part;   /* the part that is being listed, if `dumping` */
	bool dumping;       /* a dump is in progress */
	struct parts parts; /* parts to be listed after it */
	unsigned attempt;   /* number of attempts on the current listed entry */
};

/* `wire` may be NULL: then no socket can be closed, and every outcome says so. */
void close_many_init(struct close_many *batch, const struct close_kernel *kernel, struct wire *wire,
	void *buffer);
void close_many_done(struct close_many *batch);

/*
 * Closes each socket over the wire of its own place, which the list has. Entries in progress are
 * always of one place.
 */
void close_many_go_by_place(struct close_many *batch, struct place_list *list);

/* Adds a socket. Returns 0, or -ENOMEM with the batch as it was. */
int close_many_add(struct close_many *batch, const struct conn *conn);

/* Processes about `budget` sockets, at most 64. Returns true while there is more to do. */
bool close_many_step(struct close_many *batch, size_t budget);

/*
 * Begins no further socket: the rest stays CLOSE_RESULT_NOT_TRIED. The sockets in progress still
 * need their results, so call close_many_step() until it returns false.
 */
void close_many_cancel(struct close_many *batch);

#endif
