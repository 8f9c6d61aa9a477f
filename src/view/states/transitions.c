/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/states/transitions.h"

#include <string.h>

#include "base/i18n.h"

/* After this time most of a change has reached the rates. */
#define SMOOTHING_SECONDS 3.0f

/* The longest path through the state machine. */
#define WAY_MAX 8

#define CLIENT (1U << STATE_CHANGES_CLIENT)
#define SERVER (1U << STATE_CHANGES_SERVER)
#define EITHER (CLIENT | SERVER)

#define EDGE(from, to) [EDGE_##from##_##to] = {CONN_##from, CONN_##to

/* clang-format off */
const struct transition_record transition_records[EDGES] = {
	EDGE(CLOSED, BOUND), PATH_CLIENT, EITHER, false, N_("bind()")},
	EDGE(CLOSED, LISTEN), PATH_SERVER, EITHER, false, N_("listen()")},
	EDGE(BOUND, LISTEN), PATH_SERVER, 0, false, N_("listen()")},
	EDGE(CLOSED, SYN_SENT), PATH_CLIENT, EITHER, false, N_("connect(): SYN sent")},
	EDGE(BOUND, SYN_SENT), PATH_CLIENT, 0, false, N_("connect(): SYN sent")},
	EDGE(LISTEN, SYN_RECV), PATH_SERVER, SERVER, false, N_("SYN received and answered")},
	EDGE(SYN_SENT, SYN_RECV), PATH_BOTH, CLIENT, false, N_("SYN crossed ours: simultaneous open")},
	EDGE(SYN_SENT, ESTABLISHED), PATH_CLIENT, CLIENT, false, N_("SYN and ACK received")},
	EDGE(SYN_RECV, ESTABLISHED), PATH_SERVER, SERVER, false, N_("ACK received")},
	EDGE(ESTABLISHED, FIN_WAIT1), PATH_CLIENT, EITHER, false, N_("close(): FIN sent")},
	EDGE(ESTABLISHED, CLOSE_WAIT), PATH_SERVER, EITHER, false, N_("FIN received")},
	EDGE(FIN_WAIT1, FIN_WAIT2), PATH_CLIENT, EITHER, false, N_("ACK of our FIN received")},
	EDGE(FIN_WAIT1, CLOSING), PATH_BOTH, EITHER, false, N_("FIN crossed ours: simultaneous close")},
	EDGE(FIN_WAIT2, TIME_WAIT), PATH_CLIENT, EITHER, false, N_("FIN received")},
	EDGE(CLOSING, TIME_WAIT), PATH_BOTH, 0, false, N_("ACK of our FIN received")},
	EDGE(CLOSE_WAIT, LAST_ACK), PATH_SERVER, EITHER, false, N_("close(): FIN sent")},
	EDGE(LAST_ACK, CLOSED), PATH_SERVER, EITHER, true, N_("ACK of our FIN received")},
	EDGE(TIME_WAIT, CLOSED), PATH_CLIENT, 0, true, N_("60 seconds have passed")},
	EDGE(LISTEN, CLOSED), PATH_SERVER, 0, true, N_("close()")},
	EDGE(BOUND, CLOSED), PATH_CLIENT, 0, true, N_("close()")},
	EDGE(SYN_SENT, CLOSED), PATH_BROKEN, 0, false, N_("refused, or given up")},
	EDGE(SYN_RECV, CLOSED), PATH_BROKEN, 0, false, N_("reset, or given up")},
	EDGE(ESTABLISHED, CLOSED), PATH_BROKEN, 0, false, N_("reset, or given up")},
	EDGE(FIN_WAIT1, CLOSED), PATH_BROKEN, 0, false, N_("reset, or given up")},
	EDGE(FIN_WAIT2, CLOSED), PATH_BROKEN, 0, false, N_("reset, or the peer did not close in time")},
	EDGE(CLOSING, CLOSED), PATH_BROKEN, 0, false, N_("reset, or given up")},
	EDGE(CLOSE_WAIT, CLOSED), PATH_BROKEN, 0, false, N_("reset")},
};
/* clang-format on */

void transitions_init(struct transitions *transitions)
{
	*transitions = (struct transitions){0};
}

/* -------- paths through the state machine -------- */

static int find_edge(enum conn_state from, enum conn_state to)
{
	for (int i = 0; i < EDGES; i++)
		if (transition_records[i].from == from && transition_records[i].to == to)
			return i;
	return -1;
}

