/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/rows/track.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sock/rows/track-rows.h"

/*
 * Weight of the newest sample in the smoothed rates: after two refreshes they have followed half of
 * a step.
 */
#define SMOOTHING 0.3f

/* A socket that cannot be asked for is gone after so many misses. */
#define MISSES_TO_GO 2

void track_init(struct track *track, uint64_t linger_ms)
{
	*track = (struct track){
		.first_free = TRACK_NONE,
		.last_taken = TRACK_NONE,
		.first_taken = TRACK_NONE,
		.linger_us = linger_ms * 1000,
		.rate_gap_us = INT64_MAX,
	};
}

void track_done(struct track *track)
{
	free(track->rows);
	free(track->tcp);
	free(track->memory);
	hash_index_done(&track->index);
	free(track->marked.rows);
	free(track->gone.rows);
	free(track->touched.rows);
	free(track->ports);
	free(track->places);
	*track = (struct track){0};
}

void track_set_rate_gap(struct track *track, uint64_t gap_ms)
{
	track->rate_gap_us = gap_ms * 1000;
}

/* -------- one refresh -------- */

void track_begin(struct track *track, const struct instant *now)
{
	for (size_t i = 0; i < track->marked.count; i++) {
		struct row *row = &track->rows[track->marked.rows[i]];

		row->flags &= (uint8_t)~ROW_MOVED;
		if (row->life == ROW_NEW || row->life == ROW_CHANGED)
			row->life = ROW_STEADY;
	}
	track->marked.count = 0;
	track->refresh++;
	track->now = *now;
	track->last_taken = TRACK_NONE;
	state_changes_begin(&track->state_changes);
}

int track_begin_place(struct track *track, uint16_t place)
{
	int error = track_add_place(track, place);

	if (error)
		return error;
	track->places[place].seen_count = 0;
	track->place = place;
	track->listeners_only = false;
	track->missing_cursor = track->places[place].first_row;
	if (track->ports_used)
		memset(track->ports, 0, CONN_PROTOS * sizeof(*track->ports));
	track->ports_used = false;
	return 0;
}

void track_expect_listeners(struct track *track)
{
	track->listeners_only = true;
}

/* Bytes that were sent for the first time, without retransmissions. */
static uint64_t bytes_out(const struct track_tcp *tcp)
{
	return tcp->has & CONN_TCP_HAS_SENT ? tcp->bytes_sent - tcp->bytes_retrans
					    : tcp->bytes_acked;
}

static float rate(uint64_t before, uint64_t after, float seconds)
{
	return after > before ? (float)(after - before) / seconds : 0;
}

static float smooth(float before, float now, bool first)
{
	return first ? now : before + SMOOTHING * (now - before);
}

static void take_tcp(struct track *track, uint32_t index, const struct conn_tcp *sample)
{
	struct track_tcp now = track_pack(track, sample), *before = &track->tcp[index];
	struct row *row = &track->rows[index];
	int64_t gap = track->now.mono_us - row->sampled_us;

	if (row->sampled_us && gap <= 0)
		return; /* listed twice in one refresh */
	if (row->sampled_us && now.has & CONN_TCP_HAS_BYTES &&
		(uint64_t)gap <= track->rate_gap_us) {
		bool first = !(row->flags & ROW_RATED);
		float seconds = (float)gap / 1e6f;

		row->tx_rate = rate(bytes_out(before), bytes_out(&now), seconds);
		row->rx_rate = rate(before->bytes_received, now.bytes_received, seconds);
		row->tx_smooth = smooth(row->tx_smooth, row->tx_rate, first);
		row->rx_smooth = smooth(row->rx_smooth, row->rx_rate, first);
		now.resent = track_resent(before, &now) & 0xfff;
		row->flags |= ROW_RATED;
		if (row->tx_rate > 0 || row->rx_rate > 0) {
			if (!track_is_marked(row))
				track_remember_mark(track, index);
			row->flags |= ROW_MOVED;
		}
	} else {
		row->flags &= (uint8_t)~ROW_RATED;
	}
	*before = now;
	row->sampled_us = track->now.mono_us;
}

static void mark_back(struct track *track, uint32_t index)
{
	struct row *row = &track->rows[index];

	track_touch(track, index);
	row->life = ROW_STEADY;
	row->misses = 0;
	row->gone_us = 0;
	track->live_count++;
	track_widen_place(track_place_of(track, &row->conn), index);
	track->gone_count--;
	++*track_count_of(track, &row->conn);
}

/*
 * How long the socket has been in its state, in microseconds; -1 if it was in it before it was
 * first seen.
 */
static int64_t time_in_state(const struct track *track, const struct row *row)
{
	return row->flags & ROW_STATE_AT_LEAST ? -1 : track->now.boot_us - row->state_since_us;
}

