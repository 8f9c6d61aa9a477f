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
#define STATE_CHANGES_KIND CONN_TCP

static inline bool state_changes_follows(const struct conn *conn)
{
	return conn->proto == STATE_CHANGES_KIND;
}

/* On which side of the handshake a socket began, as far as its port tells. */
enum state_changes_side {
	STATE_CHANGES_CLIENT,
	STATE_CHANGES_SERVER /* at the port of a listener */,
	STATE_CHANGES_SIDES
};

struct state_changes {
	/* in the last refresh */
	uint32_t came[STATE_CHANGES_SIDES][CONN_STATES];
	uint32_t moved[CONN_STATES][CONN_STATES]; /* from, to */
	uint32_t left[CONN_STATES];

	/* Milliseconds in the state of all that have left it, ever, and came into it in sight. */
	struct histogram stays[CONN_STATES];
};

/* A refresh begins: nothing has happened in it yet. */
void state_changes_begin(struct state_changes *passage);

/* Sockets of other kinds are passed over. */
void state_changes_note_came(
	struct state_changes *passage, const struct conn *conn, enum state_changes_side side);

/* `stayed_us` is how long it was in the state before; negative: not known. */
void state_changes_note_moved(struct state_changes *passage, const struct conn *conn,
	enum conn_state before, int64_t stayed_us);
void state_changes_note_left(
	struct state_changes *passage, const struct conn *conn, int64_t stayed_us);

#endif
