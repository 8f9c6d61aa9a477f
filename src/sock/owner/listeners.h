/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finds the row of the listener to which a connection belongs: by place, local port, address and
 * interface, with the same preference as the kernel. If several listeners share all three
 * (SO_REUSEPORT), any of them is returned.
 */
#ifndef SOCKVIEW_SOCK_OWNER_LISTENERS_H
#define SOCKVIEW_SOCK_OWNER_LISTENERS_H

#include <stddef.h>
#include <stdint.h>

#include "base/hash-index.h"
#include "sock/rows/track.h"

/* What a connection has to have in common with its listener, or with a less exact one. */
struct listeners_key {
	uint8_t addr[16];
	uint32_t interface;
	uint32_t place;
	uint16_t port;
	uint8_t proto, family;
};

/* A row that was a listener when it was added. */
struct listeners_item {
	struct listeners_key key;
	uint32_t row;            /* TRACK_NONE: the item is free */
	uint32_t hash;           /* of the key */
	uint32_t next, previous; /* with the same key; `next` is in the list of free ones, too */
};

/* However many listeners there are on a port: those with one key are found at once. */
struct listeners {
	struct listeners_item *items;
	size_t count, capacity; /* includes free ones */
	uint32_t first_free;
	struct hash_index by_key; /* the first item of each key */
	struct hash_index by_row;
	size_t swept; /* the next item to look at: does it still listen? */
};

void listeners_init(struct listeners *listeners);
void listeners_done(struct listeners *listeners);

/*
 * Adds a row that is a listener; adding it again does no harm. It need not be removed later.
 * Returns 0, or -ENOMEM.
 */
int listeners_add(struct listeners *listeners, const struct track *track, uint32_t row);

/*
 * How well a listener fits a connection to its port: of several, the kernel takes the one with the
 * most points. 0: it does not accept such connections.
 */
unsigned listeners_rate(const struct conn *listener, const struct conn *conn);

/* Returns the living row that accepts connections such as `conn`, or TRACK_NONE. */
uint32_t listeners_find(
	const struct listeners *listeners, const struct track *track, const struct conn *conn);

/* The same; if there is none, a row that has gone, but did while it lived. */
uint32_t listeners_find_last(
	const struct listeners *listeners, const struct track *track, const struct conn *conn);

#endif
