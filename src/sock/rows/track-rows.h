/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How track.c stores its rows: an index by cookie, arrays whose indices stay the same, and lists of
 * some of the rows. Only track.c includes this header.
 */
#ifndef SOCKVIEW_SOCK_ROWS_TRACK_ROWS_H
#define SOCKVIEW_SOCK_ROWS_TRACK_ROWS_H

#include "sock/rows/track.h"

/* Adds a row for a new socket. Returns 0, or -ENOMEM with nothing changed. */
int track_add_row(struct track *track, const struct conn *conn, uint32_t *ret_index);

/* Makes room for this place. Returns 0, or -ENOMEM. */
int track_add_place(struct track *track, uint16_t place);

/* Like track_pack_figures(), but also stores the name of the congestion control. */
struct track_tcp track_pack(struct track *track, const struct conn_tcp *tcp);

/*
 * The share of retransmissions in the bytes sent between two samples, in tenths of a percent; or
 * TRACK_RESENT_UNKNOWN.
 */
unsigned track_resent(const struct track_tcp *before, const struct track_tcp *now);

/* Counts one more living row of a place, and extends the range of its rows to this index. */
void track_widen_place(struct track_place *place, uint32_t index);

/* Removes a row, living or gone, from everything except the lists; its index may be used again. */
void track_free_row(struct track *track, uint32_t index);

/*
 * Adds a row, which has just got its first mark, to the list of marked rows. Their marks last until
 * the next refresh.
 */
void track_remember_mark(struct track *track, uint32_t index);

static inline bool track_is_marked(const struct row *row)
{
	return row->life == ROW_NEW || row->life == ROW_CHANGED || row->flags & ROW_MOVED;
}

static inline struct track_place *track_place_of(struct track *track, const struct conn *conn)
{
	return &track->places[conn->place];
}

/*
 * True if another socket of the place that is being read may have its local port: see
 * conn_shares_port().
 */
static inline bool track_port_is_shared(const struct track *track, const struct conn *conn)
{
	return track->ports_used && track->place == conn->place &&
	       track->ports[conn->proto][conn->local.port / 8] & 1 << conn->local.port % 8;
}

/* The counter of living rows with the kind, family and state of `conn`. */
static inline size_t *track_count_of(struct track *track, const struct conn *conn)
{
	return &track->counts[conn->proto][conn->family][conn->state];
}

#endif
