/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/owner/listeners.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"

#define NONE HASH_INDEX_NONE

/* Items that are looked at when one is added: those that no longer listen are removed. */
#define SWEPT_AT_ONCE 2

void listeners_init(struct listeners *listeners)
{
	*listeners = (struct listeners){.first_free = NONE};
}

void listeners_done(struct listeners *listeners)
{
	free(listeners->items);
	hash_index_done(&listeners->by_key);
	hash_index_done(&listeners->by_row);
	*listeners = (struct listeners){.first_free = NONE};
}

static struct listeners_key key_of(const struct conn *conn)
{
	struct listeners_key key = {
		.interface = conn->interface,
		.place = conn->place,
		.port = conn->local.port,
		.proto = (uint8_t)conn->proto,
		.family = (uint8_t)conn->family,
	};

	memcpy(key.addr, conn->local.addr, sizeof(key.addr));
	return key;
}

static bool is_same(const struct listeners_key *left, const struct listeners_key *right)
{
	return memcmp(left, right, sizeof(*left)) == 0;
}

/* Row indices are used again without notice, so check that the row is still this listener. */
static bool is_listener(const struct track *track, const struct listeners_item *item)
{
	const struct row *r = &track->rows[item->row];
	struct listeners_key key;

	if (r->life == ROW_FREE || !conn_accepts(&r->conn))
		return false;
	key = key_of(&r->conn);
	return is_same(&key, &item->key);
}

static bool is_listening(const struct track *track, const struct listeners_item *item)
{
	return row_is_living(&track->rows[item->row]) && is_listener(track, item);
}

/* -------- items -------- */

static uint32_t hash_by_key(const void *owner, uint32_t item)
{
	return ((const struct listeners *)owner)->items[item].hash;
}

static uint32_t hash_by_row(const void *owner, uint32_t item)
{
	return (uint32_t)hash_u64(((const struct listeners *)owner)->items[item].row);
}

/* The slot of the first item with the key, or the free slot where it would be. */
static uint32_t *slot_of_key(
	const struct listeners *listeners, const struct listeners_key *key, uint32_t hash)
{
	uint32_t *slot = hash_index_first(&listeners->by_key, hash);

	while (*slot != NONE && !is_same(&listeners->items[*slot].key, key))
		slot = hash_index_next(&listeners->by_key, slot);
	return slot;
}

static uint32_t *slot_of_row(const struct listeners *listeners, uint32_t row)
{
	uint32_t *slot = hash_index_first(&listeners->by_row, (uint32_t)hash_u64(row));

	while (*slot != NONE && listeners->items[*slot].row != row)
		slot = hash_index_next(&listeners->by_row, slot);
	return slot;
}

static void remove_item(struct listeners *listeners, uint32_t index)
{
	struct listeners_item *item = &listeners->items[index];

	hash_index_remove(
		&listeners->by_row, slot_of_row(listeners, item->row), hash_by_row, listeners);
	if (item->next != NONE)
		listeners->items[item->next].previous = item->previous;
	if (item->previous != NONE)
		listeners->items[item->previous].next = item->next;
	else if (item->next != NONE)
		*slot_of_key(listeners, &item->key, item->hash) = item->next;
	else
		hash_index_remove(&listeners->by_key,
			slot_of_key(listeners, &item->key, item->hash), hash_by_key, listeners);
	*item = (struct listeners_item){.row = TRACK_NONE, .next = listeners->first_free};
	listeners->first_free = index;
}

/* Some of those whose rows are others now: more are looked at than come, so that few are left
 * behind. */
static void sweep(struct listeners *listeners, const struct track *track)
{
	for (int i = 0; i < SWEPT_AT_ONCE && listeners->count; i++) {
		uint32_t index = (uint32_t)(listeners->swept++ % listeners->count);
		const struct listeners_item *item = &listeners->items[index];

		if (item->row != TRACK_NONE && !is_listener(track, item))
			remove_item(listeners, index);
	}
}

static int reserve(struct listeners *listeners)
{
	int error = hash_index_reserve(&listeners->by_key, hash_by_key, listeners);

	if (!error)
		error = hash_index_reserve(&listeners->by_row, hash_by_row, listeners);
	if (!error && listeners->first_free == NONE)
		error = alloc_try_grow((void **)&listeners->items, &listeners->capacity,
			listeners->count + 1, sizeof(*listeners->items));
	return error;
}

