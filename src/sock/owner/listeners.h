/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which row of the track listens for the connections of a socket: by its local port, address and
 * interface, as the kernel chooses. Of several that share all three (SO_REUSEPORT) it is any one.
 */
#ifndef SOCKVIEW_SOCK_OWNER_LISTENERS_H
#define SOCKVIEW_SOCK_OWNER_LISTENERS_H

#include <stddef.h>
#include <stdint.h>

#include "sock/rows/track.h"

/* A row that listened when it was put here. */
struct listeners_item {
	uint32_t row;
	uint32_t next; /* of the same port, or in the list of the free */
};

struct listeners {
	uint32_t *ports; /* the first item of each */
	struct listeners_item *items;
	size_t count, capacity; /* with the free ones among them */
	uint32_t first_free;
};

void listeners_init(struct listeners *listeners);
void listeners_done(struct listeners *listeners);

/* The row listens; again does no harm. It need not be taken out. 0, or -ENOMEM. */
int listeners_add(struct listeners *listeners, const struct track *track, uint32_t row);

/* The living row that listens for connections such as `conn`, or TRACK_NONE. */
uint32_t listeners_find(
	const struct listeners *listeners, const struct track *track, const struct conn *conn);

#endif