/* The edge by which sockets of this side usually come to a state. */
static int usual_edge(enum conn_state to, enum state_changes_side side)
{
	for (int i = 0; i < EDGES; i++)
		if (transition_records[i].to == to && transition_records[i].usual & 1U << side)
			return i;
	return -1;
}

/*
 * Finds the edges from one state to another, the last one first; returns their number, 0 if there
 * is no path.
 */
static size_t find_way(enum conn_state from, enum conn_state to, enum state_changes_side side,
	enum transition_edge ret_way[WAY_MAX])
{
	size_t length = 0;

	while (to != from) {
		int edge = find_edge(from, to);

		if (edge < 0)
			edge = usual_edge(to, side);
		if (edge < 0 || length == WAY_MAX)
			return 0;
		ret_way[length++] = (enum transition_edge)edge;
		to = transition_records[edge].from;
	}
	return length;
}

static void pass(
	struct transitions *transitions, enum transition_edge edge, bool inferred, uint32_t count)
{
	struct transition *transition = &transitions->edges[edge];

	if (inferred)
		transition->inferred += count;
	else
		transition->seen += count;
	transitions->passed[edge][inferred] += count;
}

/* `seen`: both states were seen. */
static void pass_way(struct transitions *transitions, enum conn_state from, enum conn_state to,
	enum state_changes_side side, bool seen, uint32_t count)
{
	enum transition_edge way[WAY_MAX];
	size_t length = find_way(from, to, side, way);

	if (!length)
		transitions->strange += count;
	for (size_t i = 0; i < length; i++)
		pass(transitions, way[i], !seen || length > 1, count);
}

/* -------- transitions of a refresh -------- */

/* The state that a socket must have started in, if it is new in `state`. */
static enum conn_state origin_of(enum conn_state state, enum state_changes_side side)
{
	bool own = state == CONN_LISTEN || state == CONN_BOUND || state == CONN_SYN_SENT;

	return side == STATE_CHANGES_SERVER && !own ? CONN_LISTEN : CONN_CLOSED;
}

static bool is_known(enum conn_state state)
{
	return state != CONN_UNKNOWN && state != CONN_CLOSED && state != CONN_NEW_SYN_RECV;
}

static void take_came(struct transitions *transitions, const struct state_changes *changes)
{
	for (int side = 0; side < STATE_CHANGES_SIDES; side++)
		for (int i = 0; i < CONN_STATES; i++) {
			enum conn_state state = (enum conn_state)i;
			uint32_t count = changes->came[side][i];

			if (count && is_known(state))
				pass_way(transitions,
					origin_of(state, (enum state_changes_side)side), state,
					(enum state_changes_side)side, false, count);
		}
}

static void take_moved(struct transitions *transitions, const struct state_changes *changes)
{
	for (int from = 0; from < CONN_STATES; from++)
		for (int to = 0; to < CONN_STATES; to++)
			if (changes->moved[from][to])
				pass_way(transitions, (enum conn_state)from, (enum conn_state)to,
					STATE_CHANGES_CLIENT, true, changes->moved[from][to]);
}

/* The peer has closed, then our program, both between two refreshes. */
static void pass_passive_close(
	struct transitions *transitions, enum conn_state state, uint32_t count)
{
	pass_way(transitions, state, CONN_LAST_ACK, STATE_CHANGES_CLIENT, false, count);
	pass(transitions, EDGE_LAST_ACK_CLOSED, true, count);
}

/* Takes up to `count` from the resets that the kernel has counted: connections that ended early. */
static uint32_t take_resets(uint64_t *resets, uint32_t count)
{
	uint32_t taken = *resets < count ? (uint32_t)*resets : count;

	*resets -= taken;
	return taken;
}

static void take_left(
	struct transitions *transitions, const struct state_changes *changes, uint64_t resets)
{
	for (int i = 0; i < CONN_STATES; i++) {
		enum conn_state state = (enum conn_state)i;
		int edge = find_edge(state, CONN_CLOSED);
		uint32_t count = changes->left[i];

		if (!count || edge < 0)
			continue;
		if (state == CONN_ESTABLISHED || state == CONN_CLOSE_WAIT) {
			uint32_t broken = take_resets(&resets, count);

			pass(transitions, (enum transition_edge)edge, true, broken);
			if (count > broken)
				pass_passive_close(transitions, state, count - broken);
		} else {
			pass(transitions, (enum transition_edge)edge,
				!transition_records[edge].certain, count);
		}
	}
}

/* -------- what others have counted -------- */

/* Edges that are counted where the kernel changes a state. In the others TIME_WAIT, which is no
 * socket to the kernel, or a half-open or a bound one has a part. */