/* What a listener has dropped is told by one of several dumps: the others leave it as it was. */
static bool leaves_drops(const struct row *row, const struct conn *conn)
{
	return row->conn.has & CONN_HAS_DROPS && !(conn->has & CONN_HAS_DROPS) &&
	       conn_accepts(conn) && conn_accepts(&row->conn);
}

static void update_row(struct track *track, uint32_t index, const struct conn *conn)
{
	struct row *row = &track->rows[index];
	struct conn with_drops;
	bool marked;

	if (row->life == ROW_GONE)
		mark_back(track, index);
	marked = track_is_marked(row);
	if (leaves_drops(row, conn)) {
		with_drops = *conn;
		with_drops.drops = row->conn.drops;
		with_drops.has |= CONN_HAS_DROPS;
		conn = &with_drops;
	}
	if (memcmp(&row->conn, conn, sizeof(*conn)) == 0)
		return;
	/* Not only the state may change: IPV6_ADDRFORM turns an IPv6 socket into an IPv4 one. */
	--*track_count_of(track, &row->conn);
	++*track_count_of(track, conn);
	if (row->conn.state != conn->state) {
		/* A socket that is listed twice in its first refresh counts only as appeared. */
		if (row->life != ROW_NEW)
			state_changes_note_moved(&track->state_changes, conn,
				(enum conn_state)row->conn.state, time_in_state(track, row));
		row->state_before = row->conn.state;
		row->state_since_us = track->now.boot_us;
		row->flags &= (uint8_t)~ROW_STATE_AT_LEAST;
		if (row->life == ROW_STEADY)
			row->life = ROW_CHANGED;
	} else if (row->life == ROW_STEADY &&
		   (row->conn.recv_q != conn->recv_q || row->conn.send_q != conn->send_q)) {
		row->flags |= ROW_MOVED;
	}
	/* A bound socket keeps its inode when it begins to listen. */
	if (row->conn.inode != conn->inode || (conn_accepts(conn) && !conn_accepts(&row->conn)))
		track_touch(track, index);
	row->conn = *conn;
	if (!marked && track_is_marked(row))
		track_remember_mark(track, index);
}

/*
 * Most sockets are listed in the same order as in the last refresh: try the row that followed then,
 * before hashing.
 */
static uint32_t find_expected(const struct track *track, const struct conn *conn)
{
	uint32_t expected = track->last_taken == TRACK_NONE ? track->first_taken
							    : track->rows[track->last_taken].next;

	if (expected < track->row_count && track->rows[expected].life != ROW_FREE &&
		track->rows[expected].conn.cookie == conn->cookie &&
		track->rows[expected].conn.place == conn->place)
		return expected;
	return track_find(track, conn->place, conn->cookie);
}

/*
 * Notes that a socket shares its port. Without the memory for it, a socket that hides behind this
 * one could be taken for gone, so the socket is not stored either.
 */
static int note_shared_port(struct track *track, const struct conn *conn)
{
	if (conn->place != track->place)
		return 0; /* an answer about a row on the screen, between two steps */
	if (!track->ports)
		track->ports = calloc(CONN_PROTOS, sizeof(*track->ports));
	if (!track->ports)
		return -ENOMEM;
	track->ports_used = true;
	track->ports[conn->proto][conn->local.port / 8] |= (uint8_t)(1 << conn->local.port % 8);
	return 0;
}

int track_take(struct track *track, const struct conn *conn, const struct conn_tcp *tcp)
{
	int error = conn_shares_port(conn) ? note_shared_port(track, conn) : 0;
	uint32_t index = find_expected(track, conn);
	struct row *row;

	if (!error && index == TRACK_NONE)
		error = track_add_row(track, conn, &index);
	else if (!error)
		update_row(track, index, conn);
	if (error)
		return error;
	row = &track->rows[index];
	if (row->seen != track->refresh) {
		row->seen = track->refresh;
		row->misses = 0;
		track_place_of(track, conn)->seen_count++;
		if (track->last_taken == TRACK_NONE)
			track->first_taken = index;
		else
			track->rows[track->last_taken].next = index;
		track->last_taken = index;
	}
	if (tcp)
		take_tcp(track, index, tcp);
	return 0;
}

static bool is_expected(const struct track *track, const struct conn *conn)
{
	return !track->listeners_only || !conn_kind_has(conn, KIND_HAS_CONNECTIONS) ||
	       conn_is_listener(conn);
}

