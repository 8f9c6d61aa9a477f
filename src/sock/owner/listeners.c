/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/owner/listeners.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define PORTS 65536
#define NONE UINT32_MAX

void listeners_init(struct listeners *listeners)
{
	*listeners = (struct listeners){.first_free = NONE};
	listeners->ports = alloc_zero(PORTS, sizeof(*listeners->ports));
	memset(listeners->ports, 0xff, PORTS * sizeof(*listeners->ports));
}

void listeners_done(struct listeners *listeners)
{
	free(listeners->ports);
	free(listeners->items);
	*listeners = (struct listeners){.first_free = NONE};
}

/* Row indices are used again without notice, so check that the row is still this listener. */
static bool is_listener(const struct track *track, uint32_t row, uint16_t port)
{
	const struct row *r = &track->rows[row];

	return r->life != ROW_FREE && conn_accepts(&r->conn) && r->conn.local.port == port;
}

static bool is_listening(const struct track *track, uint32_t row, uint16_t port)
{
	return row_is_living(&track->rows[row]) && is_listener(track, row, port);
}

/* Removes the rows of this port that no longer listen. Returns true if `row` is among the rest. */
static bool clean_port(
	struct listeners *listeners, const struct track *track, uint16_t port, uint32_t row)
{
	uint32_t *link = &listeners->ports[port];
	bool there = false;

	while (*link != NONE) {
		uint32_t index = *link;
		struct listeners_item *item = &listeners->items[index];

		there |= item->row == row;
		if (is_listening(track, item->row, port)) {
			link = &item->next;
			continue;
		}
		*link = item->next;
		item->next = listeners->first_free;
		listeners->first_free = index;
	}
	return there;
}

int listeners_add(struct listeners *listeners, const struct track *track, uint32_t row)
{
	uint16_t port = track->rows[row].conn.local.port;
	uint32_t index;

	if (clean_port(listeners, track, port, row))
		return 0;
	index = listeners->first_free;
	if (index != NONE) {
		listeners->first_free = listeners->items[index].next;
	} else {
		int error = alloc_try_grow((void **)&listeners->items, &listeners->capacity,
			listeners->count + 1, sizeof(*listeners->items));

		if (error)
			return error;
		index = (uint32_t)listeners->count++;
	}
	listeners->items[index] = (struct listeners_item){row, listeners->ports[port]};
	listeners->ports[port] = index;
	return 0;
}

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

static uint32_t find(const struct listeners *listeners, const struct track *track,
	const struct conn *conn, bool (*is_one)(const struct track *, uint32_t, uint16_t))
{
	uint32_t best = TRACK_NONE, index = listeners->ports[conn->local.port];
	unsigned most = 0;

	for (; index != NONE; index = listeners->items[index].next) {
		uint32_t row = listeners->items[index].row;
		unsigned points;

		if (!is_one(track, row, conn->local.port))
			continue;
		points = listeners_rate(&track->rows[row].conn, conn);
		if (points > most) {
			most = points;
			best = row;
		}
	}
	return best;
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
