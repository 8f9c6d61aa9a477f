/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/event/ends-internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"

/* Ends without an event that a late event can still make better. */
enum { MEMORY = 16384 };

struct ends_row {
	struct row_ref row;
	uint64_t key;   /* of its addresses; 0: only its cookie can join it */
	bool has_ended; /* else it may be what is left of an event's socket, and is no end itself */
};

struct ends_memory {
	uint64_t cookie, number;
	uint16_t place;
};

static const char *const reason_names[END_REASONS] = {
	[END_FIN_BY_US] = "fin by us",
	[END_FIN_BY_PEER] = "fin by peer",
	[END_RESET_BY_US] = "reset by us",
	[END_RESET_BY_PEER] = "reset by peer",
	[END_TIMED_OUT] = "timed out",
	[END_BY_SOCKVIEW] = "closed by sockview",
};

const char *end_reason_name(enum end_reason reason)
{
	return reason_names[reason];
}

void ends_init(struct ends *ends)
{
	*ends = (struct ends){.memory = alloc_zero(MEMORY, sizeof(struct ends_memory))};
}

void ends_done(struct ends *ends)
{
	free(ends->items);
	free(ends->rows);
	free(ends->slots);
	free(ends->memory);
	*ends = (struct ends){0};
}

/* -------- what is a connection -------- */

static bool has_peer(const struct conn *conn)
{
	return conn->remote.port || !conn_addr_is_any(conn, &conn->remote);
}

/* Listeners, sockets that are only bound and half-open ones are no connections. */
bool ends_is_connection(const struct conn *conn)
{
	return has_peer(conn) && !conn_is_listener(conn) && conn->state != CONN_SYN_RECV &&
	       conn->state != CONN_BOUND;
}

/* What the kernel keeps of a connection whose socket has died. */
static bool is_remainder(const struct conn *conn)
{
	return conn->state == CONN_TIME_WAIT || (conn->state == CONN_FIN_WAIT2 && !conn->inode);
}

static uint64_t mix(uint64_t hash, const void *data, size_t length)
{
	const unsigned char *byte = data;

	while (length--)
		hash = (hash ^ *byte++) * UINT64_C(0x100000001b3);
	return hash;
}

/* Of its place and both ends, never 0. */
static uint64_t key_of(const struct conn *conn)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	hash = mix(hash, &conn->place, sizeof(conn->place));
	hash = mix(hash, &conn->proto, sizeof(conn->proto));
	hash = mix(hash, conn->local.addr, sizeof(conn->local.addr));
	hash = mix(hash, &conn->local.port, sizeof(conn->local.port));
	hash = mix(hash, conn->remote.addr, sizeof(conn->remote.addr));
	hash = mix(hash, &conn->remote.port, sizeof(conn->remote.port));
	return hash ? hash : 1;
}

/* -------- memory of ends without an event -------- */

static struct ends_memory *memory_of(const struct ends *ends, const struct conn *conn)
{
	return &ends->memory[hash_u64(conn->cookie ^ (uint64_t)conn->place << 48) % MEMORY];
}

void ends_remember(struct ends *ends, const struct conn *conn, uint64_t number)
{
	*memory_of(ends, conn) = (struct ends_memory){conn->cookie, number, conn->place};
}

static uint64_t recall(const struct ends *ends, const struct conn *conn)
{
	struct ends_memory *memory = memory_of(ends, conn);
	uint64_t number = memory->number;

	if (!number || memory->cookie != conn->cookie || memory->place != conn->place)
		return 0;
	memory->number = 0;
	return number;
}

/* -------- rows that have ended -------- */

static void add_row(struct ends *ends, const struct track *track, uint32_t index, bool has_ended)
{
	const struct conn *conn = &track->rows[index].conn;

	if (alloc_try_grow((void **)&ends->rows, &ends->row_capacity, ends->row_count + 1,
		    sizeof(*ends->rows)) < 0)
		return;
	ends->rows[ends->row_count++] = (struct ends_row){
		.row = row_ref_to(track, index),
		.key = is_remainder(conn) ? key_of(conn) : 0,
		.has_ended = has_ended,
	};
}

