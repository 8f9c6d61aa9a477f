/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Figures for the diagram of states that have to be counted row by row: the oldest socket of each
 * state, the number of sockets without a process, and when the sockets in TIME_WAIT end. The count
 * takes steps, so that nobody waits for a million rows; `done` is always the last complete count.
 */
#ifndef SOCKVIEW_VIEW_STATES_STATE_COUNTS_H
#define SOCKVIEW_VIEW_STATES_STATE_COUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sock/rows/row-ref.h"
#include "sock/rows/row-walk.h"

/* TIME_WAIT lasts a minute: six slots of ten seconds. */
#define STATE_COUNTS_SLOTS 6
#define STATE_COUNTS_SLOT_MS 10000

struct state_counts_state {
	size_t count;
	size_t ownerless; /* the kernel reports no inode, so no process holds them */
	int64_t oldest_since_us;
	bool oldest_at_least; /* its socket was in the state before it was first seen */
	struct row_ref oldest;
};

struct state_counts_count {
	struct state_counts_state states[CONN_STATES];
	size_t ending[STATE_COUNTS_SLOTS]; /* of TIME_WAIT: within 10 seconds, 20, ... */
	uint32_t next_end_ms, last_end_ms;
};

struct state_counts {
	struct state_counts_count done; /* the last complete count */
	struct state_counts_count going;
	struct row_walk walk;
	bool running;
};

void state_counts_init(struct state_counts *state_counts);

/* Begins a new count, unless one is in progress. */
void state_counts_begin(struct state_counts *state_counts);

/* Counts at most `rows` rows. Returns true while there is more to do. */
bool state_counts_step(struct state_counts *state_counts, const struct track *track, size_t rows);

#endif
