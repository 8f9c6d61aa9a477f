/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/track.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"

/* Weight of the newest sample in the smoothed rates: half of a step is there after two refreshes.
 */
#define SMOOTHING 0.3f

/* Misses after which a socket that cannot be asked for is gone. */
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
	free(track->slots);
	free(track->marked.rows);
	free(track->gone.rows);
	*track = (struct track){0};
}

void track_set_rate_gap(struct track *track, uint64_t gap_ms)
{
	track->rate_gap_us = gap_ms * 1000;
}

/* -------- the index: open addressing, linear probing -------- */

static uint32_t *slot_of(const struct track *track, uint64_t cookie)
{
	size_t mask = track->slot_count - 1;
	size_t at = hash_u64(cookie) & mask;

	while (track->slots[at] != TRACK_NONE &&
		track->rows[track->slots[at]].conn.cookie != cookie)
		at = (at + 1) & mask;
	return &track->slots[at];
}

uint32_t track_find(const struct track *track, uint64_t cookie)
{
	return track->slot_count ? *slot_of(track, cookie) : TRACK_NONE;
}

static int index_grow(struct track *track)
{
	size_t old_count = track->slot_count;
	size_t count = old_count ? old_count * 2 : 1024;
	uint32_t *slots = malloc(count * sizeof(*slots));
	uint32_t *old = track->slots;

	if (!slots)
		return -ENOMEM;
	memset(slots, 0xff, count * sizeof(*slots));
	track->slots = slots;
	track->slot_count = count;
	for (size_t i = 0; i < old_count; i++)
		if (old[i] != TRACK_NONE)
			*slot_of(track, track->rows[old[i]].conn.cookie) = old[i];
	free(old);
	return 0;
}

/* Takes a row out, and moves up what had to stand behind it. */
static void index_remove(struct track *track, uint64_t cookie)
{
	size_t mask = track->slot_count - 1;
	size_t hole = (size_t)(slot_of(track, cookie) - track->slots);
	size_t at = hole;

	for (;;) {
		size_t home;

		at = (at + 1) & mask;
		if (track->slots[at] == TRACK_NONE)
			break;
		home = hash_u64(track->rows[track->slots[at]].conn.cookie) & mask;
		if (((at - home) & mask) >= ((at - hole) & mask)) {
			track->slots[hole] = track->slots[at];
			hole = at;
		}
	}
	track->slots[hole] = TRACK_NONE;
}

/* -------- rows -------- */

static int list_reserve(struct track_list *list, size_t count)
{
	return alloc_try_grow((void **)&list->rows, &list->capacity, count, sizeof(*list->rows));
}

static size_t *count_of(struct track *track, const struct conn *conn)
{
	return &track->counts[conn->proto][conn->family][conn->state];
}

/* Room for one more row everywhere, so that nothing that follows can fail half-way. */
static int reserve_row(struct track *track)
{
	size_t wanted = track->row_count + 1;
	int error = 0;

	if ((wanted + 1) * 4 > track->slot_count * 3)
		error = index_grow(track);
	if (!error)
		error = alloc_try_grow(
			(void **)&track->rows, &track->row_capacity, wanted, sizeof(*track->rows));
	if (!error)
		error = alloc_try_grow(
			(void **)&track->tcp, &track->tcp_capacity, wanted, sizeof(*track->tcp));
	/* Every row may be marked, and every row may be gone. */
	if (!error)
		error = list_reserve(&track->marked, wanted);
	if (!error)
		error = list_reserve(&track->gone, wanted);
	return error;
}

static uint32_t new_index(struct track *track)
{
	uint32_t index = track->first_free;

	if (index != TRACK_NONE)
		track->first_free = track->rows[index].next;
	else
		index = (uint32_t)track->row_count++;
	return index;
}

static bool is_marked(const struct row *row)
{
	return row->life == ROW_NEW || row->life == ROW_CHANGED || row->flags & ROW_MOVED;
}

/*
 * Remembers a row that has just got its first mark. There is room for every row; only where an
 * index was forgotten and used again in one refresh does it stand here twice.
 */
static void remember_mark(struct track *track, uint32_t index)
{
	if (list_reserve(&track->marked, track->marked.count + 1) == 0)
		track->marked.rows[track->marked.count++] = index;
}