/* The rows that came, or changed, in the last refresh: a TIME_WAIT tells that its socket died. */
static void collect_marked(struct ends *ends, const struct track *track)
{
	for (size_t i = 0; i < track->marked.count; i++) {
		uint32_t index = track->marked.rows[i];
		const struct row *row = &track->rows[index];
		bool fresh = row->life == ROW_NEW || row->life == ROW_CHANGED;

		if (fresh && is_remainder(&row->conn) && !(row->flags & ROW_ENDED))
			add_row(ends, track, index, row->conn.state == CONN_TIME_WAIT);
	}
}

/* What was in TIME_WAIT when it was first seen ended before. */
static void collect_gone(struct ends *ends, const struct track *track)
{
	for (size_t i = track->gone.count; i-- > 0;) {
		uint32_t index = track->gone.rows[i];
		const struct row *row = &track->rows[index];

		if (row->life != ROW_GONE || row->gone_us != track->now.boot_us)
			break;
		if (!(row->flags & ROW_ENDED) && ends_is_connection(&row->conn) &&
			row->conn.state != CONN_TIME_WAIT)
			add_row(ends, track, index, true);
	}
}

/* Makes the index of addresses anew. Without the memory for it nothing is joined by them. */
static void index_rows(struct ends *ends)
{
	size_t slots = 64;

	free(ends->slots);
	ends->slots = NULL;
	while (slots < ends->row_count * 2)
		slots *= 2;
	if (ends->row_count)
		ends->slots = malloc(slots * sizeof(*ends->slots));
	if (!ends->slots)
		return;
	ends->slot_count = slots;
	memset(ends->slots, 0xff, slots * sizeof(*ends->slots));
	for (size_t i = 0; i < ends->row_count; i++) {
		size_t slot = hash_u64(ends->rows[i].key) & (slots - 1);

		if (!ends->rows[i].key)
			continue;
		while (ends->slots[slot] != UINT32_MAX)
			slot = (slot + 1) & (slots - 1);
		ends->slots[slot] = (uint32_t)i;
	}
}

/* Finds a row with these addresses, which no other event has taken; TRACK_NONE: there is none. */
static uint32_t find_by_addresses(
	const struct ends *ends, const struct track *track, const struct conn *conn)
{
	uint64_t key = key_of(conn);
	size_t slot;

	if (!ends->slots)
		return TRACK_NONE;
	for (slot = hash_u64(key) & (ends->slot_count - 1); ends->slots[slot] != UINT32_MAX;
		slot = (slot + 1) & (ends->slot_count - 1)) {
		const struct ends_row *row = &ends->rows[ends->slots[slot]];

		if (row->key != key || !row_ref_holds(&row->row, track) ||
			track->rows[row->row.row].flags & ROW_ENDED)
			continue;
		return row->row.row;
	}
	return TRACK_NONE;
}

/* -------- events -------- */

static struct ends_item *add_item(struct ends *ends)
{
	if (alloc_try_grow((void **)&ends->items, &ends->capacity, ends->count + 1,
		    sizeof(*ends->items)) < 0)
		return NULL;
	ends->items[ends->count] = (struct ends_item){.row = row_ref_none()};
	return &ends->items[ends->count++];
}

/* Those that were handed out make room: some always wait where much happens. */
static void forget_taken(struct ends *ends)
{
	if (!ends->next)
		return;
	memmove(ends->items, ends->items + ends->next,
		(ends->count - ends->next) * sizeof(*ends->items));
	ends->count -= ends->next;
	ends->ready -= ends->next;
	ends->next = 0;
}

void ends_take(void *context, const struct event *event)
{
	struct ends *ends = context;
	struct ends_item *item;

	if (!has_peer(&event->conn))
		return; /* was never connected */
	item = add_item(ends);
	if (!item)
		return;
	item->event = *event;
	item->told = true;
}

/* One that only its event told of was made all the same. */
static void count_unseen(struct ends *ends, struct ends_item *item, bool seen)
{
	if (!state_changes_follows(&item->event.conn) || item->counted == !seen)
		return;
	item->counted = !seen;
	ends->unseen += seen ? -1 : 1;
}

static void join_row(struct ends_item *item, struct track *track, uint32_t row)
{
	item->row = row_ref_to(track, row);
	item->is_active = is_remainder(&track->rows[row].conn) && row_is_living(&track->rows[row]);
	track_set_ended(track, row);
}

