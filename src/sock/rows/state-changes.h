/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counts how the sockets of one kind changed their states in one refresh: sockets that appeared,
 * that are in another state than before, or that are gone; and how long each was in its state.
 * What happened between two refreshes is not known here: see view/states/transitions.h.
 */
#ifndef SOCKVIEW_SOCK_ROWS_STATE_CHANGES_H
#define SOCKVIEW_SOCK_ROWS_STATE_CHANGES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/histogram.h"
#include "sock/conn/conn.h"

/* The kind whose states are counted: the one of the state diagram. */
#define STATE_CHANGES_KIND CONN_TCP

static inline bool state_changes_follows(const struct conn *conn)
{
	return conn->proto == STATE_CHANGES_KIND;
}

/* The side of the handshake on which a socket began, as guessed from its local port. */
enum state_changes_side {
	STATE_CHANGES_CLIENT,
	STATE_CHANGES_SERVER /* the local port is that of a listener */,
	STATE_CHANGES_SIDES
};

struct state_changes {
	/* counts of the last refresh */
	uint32_t came[STATE_CHANGES_SIDES][CONN_STATES];
	uint32_t moved[CONN_STATES][CONN_STATES]; /* [from][to] */
	uint32_t left[CONN_STATES];

	/*
	 * How long sockets stayed in each state, in milliseconds: all sockets that have left the
	 * state since the start, if they were also seen to enter it.
	 */
	struct histogram stays[CONN_STATES];
};

/* Begins a refresh: sets its counts to 0. */
void state_changes_begin(struct state_changes *changes);

/* These three functions ignore sockets of other kinds. */
void state_changes_note_came(
	struct state_changes *changes, const struct conn *conn, enum state_changes_side side);

/* `stayed_us` is how long the socket was in the state before; negative: not known. */
void state_changes_note_moved(struct state_changes *changes, const struct conn *conn,
	enum conn_state before, int64_t stayed_us);
void state_changes_note_left(
	struct state_changes *changes, const struct conn *conn, int64_t stayed_us);

#endif
