/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The state machine of TCP (RFC 9293) at work: how many sockets go along each of its edges, from
 * refresh to refresh.
 *
 * Two refreshes show two states of a socket, which need not be neighbours: the states that it
 * passed through in between are inferred. Inferred transitions and seen ones are counted
 * separately. Connections that begin and end between two refreshes are never seen, unless the
 * kernel counts the changes of states (sock/event/event-bpf.h).
 */
#ifndef SOCKVIEW_VIEW_STATES_TRANSITIONS_H
#define SOCKVIEW_VIEW_STATES_TRANSITIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sock/rows/track.h"

/* CLOSED stands for every socket that the kernel does not list. */
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

/* The kind of path that an edge belongs to. */
enum transition_path {
	PATH_CLIENT, /* active: opens and closes by itself */
	PATH_SERVER, /* passive: follows the peer */
	PATH_BOTH,   /* both ends at the same time */
	PATH_BROKEN, /* reset, refused, timed out */
	PATHS
};

struct transition_record {
	enum conn_state from, to;
	enum transition_path path;
	unsigned usual; /* 1 << enum state_changes_side: the usual edge to `to` for such a socket */
	bool certain;   /* a socket in `from` that has gone certainly took this edge */
	const char *cause; /* translated when it is shown */
};

extern const struct transition_record transition_records[EDGES];

struct transition {
	uint64_t seen, inferred; /* since the program began */
	float rate;              /* a second, smoothed over some seconds; seen and inferred */
	float inferred_rate;
};

struct transitions {
	struct transition edges[EDGES];
	float change[CONN_STATES]; /* of the number of sockets in a state, a second; smoothed */
	size_t count[CONN_STATES];
	uint64_t strange;          /* transitions between states that no path connects */
	int64_t refreshed_us;      /* monotonic clock; 0: never */
	uint32_t passed[EDGES][2]; /* in this refresh: seen, inferred */
};

void transitions_init(struct transitions *transitions);

/* A way is a change from one state to another. TRANSITION_WAY() is its index in an array of
 * counts. */
#define TRANSITION_WAYS 256
#define TRANSITION_WAY(from, to) ((from)*16 + (to))

/*
 * Counts the transitions of the last refresh. `resets` is the number of connections that the kernel
 * has reset since the refresh before (EstabResets), 0 where it is not known: with it, connections
 * that were reset are distinguished from those that both ends closed between two refreshes. `ways`
 * has how many sockets went each way since the refresh before, by TRANSITION_WAY(); NULL: not
 * counted.
 */
void transitions_refresh(struct transitions *transitions, const struct track *track,
	uint64_t resets, const uint32_t ways[TRANSITION_WAYS]);

/* True if sockets have gone along the edge recently. */
static inline bool transition_is_alive(const struct transition *transition)
{
	return transition->rate >= 0.05f;
}

/* True if more than half of the edge's rate was inferred, not seen. */
static inline bool transition_is_inferred(const struct transition *transition)
{
	return transition->inferred_rate * 2 > transition->rate;
}

#endif
