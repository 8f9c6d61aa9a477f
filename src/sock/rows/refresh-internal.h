/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of refresh share. */
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

/* What to note of an error. */
enum source_fault refresh_fault_of(int error);

/* -------- refresh-queries.c -------- */

/*
 * True if the connections of this place are asked for one by one: a dump walks the table of all
 * places. Listeners may share a port, so that an answer is about another one: these are dumped in
 * any case, and cheap. Sockets that are only bound may share one, too. Queries bring tcp_info and
 * no more. Where only some states are asked for, a connection that enters one of them is not known.
 */
bool refresh_may_ask_known(const struct refresh *refresh);

/* Asks for some of the rows of the place that no dump listed; the last step ends the place. */
void refresh_step_queries(struct refresh *refresh, struct track *track);

/* Removes some of the rows of a place that has gone, or is no longer asked for. */
void refresh_step_leaving(struct refresh *refresh, struct track *track);

/* See source_refine() and source_ask(). */
void refresh_refine(struct source *source, struct track *track, const uint32_t *rows, size_t count);
int refresh_ask(struct source *source, const struct conn *conn, struct detail *ret_detail);

/* -------- refresh-listeners.c -------- */

/* True if the listeners of these parts are asked for their dropped connections. */
bool refresh_wants_drops(const struct refresh *refresh, enum conn_proto proto, struct parts parts);

/* Makes a dump list only the listeners, with the number of connections that they dropped. */
void refresh_narrow_to_listeners(struct diagmsg_dump *what);

/* The diag_take_fn of that dump. */
int refresh_take_listener(void *context, const struct conn *conn, const struct conn_tcp *tcp,
	const struct conn_memory *memory);

#endif
