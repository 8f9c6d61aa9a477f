/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/states/state-counts.h"

void census_init(struct census *census)
{
	*census = (struct census){0};
}

void census_begin(struct census *census)
{
	if (census->running)
		return;
	census->going = (struct census_count){0};
	census->cursor = 0;
	census->running = true;
}

static void count_end(struct census_count *count, const struct conn *conn)
{
	uint32_t slot = conn->timer_ms / CENSUS_SLOT_MS;
	size_t before = count->states[CONN_TIME_WAIT].count;

	count->ending[slot < CENSUS_SLOTS ? slot : CENSUS_SLOTS - 1]++;
	if (!before || conn->timer_ms < count->next_end_ms)
		count->next_end_ms = conn->timer_ms;
	if (conn->timer_ms > count->last_end_ms)
		count->last_end_ms = conn->timer_ms;
}

static void count_row(struct census_count *count, const struct row *row)
{
	struct census_state *state = &count->states[row->conn.state];

	if (row->conn.state == CONN_TIME_WAIT)
		count_end(count, &row->conn);
	if (!state->count || row->state_since_us < state->oldest_since_us) {
		state->oldest_since_us = row->state_since_us;
		state->oldest_at_least = row->flags & ROW_STATE_AT_LEAST;
		state->oldest = row->conn.cookie;
	}
	state->count++;
	state->ownerless += !(row->conn.has & CONN_HAS_INODE);
}

bool census_step(struct census *census, const struct track *track, size_t rows)
{
	if (!census->running)
		return false;
	for (; rows && census->cursor < track->row_count; rows--) {
		const struct row *row = &track->rows[census->cursor++];

		if (row_is_living(row) && passage_follows(&row->conn))
			count_row(&census->going, row);
	}
	if (census->cursor < track->row_count)
		return true;
	census->done = census->going;
	census->running = false;
	return false;
}