static int add_row(struct track *track, const struct conn *conn, uint32_t *ret_index)
{
	int error = track->first_free == TRACK_NONE ? reserve_row(track) : 0;
	bool known = track->known_parts & track_part_of(conn);
	uint32_t index;

	if (error)
		return error;
	index = new_index(track);
	track->rows[index] = (struct row){
		.conn = *conn,
		.first_seen_us = track->now.boot_us,
		.state_since_us = track->now.boot_us,
		.next = TRACK_NONE,
		.life = known ? ROW_NEW : ROW_STEADY,
		.flags = known ? 0 : ROW_AGE_AT_LEAST | ROW_STATE_AT_LEAST,
	};
	if (known)
		remember_mark(track, index);
	*slot_of(track, conn->cookie) = index;
	track->live_count++;
	++*count_of(track, conn);
	*ret_index = index;
	return 0;
}

static void forget_row(struct track *track, uint32_t index)
{
	struct row *row = &track->rows[index];

	index_remove(track, row->conn.cookie);
	if (row->life != ROW_GONE) {
		--*count_of(track, &row->conn);
		track->live_count--;
	}
	row->life = ROW_FREE;
	row->flags = 0;
	row->sampled_us = 0;
	row->next = track->first_free;
	track->first_free = index;
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
	track->seen_count = 0;
	track->last_taken = TRACK_NONE;
	track->missing_cursor = 0;
	memset(track->ports, 0, sizeof(track->ports));
}

/* What was written first, not counting what had to be written again. */
static uint64_t bytes_out(const struct conn_tcp *tcp)
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

static void take_tcp(struct track *track, uint32_t index, const struct conn_tcp *tcp)
{
	struct row *row = &track->rows[index];
	const struct conn_tcp *before = &track->tcp[index];
	int64_t gap = track->now.mono_us - row->sampled_us;

	if (row->sampled_us && gap <= 0)
		return; /* twice in one refresh */
	if (row->sampled_us && tcp->has & CONN_TCP_HAS_BYTES &&
		(uint64_t)gap <= track->rate_gap_us) {
		bool first = !(row->flags & ROW_RATED);
		float seconds = (float)gap / 1e6f;

		row->tx_rate = rate(bytes_out(before), bytes_out(tcp), seconds);
		row->rx_rate = rate(before->bytes_received, tcp->bytes_received, seconds);
		row->tx_smooth = smooth(row->tx_smooth, row->tx_rate, first);
		row->rx_smooth = smooth(row->rx_smooth, row->rx_rate, first);
		row->flags |= ROW_RATED;
		if (row->tx_rate > 0 || row->rx_rate > 0) {
			if (!is_marked(row))
				remember_mark(track, index);
			row->flags |= ROW_MOVED;
		}
	} else {
		row->flags &= (uint8_t)~ROW_RATED;
	}
	track->tcp[index] = *tcp;
	row->sampled_us = track->now.mono_us;
}

static void revive(struct track *track, uint32_t index)
{
	struct row *row = &track->rows[index];

	row->life = ROW_STEADY;
	row->misses = 0;
	row->state_since_us = track->now.boot_us;
	row->flags |= ROW_STATE_AT_LEAST;
	track->live_count++;
	track->gone_count--;
	++*count_of(track, &row->conn);
}

static void update_row(struct track *track, uint32_t index, const struct conn *conn)
{
	struct row *row = &track->rows[index];
	bool marked;

	if (row->life == ROW_GONE)
		revive(track, index);
	marked = is_marked(row);
	if (memcmp(&row->conn, conn, sizeof(*conn)) == 0)
		return;
	/* Not the state alone: IPV6_ADDRFORM makes an IPv4 socket of an IPv6 one. */
	--*count_of(track, &row->conn);
	++*count_of(track, conn);
	if (row->conn.state != conn->state) {
		row->state_before = row->conn.state;
		row->state_since_us = track->now.boot_us;
		row->flags &= (uint8_t)~ROW_STATE_AT_LEAST;
		if (row->life == ROW_STEADY)
			row->life = ROW_CHANGED;
	} else if (row->life == ROW_STEADY &&
		   (row->conn.recv_q != conn->recv_q || row->conn.send_q != conn->send_q)) {
		row->flags |= ROW_MOVED;
	}
	row->conn = *conn;
	if (!marked && is_marked(row))
		remember_mark(track, index);
}

/* Most sockets come in the order of last time: the one that followed then is tried before hashing.
 */
static uint32_t find_expected(const struct track *track, uint64_t cookie)
{
	uint32_t expected = track->last_taken == TRACK_NONE ? track->first_taken
							    : track->rows[track->last_taken].next;

	if (expected < track->row_count && track->rows[expected].life != ROW_FREE &&
		track->rows[expected].conn.cookie == cookie)
		return expected;
	return track_find(track, cookie);
}

