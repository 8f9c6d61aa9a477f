/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The sockets that the user has tagged. A tag is a socket's (by its cookie), wherever its row
 * stands and whether it is shown or not; it ends with the socket. ROW_TAGGED says the same in the
 * row.
 */
#ifndef SOCKVIEW_VIEW_TABLE_TAGS_H
#define SOCKVIEW_VIEW_TABLE_TAGS_H

#include <stddef.h>
#include <stdint.h>

#include "sock/rows/track.h"

struct tag {
	uint64_t cookie;
	uint32_t row;
};

/* All zero: no tags. */
struct tags {
	struct tag *items; /* in the order of their tagging */
	size_t count, capacity;
};

void tags_done(struct tags *tags);

/* Tags a living row, or takes the tag away. 0, or -ENOMEM with all as it was. */
int tags_toggle(struct tags *tags, struct track *track, uint32_t row);

/* Tags a living row that has no tag yet. The same. */
int tags_add(struct tags *tags, struct track *track, uint32_t row);

/* Takes a row's tag away; after the last one tags_prune() is due. */
void tags_drop(struct track *track, uint32_t row);

void tags_clear(struct tags *tags, struct track *track);

/* After each refresh: sockets that have gone lose their tags. */
void tags_prune(struct tags *tags, struct track *track);

#endif
