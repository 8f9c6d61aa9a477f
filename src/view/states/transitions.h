/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The state machine of TCP (RFC 9293) at work: how many sockets go along each of its edges, from
 * refresh to refresh.
 *
 * Two looks at a socket show two states, which need not be neighbours: what it passed through in
 * between is inferred, and counted apart from what was seen. Connections that begin and end between
 * two looks are never seen at all.
 */
#ifndef SOCKVIEW_VIEW_STATES_TRANSITIONS_H
#define SOCKVIEW_VIEW_STATES_TRANSITIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sock/rows/track.h"

/* CLOSED stands for all that no list of the kernel has. */
enum transition_edge {
	EDGE_CLOSED_BOUND,
	EDGE_CLOSED_LISTEN,
	EDGE_BOUND_LISTEN,
	EDGE_CLOSED_SYN_SENT,
	EDGE_BOUND_SYN_SENT,
	EDGE_LISTEN_SYN_RECV,
	EDGE_SYN_SENT_SYN_RECV,
	EDGE_SYN_SENT_ESTABLISHED,
	EDGE_SYN_RECV_ESTABLISHED,
	EDGE_ESTABLISHED_FIN_WAIT1,
	EDGE_ESTABLISHED_CLOSE_WAIT,
	EDGE_FIN_WAIT1_FIN_WAIT2,
	EDGE_FIN_WAIT1_CLOSING,
	EDGE_FIN_WAIT2_TIME_WAIT,
	EDGE_CLOSING_TIME_WAIT,
	EDGE_CLOSE_WAIT_LAST_ACK,
	EDGE_LAST_ACK_CLOSED,
	EDGE_TIME_WAIT_CLOSED,
	EDGE_LISTEN_CLOSED,
	EDGE_BOUND_CLOSED,
	EDGE_SYN_SENT_CLOSED,
	EDGE_SYN_RECV_CLOSED,
	EDGE_ESTABLISHED_CLOSED,
	EDGE_FIN_WAIT1_CLOSED,
	EDGE_FIN_WAIT2_CLOSED,
	EDGE_CLOSING_CLOSED,
	EDGE_CLOSE_WAIT_CLOSED,
	EDGES
};

/* Whose way an edge is a part of. */
enum transition_path {
	PATH_CLIENT, /* opens and closes by itself: active */
	PATH_SERVER, /* follows the peer: passive */
	PATH_BOTH,   /* both ends at the same time */
	PATH_BROKEN, /* reset, refused, given up */
	PATHS
};

struct transition_record {
	enum conn_state from, to;
	enum transition_path path;
	unsigned usual; /* 1 << enum state_changes_side: how such a socket usually came to `to` */
	bool certain;   /* who is gone from `from` went this way */
	const char *cause; /* translated where it is shown */
};

extern const struct transition_record transition_records[EDGES];

struct transition {
	uint64_t seen, inferred; /* since the program began */
	float rate;              /* a second, smoothed over some seconds; both kinds */
	float inferred_rate;
};

struct transitions {
	struct transition edges[EDGES];
	float change[CONN_STATES]; /* of the number of sockets in a state, a second, smoothed */
	size_t count[CONN_STATES];
	uint64_t strange;          /* were seen to go where no way leads */
	int64_t refreshed_us;      /* monotonic clock; 0: never */
	uint32_t passed[EDGES][2]; /* in this refresh: seen, inferred */
};

void transitions_init(struct transitions *transitions);

/*
 * Counts what the last refresh brought. `resets` is how many connections the kernel has broken off
 * since the one before (EstabResets), 0 where that is not known: it tells those that were reset
 * from those that were closed by the peer and by us between two looks.
 */
void transitions_refresh(
	struct transitions *transitions, const struct track *track, uint64_t resets);

/* An edge that has been used lately. */
static inline bool transition_is_alive(const struct transition *transition)
{
	return transition->rate >= 0.05f;
}

/* More than half of it was not seen, but inferred. */
static inline bool transition_is_inferred(const struct transition *transition)
{
	return transition->inferred_rate * 2 > transition->rate;
}

#endif
