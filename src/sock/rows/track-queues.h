/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The memory of the rows' queues (SK_MEMINFO), in an array beside the rows. The array exists only
 * while the plan asks for it (DIAGMSG_MEMORY in source_plan.extensions).
 */
#ifndef SOCKVIEW_SOCK_ROWS_TRACK_QUEUES_H
#define SOCKVIEW_SOCK_ROWS_TRACK_QUEUES_H

#include "sock/rows/track.h"

/* Stores the memory of a socket, which track_take() has just stored. Returns 0 or -ENOMEM. */
int track_take_memory(
	struct track *track, const struct conn *conn, const struct conn_memory *memory);

/* Frees the array: then the memory is not known for any row. */
void track_forget_memory(struct track *track);

/* The memory of a row, as the last dump listed it; NULL: not known. */
static inline const struct conn_memory *track_memory(const struct track *track, uint32_t index)
{
	return index < track->memory_count && track->memory[index].count ? &track->memory[index]
									 : NULL;
}

#endif