static uint32_t new_item(struct listeners *listeners)
{
	uint32_t index = listeners->first_free;

	if (index == NONE)
		return (uint32_t)listeners->count++;
	listeners->first_free = listeners->items[index].next;
	return index;
}

int listeners_add(struct listeners *listeners, const struct track *track, uint32_t row)
{
	struct listeners_key key = key_of(&track->rows[row].conn);
	uint32_t hash = hash_bytes(&key, sizeof(key)), index, *slot;
	int error = reserve(listeners);

	if (error)
		return error;
	index = *slot_of_row(listeners, row);
	if (index != NONE) /* perhaps of another socket; the last one that came is found first */
		remove_item(listeners, index);
	sweep(listeners, track);
	index = new_item(listeners);
	slot = slot_of_key(listeners, &key, hash);
	listeners->items[index] = (struct listeners_item){
		.key = key, .row = row, .hash = hash, .next = *slot, .previous = NONE};
	if (*slot != NONE) {
		listeners->items[*slot].previous = index;
		*slot = index;
	} else {
		hash_index_put(&listeners->by_key, slot, index);
	}
	hash_index_put(&listeners->by_row, slot_of_row(listeners, row), index);
	return 0;
}

/* -------- finding -------- */

unsigned listeners_rate(const struct conn *listener, const struct conn *conn)
{
	bool any = conn_addr_is_any(listener, &listener->local);
	bool same = memcmp(listener->local.addr, conn->local.addr, sizeof(conn->local.addr)) == 0;
	unsigned points = 1;

	if (listener->proto != conn->proto || listener->place != conn->place)
		return 0;
	if (listener->interface && listener->interface != conn->interface)
		return 0;
	if (listener->interface)
		points += 1;
	if (listener->family == conn->family)
		return same ? points + 4 : any ? points + 2 : 0;
	/* "::" can also accept IPv4, like 0.0.0.0. */
	return any && listener->family == CONN_IPV6 && !(listener->has & CONN_HAS_V6ONLY) ? points
											  : 0;
}

/* The first row with this key that accepts the connection. */
static uint32_t find_exact(const struct listeners *listeners, const struct track *track,
	const struct conn *conn, const struct listeners_key *key,
	bool (*is_one)(const struct track *, const struct listeners_item *))
{
	uint32_t index = *slot_of_key(listeners, key, hash_bytes(key, sizeof(*key)));

	for (; index != NONE; index = listeners->items[index].next) {
		const struct listeners_item *item = &listeners->items[index];

		if (is_one(track, item) && listeners_rate(&track->rows[item->row].conn, conn))
			return item->row;
	}
	return TRACK_NONE;
}

/* From the key that gets the most points of listeners_rate() to the one that gets the least. */
static uint32_t find(const struct listeners *listeners, const struct track *track,
	const struct conn *conn,
	bool (*is_one)(const struct track *, const struct listeners_item *))
{
	enum { SAME, ANY, ANY_IPV6, WAYS };
	struct listeners_key key = key_of(conn);
	uint32_t row = TRACK_NONE;

	if (hash_index_is_empty(&listeners->by_key))
		return TRACK_NONE;
	for (int way = SAME; way < WAYS && row == TRACK_NONE; way++) {
		if (way == ANY)
			memset(key.addr, 0, sizeof(key.addr));
		if (way == ANY_IPV6)
			key.family = CONN_IPV6;
		key.interface = conn->interface;
		row = find_exact(listeners, track, conn, &key, is_one);
		key.interface = 0;
		if (row == TRACK_NONE && conn->interface)
			row = find_exact(listeners, track, conn, &key, is_one);
	}
	return row;
}

uint32_t listeners_find(
	const struct listeners *listeners, const struct track *track, const struct conn *conn)
{
	return find(listeners, track, conn, is_listening);
}

uint32_t listeners_find_last(
	const struct listeners *listeners, const struct track *track, const struct conn *conn)
{
	uint32_t row = listeners_find(listeners, track, conn);

	return row == TRACK_NONE ? find(listeners, track, conn, is_listener) : row;
}
