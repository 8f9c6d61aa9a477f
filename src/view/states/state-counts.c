/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/states/state-counts.h"

void state_counts_init(struct state_counts *state_counts)
{
	*state_counts = (struct state_counts){0};
}

void state_counts_begin(struct state_counts *state_counts)
{
	if (state_counts->running)
		return;
	state_counts->going = (struct state_counts_count){0};
	state_counts->walk = (struct row_walk){0};
	state_counts->running = true;
}

static void count_end(struct state_counts_count *count, const struct conn *conn)
{
	uint32_t slot = conn->timer_ms / STATE_COUNTS_SLOT_MS;
	size_t before = count->states[CONN_TIME_WAIT].count;

	count->ending[slot < STATE_COUNTS_SLOTS ? slot : STATE_COUNTS_SLOTS - 1]++;
	if (!before || conn->timer_ms < count->next_end_ms)
		count->next_end_ms = conn->timer_ms;
	if (conn->timer_ms > count->last_end_ms)
		count->last_end_ms = conn->timer_ms;
}

static void count_row(struct state_counts_count *count, const struct track *track, uint32_t index)
{
	const struct row *row = &track->rows[index];
	struct state_counts_state *state = &count->states[row->conn.state];

	if (row->conn.state == CONN_TIME_WAIT)
		count_end(count, &row->conn);
	if (!state->count || row->state_since_us < state->oldest_since_us) {
		state->oldest_since_us = row->state_since_us;
		state->oldest_at_least = row->flags & ROW_STATE_AT_LEAST;
		state->oldest = row_ref_to(track, index);
	}
	state->count++;
	state->ownerless += !(row->conn.has & CONN_HAS_INODE);
}

bool state_counts_step(struct state_counts *state_counts, const struct track *track, size_t rows)
{
	uint32_t row;

	if (!state_counts->running)
		return false;
	while (row_walk_next(&state_counts->walk, track, &rows, &row))
		if (state_changes_follows(&track->rows[row].conn))
			count_row(&state_counts->going, track, row);
	if (!row_walk_is_over(&state_counts->walk, track))
		return true;
	state_counts->done = state_counts->going;
	state_counts->running = false;
	return false;
}
