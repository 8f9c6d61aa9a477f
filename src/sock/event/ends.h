/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The ends of connections: joins the kernel's events with what the refreshes see, so that each
 * connection ends once, whichever of them tells of it first.
 *
 *	between refreshes, as events come:   ends_take(ends, event);
 *	before a refresh:                    ends_settle(ends, track);
 *	when its rows are known:             ends_join(ends, track, events_are_on);
 *	after both:                          while (ends_next(ends, track, &end))
 *
 * A connection has ended when its socket has died, even if a TIME_WAIT stays behind. An event
 * and a row belong together by the cookie. The kernel gives a socket its cookie when somebody first
 * asks for it, so a connection that no refresh has seen alive has one in its event and another in
 * its TIME_WAIT: these belong together by their addresses.
 *
 * If an event may still come, a row that vanished waits for it until the next refresh begins. A
 * socket that is closed but held by its program vanishes long before its event: the end that the
 * event tells then amends the one that was handed out before.
 */
#ifndef SOCKVIEW_SOCK_EVENT_ENDS_H
#define SOCKVIEW_SOCK_EVENT_ENDS_H

#include "sock/event/event.h"
#include "sock/rows/row-ref.h"
#include "sock/rows/track.h"

/* "fin by us"; NULL: not known. */
const char *end_reason_name(enum end_reason reason);

struct end {
	struct conn conn; /* as the last refresh saw it; if none did, only its addresses, ports and
			     cookie */
	struct conn_tcp tcp;
	bool has_tcp; /* `tcp` has the kernel's figures at the end; else the figures of the row are
			 the last ones */
	bool told;    /* by an event; else a refresh no longer found the socket */
	enum end_reason reason;
	int64_t at_us;   /* boot clock */
	int64_t born_us; /* boot clock; when it began, exactly; 0: not known */
	uint32_t pid;    /* as in the event */
	char process[16];
	uint32_t row;    /* living (TIME_WAIT) or gone; TRACK_NONE: no refresh saw it alive */
	uint64_t amends; /* the number that ends_remember() was given for the end that this one
			    replaces; 0: none */
};

/* True if the socket has or had a peer, so that its end is one of a connection. */
bool ends_is_connection(const struct conn *conn);

struct ends_item;
struct ends_row;
struct ends_memory;

struct ends {
	struct ends_item *items; /* [next, ready): joined; [ready, count): not yet */
	size_t next, ready, count, capacity;
	struct ends_row *rows; /* ended as the refreshes see it, not yet handed out */
	size_t row_count, row_capacity;
	uint32_t *slots; /* addresses -> index in `rows`, for rows that an event may belong to */
	size_t slot_count;
	struct ends_memory *memory; /* of ends that were handed out without an event */
	/* Set by the owner: returns whether a listener accepted a connection. NULL: none did, as
	 * far as is known. */
	bool (*is_server)(void *context, const struct conn *conn);
	void *context;
	int64_t unseen; /* TCP sockets that only events told of: see ends_take_unseen() */
};

void ends_init(struct ends *ends);
void ends_done(struct ends *ends);

/* Takes an event; this is an event_take_fn. If there is no memory, the event is lost, and the next
 * refresh finds the end. */
void ends_take(void *ends, const struct event *event);

/* To be called before a refresh: rows that vanished in the last one no longer wait for an event. */
void ends_settle(struct ends *ends, struct track *track);

/* To be called after a refresh. `events`: the kernel tells an event for each end. */
void ends_join(struct ends *ends, struct track *track, bool events);

/* Returns the next end; false: there are no more now. */
bool ends_next(struct ends *ends, const struct track *track, struct end *ret_end);

/* Remembers the number (not 0) that the caller gave to an end that no event had told. If the event
 * comes later, its end has that number in `amends`. */
void ends_remember(struct ends *ends, const struct conn *conn, uint64_t number);

/*
 * How many TCP sockets of connections were told by events only, since the last call; for
 * coverage_end(). A socket that the next refresh does see is subtracted again.
 */
uint64_t ends_take_unseen(struct ends *ends);

#endif