int track_take(struct track *track, const struct conn *conn, const struct conn_tcp *tcp)
{
	uint32_t index = find_expected(track, conn->cookie);
	struct row *row;

	if (index == TRACK_NONE) {
		int error = add_row(track, conn, &index);

		if (error)
			return error;
	} else {
		update_row(track, index, conn);
	}
	row = &track->rows[index];
	if (row->seen != track->refresh) {
		row->seen = track->refresh;
		row->misses = 0;
		track->seen_count++;
		if (track->last_taken == TRACK_NONE)
			track->first_taken = index;
		else
			track->rows[track->last_taken].next = index;
		track->last_taken = index;
	}
	if (conn_is_listener(conn) || conn->proto == CONN_UDP)
		track->ports[conn->proto][conn->local.port / 8] |=
			(uint8_t)(1 << conn->local.port % 8);
	if (tcp)
		take_tcp(track, index, tcp);
	return 0;
}

bool track_next_missing(struct track *track, unsigned parts, size_t *budget, uint32_t *ret_index)
{
	/* The usual refresh: everybody is there, and there is nothing to look for. */
	if (track->seen_count >= track->live_count)
		return false;
	while (track->missing_cursor < track->row_count && *budget) {
		uint32_t index = track->missing_cursor++;
		const struct row *row = &track->rows[index];

		--*budget;
		if (row->life != ROW_FREE && row->life != ROW_GONE && row->seen != track->refresh &&
			parts & track_part_of(&row->conn)) {
			*ret_index = index;
			return true;
		}
	}
	return false;
}

static void bury(struct track *track, uint32_t index)
{
	struct row *row = &track->rows[index];

	--*count_of(track, &row->conn);
	track->live_count--;
	track->gone_count++;
	row->life = ROW_GONE;
	row->flags &= (uint8_t) ~(ROW_MOVED | ROW_RATED);
	row->state_since_us = track->now.boot_us;
	if (track->gone.count < track->gone.capacity) {
		track->gone.rows[track->gone.count++] = index;
	} else {
		forget_row(track, index);
		track->gone_count--;
	}
}

void track_set_missed(struct track *track, uint32_t index)
{
	struct row *row = &track->rows[index];

	row->seen = track->refresh;
	track->seen_count++;
	if (++row->misses >= MISSES_TO_GO) {
		track->seen_count--;
		bury(track, index);
	}
}

void track_set_gone(struct track *track, uint32_t index)
{
	const struct conn *conn = &track->rows[index].conn;
	bool shares = track->ports[conn->proto][conn->local.port / 8] & (1 << conn->local.port % 8);
	bool ambiguous =
		conn->state == CONN_BOUND || conn_is_listener(conn) || conn->proto == CONN_UDP;

	if (ambiguous && (shares || conn->state == CONN_BOUND))
		track_set_missed(track, index);
	else
		bury(track, index);
}

/* Gone rows stand in the order of their going: the front is the oldest. */
static void forget_expired(struct track *track)
{
	size_t kept = 0, i;

	for (i = 0; i < track->gone.count; i++) {
		uint32_t index = track->gone.rows[i];
		struct row *row = &track->rows[index];

		if (row->life != ROW_GONE)
			continue; /* came back */
		if ((uint64_t)(track->now.boot_us - row->state_since_us) < track->linger_us) {
			track->gone.rows[kept++] = index;
			continue;
		}
		forget_row(track, index);
		track->gone_count--;
	}
	track->gone.count = kept;
}

void track_commit(struct track *track, unsigned parts)
{
	size_t budget = SIZE_MAX;
	uint32_t index;

	while (track_next_missing(track, parts, &budget, &index))
		track_set_missed(track, index);
	forget_expired(track);
	track->known_parts |= parts;
}

void track_forget_row(struct track *track, uint32_t index)
{
	struct row *row = &track->rows[index];

	if (row->life == ROW_FREE)
		return;
	if (row->life == ROW_GONE)
		track->gone_count--;
	else if (row->seen == track->refresh)
		track->seen_count--;
	/* A freed row's `next` belongs to the list of free ones: none may follow it in the order.
	 */
	if (track->last_taken == index)
		track->last_taken = TRACK_NONE;
	forget_row(track, index);
}

void track_forget(struct track *track, unsigned parts_kept)
{
	for (uint32_t index = 0; index < track->row_count; index++) {
		const struct row *row = &track->rows[index];

		if (row->life != ROW_FREE && !(parts_kept & track_part_of(&row->conn)))
			track_forget_row(track, index);
	}
	track->known_parts &= parts_kept;
}

void track_expect_old(struct track *track, unsigned parts)
{
	track->known_parts &= ~parts;
}

size_t track_count(const struct track *track, enum conn_proto proto, enum conn_state state)
{
	size_t count = 0;

	for (int family = 0; family < CONN_FAMILIES; family++)
		count += track->counts[proto][family][state];
	return count;
}
