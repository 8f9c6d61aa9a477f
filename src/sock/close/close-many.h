/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Closing many sockets, exactly: SOCK_DESTROY with each one's own cookie, then an exact query for
 * each, 64 to a datagram. What the kernel does not find by its addresses (several sockets that
 * share a port) is looked for in a dump, and aimed at until the kernel's choice falls on it.
 *
 *	closing_batch_init(batch, kernel, wire, buffer);
 *	closing_batch_add(batch, conn);            for each
 *	while (closing_batch_step(batch, 64))      between the steps keys may be answered
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

struct closing_entry {
	struct conn conn;
	struct mptcp mptcp;             /* of which it is a part, once it was asked */
	struct closing_outcome outcome; /* CLOSING_NOT_TRIED until it is done */
};

enum closing_phase {
	CLOSING_AT_REST,
	CLOSING_LISTING,  /* a dump looks for what the kernel did not find by its addresses */
	CLOSING_AIMING,   /* one of those is asked for by other remote addresses */
	CLOSING_CHECKING, /* a dump tells what is left of those that were hit */
};

struct closing_batch {
	const struct closing_kernel *kernel;
	struct wire *wire;
	void *buffer; /* WIRE_DATAGRAM_MAX bytes, the caller's */
	struct closing_entry *entries;
	size_t count, capacity;
	size_t done;
	size_t good; /* of those: closed, reset or gone before */
	bool cancelled;
	bool whole; /* what the kernel closes only a part of is CLOSING_NOT_SUPPORTED */
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
void closing_batch_init(struct closing_batch *batch, const struct closing_kernel *kernel,
	struct wire *wire, void *buffer);
void closing_batch_done(struct closing_batch *batch);

/* 0, or -ENOMEM with the batch as it was. */
int closing_batch_add(struct closing_batch *batch, const struct conn *conn);

/* Goes on with about `budget` sockets, at most 64. True while there is more to do. */
bool closing_batch_step(struct closing_batch *batch, size_t budget);

/*
 * No further socket is begun: those stay CLOSING_NOT_TRIED. What is in hand still wants its result,
 * so steps go on until one returns false.
 */
void closing_batch_cancel(struct closing_batch *batch);

/* Closes one socket: a batch of one, to its end. */
void closing_run(const struct closing_kernel *kernel, struct wire *wire, void *buffer,
	const struct conn *conn, struct closing_outcome *ret_outcome);

#endif
