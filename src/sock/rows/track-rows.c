/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/rows/track-rows.h"

#include "base/alloc.h"
#include "base/hash.h"

/* -------- the index -------- */

/* Cookies of one machine are unique; those of two machines are not. */
static uint32_t hash_of_socket(uint16_t place, uint64_t cookie)
{
	return hash_u64(cookie ^ (uint64_t)place << 48);
}

static uint32_t hash_of_row(const void *owner, uint32_t row)
{
	const struct track *track = owner;
	const struct conn *conn = &track->rows[row].conn;

	return hash_of_socket(conn->place, conn->cookie);
}

/* The slot of the socket's row, or the free slot where it would be. */
static uint32_t *slot_of(const struct track *track, uint16_t place, uint64_t cookie)
{
	uint32_t *slot = hash_index_first(&track->index, hash_of_socket(place, cookie));

	for (; *slot != TRACK_NONE; slot = hash_index_next(&track->index, slot)) {
		const struct conn *conn = &track->rows[*slot].conn;

		if (conn->cookie == cookie && conn->place == place)
			break;
	}
	return slot;
}

uint32_t track_find(const struct track *track, uint16_t place, uint64_t cookie)
{
	return hash_index_is_empty(&track->index) ? TRACK_NONE : *slot_of(track, place, cookie);
}

/* -------- places -------- */

int track_add_place(struct track *track, uint16_t place)
{
	size_t wanted = place + 1U;
	int error = alloc_try_grow(
		(void **)&track->places, &track->place_capacity, wanted, sizeof(*track->places));

	if (error)
		return error;
	while (track->place_count < wanted)
		track->places[track->place_count++] = (struct track_place){0};
	return 0;
}

/* -------- rows -------- */

static int list_reserve(struct track_list *list, size_t count)
{
	return alloc_try_grow((void **)&list->rows, &list->capacity, count, sizeof(*list->rows));
}

/*
 * Each row is at most once in the list, so the list stays small even if nobody takes rows from it.
 */
void track_touch(struct track *track, uint32_t index)
{
	struct row *row = &track->rows[index];

	if (row->flags & ROW_TOUCHED || list_reserve(&track->touched, track->touched.count + 1) < 0)
		return;
	row->flags |= ROW_TOUCHED;
	track->touched.rows[track->touched.count++] = index;
}

bool track_next_touched(struct track *track, uint32_t *ret_index)
{
	if (!track->touched.count)
		return false;
	*ret_index = track->touched.rows[--track->touched.count];
	track->rows[*ret_index].flags &= (uint8_t)~ROW_TOUCHED;
	return true;
}

/* Reserves room for one more row in every array, so that no later step can fail half-way. */
static int reserve_row(struct track *track)
{
	size_t wanted = track->row_count + 1;
	int error = hash_index_reserve(&track->index, hash_of_row, track);

	if (!error)
		error = alloc_try_grow(
			(void **)&track->rows, &track->row_capacity, wanted, sizeof(*track->rows));
	if (!error)
		error = alloc_try_grow(
			(void **)&track->tcp, &track->tcp_capacity, wanted, sizeof(*track->tcp));
	/* All rows may be marked, gone or touched at the same time. */
	if (!error)
		error = list_reserve(&track->marked, wanted);
	if (!error)
		error = list_reserve(&track->gone, wanted);
	if (!error)
		error = list_reserve(&track->touched, wanted);
	return error;
}

void track_expect_rows(struct track *track, size_t count)
{
	if (!count)
		return;
	(void)hash_index_expect(&track->index, count, hash_of_row, track);
	(void)alloc_try_grow(
		(void **)&track->rows, &track->row_capacity, count, sizeof(*track->rows));
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

/*
 * The list has room for every row. A row can be in it twice only if its index was freed and used
 * again in the same refresh; the list then grows, or leaves the row out if it cannot.
 */
void track_remember_mark(struct track *track, uint32_t index)
{
	if (list_reserve(&track->marked, track->marked.count + 1) == 0)
		track->marked.rows[track->marked.count++] = index;
}

/*
 * The kernel lists listeners before the connections that they accepted, so their ports are known.
 */
static enum state_changes_side side_of(const struct track *track, const struct conn *conn)
{
	return track_port_is_shared(track, conn) ? STATE_CHANGES_SERVER : STATE_CHANGES_CLIENT;
}

void track_widen_place(struct track_place *place, uint32_t index)
{
	if (!place->live_count++)
		place->first_row = place->end_row = index;
	if (index < place->first_row)
		place->first_row = index;
	if (index >= place->end_row)
		place->end_row = index + 1;
}

int track_add_row(struct track *track, const struct conn *conn, uint32_t *ret_index)
{
	int error = track->first_free == TRACK_NONE ? reserve_row(track) : 0;
	bool known = parts_have_conn(track_place_of(track, conn)->known_parts, conn);
	uint8_t touched =
		0; /* an index that is used again may still be in the list of touched rows */
	uint32_t index;

	if (error)
		return error;
	if (track->first_free != TRACK_NONE)
		touched = track->rows[track->first_free].flags & ROW_TOUCHED;
	index = new_index(track);
	track->rows[index] = (struct row){
		.conn = *conn,
		.first_seen_us = track->now.boot_us,
		.state_since_us = track->now.boot_us,
		.next = TRACK_NONE,
		.life = known ? ROW_NEW : ROW_STEADY,
		.flags = touched | (known ? 0 : ROW_AGE_AT_LEAST | ROW_STATE_AT_LEAST),
	};
	track_touch(track, index);
	if (index < track->memory_count)
		track->memory[index].count = 0; /* of the row that had the index before */
	if (known) {
		track_remember_mark(track, index);
		state_changes_note_came(&track->state_changes, conn, side_of(track, conn));
	}
	hash_index_put(&track->index, slot_of(track, conn->place, conn->cookie), index);
	track->live_count++;
	track_widen_place(track_place_of(track, conn), index);
	++*track_count_of(track, conn);
	*ret_index = index;
	return 0;
}

void track_free_row(struct track *track, uint32_t index)
{
	struct row *row = &track->rows[index];

	hash_index_remove(&track->index, slot_of(track, row->conn.place, row->conn.cookie),
		hash_of_row, track);
	if (row->life != ROW_GONE) {
		--*track_count_of(track, &row->conn);
		track->live_count--;
		track_place_of(track, &row->conn)->live_count--;
	}
	track_touch(track, index);
	row->life = ROW_FREE;
	row->flags &= ROW_TOUCHED;
	row->sampled_us = 0;
	row->next = track->first_free;
	track->first_free = index;
}