static const enum transition_edge counted_edges[] = {
	EDGE_CLOSED_SYN_SENT,
	EDGE_SYN_SENT_SYN_RECV,
	EDGE_SYN_SENT_ESTABLISHED,
	EDGE_SYN_RECV_ESTABLISHED,
	EDGE_ESTABLISHED_FIN_WAIT1,
	EDGE_ESTABLISHED_CLOSE_WAIT,
	EDGE_FIN_WAIT1_FIN_WAIT2,
	EDGE_FIN_WAIT1_CLOSING,
	EDGE_CLOSING_TIME_WAIT,
	EDGE_CLOSE_WAIT_LAST_ACK,
	EDGE_LAST_ACK_CLOSED,
	EDGE_SYN_SENT_CLOSED,
	EDGE_ESTABLISHED_CLOSED,
	EDGE_FIN_WAIT1_CLOSED,
	EDGE_CLOSING_CLOSED,
	EDGE_CLOSE_WAIT_CLOSED,
};

static void set_passed(struct transitions *transitions, enum transition_edge edge, uint32_t count)
{
	struct transition *transition = &transitions->edges[edge];
	uint32_t *passed = transitions->passed[edge];

	transition->seen += count;
	transition->seen -= passed[0];
	transition->inferred -= passed[1];
	passed[0] = count;
	passed[1] = 0;
}

static uint32_t all_passed(const struct transitions *transitions, enum transition_edge edge)
{
	return transitions->passed[edge][0] + transitions->passed[edge][1];
}

/* What was counted replaces what two refreshes show, so that nothing of it is inferred. */
static void take_ways(struct transitions *transitions, const uint32_t *ways)
{
	uint32_t accepted = ways[TRANSITION_WAY(CONN_LISTEN, CONN_SYN_RECV)];
	uint32_t half_open = all_passed(transitions, EDGE_LISTEN_SYN_RECV);

	for (size_t i = 0; i < sizeof(counted_edges) / sizeof(counted_edges[0]); i++) {
		const struct transition_record *record = &transition_records[counted_edges[i]];
		uint32_t count = ways[TRANSITION_WAY(record->from, record->to)];
		uint32_t bound = record->to == CONN_SYN_SENT
					 ? all_passed(transitions, EDGE_BOUND_SYN_SENT)
					 : 0;

		set_passed(transitions, counted_edges[i], count > bound ? count - bound : 0);
	}
	set_passed(transitions, EDGE_LISTEN_SYN_RECV, accepted > half_open ? accepted : half_open);
	/* A TIME_WAIT that was seen came from there: the other way to it is counted. */
	set_passed(transitions, EDGE_FIN_WAIT2_TIME_WAIT,
		all_passed(transitions, EDGE_FIN_WAIT2_TIME_WAIT));
}

/* -------- rates -------- */

static void approach(float *rate, float now, float weight)
{
	*rate += weight * (now - *rate);
}

static void take_rates(struct transitions *transitions, const struct track *track, float seconds)
{
	float weight = seconds / (SMOOTHING_SECONDS + seconds);

	for (int i = 0; i < EDGES; i++) {
		struct transition *edge = &transitions->edges[i];
		const uint32_t *passed = transitions->passed[i];

		approach(&edge->rate, (float)(passed[0] + passed[1]) / seconds, weight);
		approach(&edge->inferred_rate, (float)passed[1] / seconds, weight);
	}
	for (int i = 0; i < CONN_STATES; i++) {
		float before = (float)transitions->count[i];
		float now = (float)track_count(track, STATE_CHANGES_KIND, (enum conn_state)i);

		approach(&transitions->change[i], (now - before) / seconds, weight);
	}
}

void transitions_refresh(struct transitions *transitions, const struct track *track,
	uint64_t resets, const uint32_t ways[TRANSITION_WAYS])
{
	int64_t now_us = track->now.mono_us;
	float seconds = (float)(now_us - transitions->refreshed_us) / 1e6f;

	memset(transitions->passed, 0, sizeof(transitions->passed));
	take_came(transitions, &track->state_changes);
	take_moved(transitions, &track->state_changes);
	take_left(transitions, &track->state_changes, resets);
	if (ways)
		take_ways(transitions, ways);
	if (transitions->refreshed_us && seconds > 0)
		take_rates(transitions, track, seconds);
	for (int i = 0; i < CONN_STATES; i++)
		transitions->count[i] = track_count(track, STATE_CHANGES_KIND, (enum conn_state)i);
	transitions->refreshed_us = now_us;
}