/*
 * A TIME_WAIT, or a FIN_WAIT2 without its process, is left of a socket that closed first. The
 * groups do not tell of which; but what is left has the same cookie, and the next dump, which
 * begins after the event, lists it. A thousand exact queries a refresh would say the same again.
 */
static bool leaves_nothing_else(const struct event *event)
{
	return !event->exact || (event->reason != END_FIN_BY_US && event->reason != END_UNKNOWN);
}

/*
 * False: the item has to wait. Until a refresh has begun after the event, the row may be of the
 * time before, and what is left of the socket may not be listed yet.
 */
static bool join_item(struct ends *ends, struct track *track, struct ends_item *item)
{
	const struct conn *conn = &item->event.conn;
	uint32_t row = track_find(track, conn->place, conn->cookie);
	bool early = item->event.at_us >= track->now.boot_us;

	if (row == TRACK_NONE)
		row = find_by_addresses(ends, track, conn);
	if (row != TRACK_NONE && early && row_is_living(&track->rows[row]) &&
		!is_remainder(&track->rows[row].conn)) {
		if (leaves_nothing_else(&item->event))
			track_set_dead(track, row);
		return false;
	}
	if (!item->amends)
		item->amends = recall(ends, conn);
	if (row != TRACK_NONE) {
		item->dropped = track->rows[row].flags & ROW_ENDED && !item->amends;
		join_row(item, track, row);
		count_unseen(ends, item, true);
		return true;
	}
	if (item->amends)
		return true;
	count_unseen(ends, item, false);
	return !early;
}

static void join_events(struct ends *ends, struct track *track)
{
	size_t from = ends->ready;

	for (size_t i = from; i < ends->count; i++) {
		struct ends_item item = ends->items[i];

		if (!join_item(ends, track, &item)) {
			ends->items[i] = item;
			continue;
		}
		/* Joined ones come first; the order among those that wait does not matter. */
		ends->items[i] = ends->items[ends->ready];
		ends->items[ends->ready++] = item;
	}
}

/* -------- a refresh -------- */

/* Rows that no event has told of are ends by themselves. */
static void poll_rows(struct ends *ends, struct track *track)
{
	for (size_t i = 0; i < ends->row_count; i++) {
		const struct row_ref *ref = &ends->rows[i].row;
		struct ends_item *item, moved;
		const struct row *row;

		if (!ends->rows[i].has_ended || !row_ref_holds(ref, track))
			continue;
		row = &track->rows[ref->row];
		if (row->flags & ROW_ENDED || !(item = add_item(ends)))
			continue;
		item->event.conn = row->conn;
		item->event.at_us = row->life == ROW_GONE ? row->gone_us : row->state_since_us;
		item->row = *ref;
		item->is_active = is_remainder(&row->conn);
		track_set_ended(track, ref->row);
		moved = *item;
		*item = ends->items[ends->ready];
		ends->items[ends->ready++] = moved;
	}
	ends->row_count = 0;
	index_rows(ends);
}

void ends_settle(struct ends *ends, struct track *track)
{
	forget_taken(ends);
	join_events(ends, track);
	poll_rows(ends, track);
}

void ends_join(struct ends *ends, struct track *track, bool events)
{
	forget_taken(ends);
	collect_marked(ends, track);
	collect_gone(ends, track);
	index_rows(ends);
	join_events(ends, track);
	if (!events)
		poll_rows(ends, track);
}

uint64_t ends_take_unseen(struct ends *ends)
{
	uint64_t unseen = ends->unseen > 0 ? (uint64_t)ends->unseen : 0;

	ends->unseen -= (int64_t)unseen;
	return unseen;
}

bool ends_next(struct ends *ends, const struct track *track, struct end *ret_end)
{
	while (ends->next < ends->ready) {
		const struct ends_item *item = &ends->items[ends->next++];
		bool holds = row_ref_holds(&item->row, track);

		if (item->dropped)
			continue;
		ends_judge(item, holds ? &track->rows[item->row.row] : NULL,
			ends->is_server && ends->is_server(ends->context, &item->event.conn),
			ret_end);
		return true;
	}
	return false;
}
