/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/rows/track-queues.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

int track_take_memory(
	struct track *track, const struct conn *conn, const struct conn_memory *memory)
{
	/* In a dump it is the row that was taken last. */
	uint32_t index = track->last_taken;
	int error;

	if (index == TRACK_NONE || track->rows[index].conn.cookie != conn->cookie ||
		track->rows[index].conn.place != conn->place)
		index = track_find(track, conn->place, conn->cookie);
	if (index == TRACK_NONE)
		return 0;
	error = alloc_try_grow((void **)&track->memory, &track->memory_capacity, track->row_count,
		sizeof(*track->memory));
	if (error)
		return error;
	if (track->memory_count < track->row_count) {
		memset(track->memory + track->memory_count, 0,
			(track->row_count - track->memory_count) * sizeof(*track->memory));
		track->memory_count = track->row_count;
	}
	track->memory[index] = *memory;
	return 0;
}

void track_forget_memory(struct track *track)
{
	free(track->memory);
	track->memory = NULL;
	track->memory_count = 0;
	track->memory_capacity = 0;
}
