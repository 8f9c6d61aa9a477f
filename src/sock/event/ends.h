/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The ends of connections: joins what events tell with what the refreshes see, so that each
 * connection ends once, whoever told it first.
 *
 *	between refreshes, as events come:   ends_take(ends, event);
 *	before a refresh:                    ends_settle(ends, track);
 *	when its rows are known:             ends_join(ends, track, events_are_on);
 *	after both:                          while (ends_next(ends, track, &end))
 *
 * A connection has ended when its socket has died, also where its TIME_WAIT stays behind. An event
 * and a row belong together by the cookie. The kernel makes a cookie when somebody first asks for
 * it, so a connection that no refresh has seen alive has one in its event and another in its
 * TIME_WAIT: these belong together by their addresses.
 *
 * Where an event may still come, a row that vanished waits for it until the next refresh begins. A
 * socket that is closed but held by its program vanishes long before its event: the end that comes
 * then amends the one that was told before.
 */
#ifndef SOCKVIEW_SOCK_EVENT_ENDS_H
#define SOCKVIEW_SOCK_EVENT_ENDS_H

#include "sock/event/event.h"
#include "sock/rows/row-ref.h"
#include "sock/rows/track.h"

/* "fin by us"; NULL: not known. */
const char *end_reason_name(enum end_reason reason);

struct end {
	struct conn conn; /* as the last refresh saw it; else its ends and its cookie alone */
	struct conn_tcp tcp;
	bool has_tcp; /* the kernel's figures at the end; else those of the row are the last */
	bool told;    /* by an event; else no refresh has found it any more */
	enum end_reason reason;
	int64_t at_us;   /* boot clock */
	int64_t born_us; /* when it began, exactly; 0: not known */
	uint32_t pid;    /* as in the event */
	char process[16];
	uint32_t row;    /* living (TIME_WAIT) or gone; TRACK_NONE: no refresh saw it alive */
	uint64_t amends; /* what ends_remember() was given for the end that this one makes better */
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
	uint32_t *slots; /* addresses -> index of `rows`, of those that events may belong to */
	size_t slot_count;
	struct ends_memory *memory; /* of ends that were told without an event */
	/* Set by the owner: whether a listener took a connection. NULL: not known, it did not. */
	bool (*is_server)(void *context, const struct conn *conn);
	void *context;
	int64_t unseen; /* TCP sockets that only events told of; see ends_take_unseen() */
};

void ends_init(struct ends *ends);
void ends_done(struct ends *ends);

/* Takes an event; of an event_take_fn. Short of memory it is lost, and the next refresh tells. */
void ends_take(void *ends, const struct event *event);

/* Before a refresh: rows that vanished in the last one wait no longer. */
void ends_settle(struct ends *ends, struct track *track);

/* After a refresh. `events`: an event is expected for each end. */
void ends_join(struct ends *ends, struct track *track, bool events);

/* Hands out one end. False: there is none. */
bool ends_next(struct ends *ends, const struct track *track, struct end *ret_end);

/* Remembers under which number (not 0) an end was kept that no event had told. */
void ends_remember(struct ends *ends, const struct conn *conn, uint64_t number);

/*
 * How many TCP sockets of connections only events told of since the last call, for coverage_end().
 * One that the next refresh sees after all is taken off again.
 */
uint64_t ends_take_unseen(struct ends *ends);

#endif
