/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A reference to a socket of the table, which stays valid when the socket's row is removed. The
 * index of a removed row is used again for another socket. So code that remembers a row across
 * refreshes must store a reference instead of the index:
 *
 *	ref = row_ref_to(track, row);
 *	...
 *	if (row_ref_holds(&ref, track))         is it still in that row?
 *	row = row_ref_find(&ref, track);        or in another one, if it left the table for a while?
 */
#ifndef SOCKVIEW_SOCK_ROWS_ROW_REF_H
#define SOCKVIEW_SOCK_ROWS_ROW_REF_H

#include "sock/rows/track.h"

struct row_ref {
	uint64_t cookie;
	uint32_t row; /* TRACK_NONE: no socket */
	uint16_t place;
};

static inline struct row_ref row_ref_none(void)
{
	return (struct row_ref){.row = TRACK_NONE};
}

/* `row` may be TRACK_NONE. */
static inline struct row_ref row_ref_to(const struct track *track, uint32_t row)
{
	if (row == TRACK_NONE)
		return row_ref_none();
	return (struct row_ref){track->rows[row].conn.cookie, row, track->rows[row].conn.place};
}

/* True if the row still belongs to the socket, whether the socket is living or gone. */
static inline bool row_ref_holds(const struct row_ref *ref, const struct track *track)
{
	const struct row *row;

	if (ref->row >= track->row_count)
		return false;
	row = &track->rows[ref->row];
	return row->life != ROW_FREE && row->conn.cookie == ref->cookie &&
	       row->conn.place == ref->place;
}

/* Returns the row of the socket; TRACK_NONE: it no longer has one. */
static inline uint32_t row_ref_find(const struct row_ref *ref, const struct track *track)
{
	return ref->row == TRACK_NONE ? TRACK_NONE : track_find(track, ref->place, ref->cookie);
}

/* True if both refer to the same socket. */
static inline bool row_ref_equals(const struct row_ref *left, const struct row_ref *right)
{
	return left->row != TRACK_NONE && right->row != TRACK_NONE &&
	       left->cookie == right->cookie && left->place == right->place;
}

#endif
