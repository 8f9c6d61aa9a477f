/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Closing many sockets, exactly: SOCK_DESTROY with each one's own cookie, then an exact query for
 * each, 64 to a datagram. What the kernel does not find by its addresses (several sockets that
 * share a port) is looked for in a dump, and aimed at until the kernel's choice falls on it.
 *
 *	close_many_init(batch, kernel, wire, buffer);
 *	close_many_add(batch, conn);            for each
 *	while (close_many_step(batch, 64))      between the steps keys may be answered
 *		;
 *	batch->entries[i].outcome
 *
 * The entries are done in their order: what comes before `done` is final. A step is a datagram of
 * requests with its answers, or one datagram of a dump: a millisecond or less.
 */
#ifndef SOCKVIEW_SOCK_CLOSE_CLOSE_MANY_H
#define SOCKVIEW_SOCK_CLOSE_CLOSE_MANY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sock/close/close-result.h"
#include "sock/conn/parts.h"
#include "sock/diag/diag.h"

struct close_many_entry {
	struct conn conn;
	struct mptcp mptcp;           /* of which it is a part, once it was asked */
	struct close_outcome outcome; /* CLOSE_RESULT_NOT_TRIED until it is done */
};

enum closing_phase {
	CLOSING_AT_REST,
	CLOSING_LISTING,  /* a dump looks for what the kernel did not find by its addresses */
	CLOSING_AIMING,   /* one of those is asked for by other remote addresses */
	CLOSING_CHECKING, /* a dump tells what is left of those that were hit */
};

struct close_many {
	const struct close_kernel *kernel;
	struct wire *wire;
	void *buffer; /* WIRE_DATAGRAM_MAX bytes, the caller's */
	struct close_many_entry *entries;
	size_t count, capacity;
	size_t done;
	size_t good; /* of those: closed, reset or gone before */
	bool cancelled;
	bool whole; /* what the kernel closes only a part of is CLOSE_RESULT_NOT_SUPPORTED */
	/* The entries in hand, from `done` on: bit n is the n-th of them. */
	size_t in_hand;
	uint64_t hidden; /* neither closed nor found */
	uint64_t listed; /* of those: a dump has them */
	uint64_t hit;    /* of those: the kernel said done in the end */
	enum closing_phase phase;
	struct diag_dump dump;
	struct part part;   /* that is listed, */
	bool dumping;       /* if so */
	struct parts parts; /* to be listed after it */
	unsigned attempt;   /* how often the entry aimed at was asked for */
};

/* `wire` may be NULL: then nothing can be closed, and every outcome says so. */
void close_many_init(struct close_many *batch, const struct close_kernel *kernel, struct wire *wire,
	void *buffer);
void close_many_done(struct close_many *batch);

/* 0, or -ENOMEM with the batch as it was. */
int close_many_add(struct close_many *batch, const struct conn *conn);

/* Goes on with about `budget` sockets, at most 64. True while there is more to do. */
bool close_many_step(struct close_many *batch, size_t budget);

/*
 * No further socket is begun: those stay CLOSE_RESULT_NOT_TRIED. What is in hand still wants its
 * result, so steps go on until one returns false.
 */
void close_many_cancel(struct close_many *batch);

#endif
