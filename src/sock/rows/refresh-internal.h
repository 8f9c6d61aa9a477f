/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions that the files of refresh (refresh*.c) share. */
#ifndef SOCKVIEW_SOCK_ROWS_REFRESH_INTERNAL_H
#define SOCKVIEW_SOCK_ROWS_REFRESH_INTERNAL_H

#include "sock/rows/refresh.h"

/* The place that is being read. */
static inline const struct place *refresh_place(const struct refresh *refresh)
{
	return refresh->visit.place;
}

/* True if the plan asks for sockets of this kind, family and state. */
bool refresh_asks_for(const struct source_plan *plan, const struct conn *conn);

/* -------- refresh-fault.c -------- */

/* True for errors that mean that sock_diag is not available for this request, now or later. */
bool refresh_is_refusal(int error);

/* All states up to CLOSING. BOUND is separate: the kernel must walk another table for it. */
#define REFRESH_STATES_ALL 0xfffU
#define REFRESH_STATES_BOUND (1U << CONN_BOUND)

/* The fault to note for an error. */
enum source_fault refresh_fault_of(int error);

/* -------- refresh-plan.c -------- */

/* Prepares the rows for a refresh by `plan` after one by `before`. */
void refresh_follow_plan(
	struct track *track, const struct source_plan *before, const struct source_plan *plan);

/* -------- refresh-queries.c -------- */

/*
 * True if the known connections of this place are asked for one by one, by exact queries. This
 * avoids a dump, which walks the kernel's table of all places. Queries are not enough in these
 * cases:
 * - Listeners may share a port, so that a query finds another one: they are always dumped, which is
 *   cheap. Sockets that are only bound may share a port, too: with them the result is false.
 * - A query brings tcp_info, but no other extension.
 * - If the plan asks for only some states, a connection that enters one of them has no row yet.
 */
bool refresh_may_ask_known(const struct refresh *refresh);

/* Asks for some of the place's rows that no dump listed; the last step ends the place. */
void refresh_step_queries(struct refresh *refresh, struct track *track);

/* Removes some of the rows of a place that is gone, or that is no longer asked for. */
void refresh_step_leaving(struct refresh *refresh, struct track *track);

/* See source_refine() and source_ask(). */
void refresh_refine(struct source *source, struct track *track, const uint32_t *rows, size_t count);
int refresh_ask(struct source *source, const struct conn *conn, struct detail *ret_detail);

/* -------- refresh-listeners.c -------- */

/* True if the listeners of these parts are dumped once more, for their dropped connections. */
bool refresh_wants_drops(const struct refresh *refresh, enum conn_proto proto, struct parts parts);

/* Makes a dump list only the listeners, with the number of connections that they dropped. */
void refresh_narrow_to_listeners(struct diagmsg_dump *what);

/* The diag_take_fn of that dump. */
int refresh_take_listener(void *context, const struct conn *conn, const struct conn_tcp *tcp,
	const struct conn_memory *memory);

#endif