bool track_next_missing(struct track *track, uint16_t place, struct parts parts, size_t *budget,
	uint32_t *ret_index)
{
	/* The usual case: every row was seen, none is missing. */
	if (track->places[place].seen_count >= track->places[place].live_count)
		return false;
	while (track->missing_cursor < track->places[place].end_row && *budget) {
		uint32_t index = track->missing_cursor++;
		const struct row *row = &track->rows[index];

		--*budget;
		if (row_is_living(row) && row->seen != track->refresh && row->conn.place == place &&
			parts_have_conn(parts, &row->conn) && is_expected(track, &row->conn)) {
			*ret_index = index;
			return true;
		}
	}
	return false;
}

static void mark_gone(struct track *track, uint32_t index)
{
	struct row *row = &track->rows[index];

	--*track_count_of(track, &row->conn);
	track->live_count--;
	track_place_of(track, &row->conn)->live_count--;
	track->gone_count++;
	track_touch(track, index);
	state_changes_note_left(&track->state_changes, &row->conn, time_in_state(track, row));
	row->life = ROW_GONE;
	row->flags &= (uint8_t) ~(ROW_MOVED | ROW_RATED);
	row->gone_us = track->now.boot_us;
	if (track->gone.count < track->gone.capacity) {
		track->gone.rows[track->gone.count++] = index;
	} else {
		track_free_row(track, index);
		track->gone_count--;
	}
}

void track_end_row(struct track *track, uint32_t index)
{
	mark_gone(track, index);
}

void track_set_ended(struct track *track, uint32_t index)
{
	track->rows[index].flags |= ROW_ENDED;
}

void track_set_dead(struct track *track, uint32_t index)
{
	track->rows[index].misses = ROW_DEAD;
}

void track_set_missed(struct track *track, uint32_t index)
{
	struct row *row = &track->rows[index];

	row->seen = track->refresh;
	if (++row->misses >= MISSES_TO_GO)
		mark_gone(track, index);
	else
		track_place_of(track, &row->conn)->seen_count++;
}

void track_set_gone(struct track *track, uint32_t index)
{
	const struct conn *conn = &track->rows[index].conn;

	if (conn->state == CONN_BOUND ||
		(conn_shares_port(conn) && track_port_is_shared(track, conn)))
		track_set_missed(track, index);
	else
		mark_gone(track, index);
}

/* The list is in the order in which rows were found gone: the first is the oldest. */
static void forget_expired(struct track *track)
{
	size_t kept = 0, i;

	for (i = 0; i < track->gone.count; i++) {
		uint32_t index = track->gone.rows[i];
		struct row *row = &track->rows[index];

		if (row->life != ROW_GONE)
			continue; /* the socket is listed again */
		if ((uint64_t)(track->now.boot_us - row->gone_us) < track->linger_us) {
			track->gone.rows[kept++] = index;
			continue;
		}
		track_free_row(track, index);
		track->gone_count--;
	}
	track->gone.count = kept;
}

void track_commit(struct track *track, uint16_t place, struct parts parts)
{
	size_t budget = SIZE_MAX;
	uint32_t index;

	while (track_next_missing(track, place, parts, &budget, &index))
		track_set_missed(track, index);
	parts_add(&track->places[place].known_parts, parts);
}

void track_end(struct track *track)
{
	forget_expired(track);
}

void track_forget_row(struct track *track, uint32_t index)
{
	struct row *row = &track->rows[index];

	if (row->life == ROW_FREE)
		return;
	if (row->life == ROW_GONE)
		track->gone_count--;
	else if (row->seen == track->refresh)
		track_place_of(track, &row->conn)->seen_count--;
	/*
	 * The `next` of a freed row links the list of free rows, so the row must not stay the
	 * predecessor in the order of the dump.
	 */
	if (track->last_taken == index)
		track->last_taken = TRACK_NONE;
	track_free_row(track, index);
}

void track_forget(struct track *track, struct parts parts_kept)
{
	for (uint32_t index = 0; index < track->row_count; index++) {
		const struct row *row = &track->rows[index];

		if (row->life != ROW_FREE && !parts_have_conn(parts_kept, &row->conn))
			track_forget_row(track, index);
	}
	for (size_t i = 0; i < track->place_count; i++)
		parts_keep(&track->places[i].known_parts, parts_kept);
}

void track_forget_place(struct track *track, uint16_t place)
{
	if (place < track->place_count)
		track->places[place].known_parts = parts_none();
}

void track_expect_old(struct track *track, struct parts parts)
{
	for (size_t i = 0; i < track->place_count; i++)
		parts_remove(&track->places[i].known_parts, parts);
}

bool track_has_listed(const struct track *track)
{
	for (size_t i = 0; i < track->place_count; i++)
		if (!parts_are_none(track->places[i].known_parts))
			return true;
	return false;
}

size_t track_count(const struct track *track, enum conn_proto proto, enum conn_state state)
{
	size_t count = 0;

	for (int family = 0; family < CONN_FAMILIES; family++)
		count += track->counts[proto][family][state];
	return count;
}
