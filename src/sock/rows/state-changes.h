/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How the sockets of one kind passed from state to state in one refresh, as two looks tell it: what
 * came into sight, what was in another state than before, what has gone; and how long each had been
 * where it was. What happened in between is not known here: see view/transitions.h.
 */
#ifndef SOCKVIEW_SOCK_ROWS_STATE_CHANGES_H
#define SOCKVIEW_SOCK_ROWS_STATE_CHANGES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/histogram.h"
#include "sock/conn/conn.h"

/* The kind: that whose states the diagram shows. */
#define PASSAGE_KIND CONN_TCP

static inline bool passage_follows(const struct conn *conn)
{
	return conn->proto == PASSAGE_KIND;
}

/* On which side of the handshake a socket began, as far as its port tells. */
enum passage_side { PASSAGE_CLIENT, PASSAGE_SERVER /* at the port of a listener */, PASSAGE_SIDES };

struct passage {
	/* in the last refresh */
	uint32_t came[PASSAGE_SIDES][CONN_STATES];
	uint32_t moved[CONN_STATES][CONN_STATES]; /* from, to */
	uint32_t left[CONN_STATES];

	/* Milliseconds in the state of all that have left it, ever, and came into it in sight. */
	struct spread stays[CONN_STATES];
};

/* A refresh begins: nothing has happened in it yet. */
void passage_begin(struct passage *passage);

/* Sockets of other kinds are passed over. */
void passage_note_came(struct passage *passage, const struct conn *conn, enum passage_side side);

/* `stayed_us` is how long it was in the state before; negative: not known. */
void passage_note_moved(struct passage *passage, const struct conn *conn, enum conn_state before,
	int64_t stayed_us);
void passage_note_left(struct passage *passage, const struct conn *conn, int64_t stayed_us);

#endif
