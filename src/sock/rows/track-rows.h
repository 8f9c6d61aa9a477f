/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where track.c keeps its rows: found by cookie, in arrays whose indices stay, with the lists that
 * some of them stand in. Nobody else includes this.
 */
#ifndef SOCKVIEW_SOCK_ROWS_TRACK_ROWS_H
#define SOCKVIEW_SOCK_ROWS_TRACK_ROWS_H

#include "sock/rows/track.h"

/* Adds a row for a socket that was not there. 0, or -ENOMEM with everything as it was. */
int track_add_row(struct track *track, const struct conn *conn, uint32_t *ret_index);

/* Takes a row, living or gone, out of everything but the lists; its index may be used again. */
void track_free_row(struct track *track, uint32_t index);

/* Puts a row that has just got its first mark on the list of those whose marks end. */
void track_remember_mark(struct track *track, uint32_t index);

static inline bool track_is_marked(const struct row *row)
{
	return row->life == ROW_NEW || row->life == ROW_CHANGED || row->flags & ROW_MOVED;
}

/* How many living rows there are of its kind. */
static inline size_t *track_count_of(struct track *track, const struct conn *conn)
{
	return &track->counts[conn->proto][conn->family][conn->state];
}

#endif
