/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The sockets that the user has tagged. A tag belongs to a socket (by its cookie), wherever its row
 * is and whether the row is shown or not; it ends with the socket. ROW_TAGGED marks the same in the
 * row.
 */
#ifndef SOCKVIEW_VIEW_TABLE_TAGS_H
#define SOCKVIEW_VIEW_TABLE_TAGS_H

#include <stddef.h>
#include <stdint.h>

#include "sock/rows/row-ref.h"

/* All zero: no tags. */
struct tags {
	struct row_ref *items; /* in the order in which they were tagged */
	size_t count, capacity;
};

void tags_done(struct tags *tags);

/* Tags a living row, or removes its tag. 0, or -ENOMEM with nothing changed. */
int tags_toggle(struct tags *tags, struct track *track, uint32_t row);

/* Tags a living row that has no tag yet. 0, or -ENOMEM with nothing changed. */
int tags_add(struct tags *tags, struct track *track, uint32_t row);

/* Removes a row's tag. After the last call, call tags_prune(). */
void tags_drop(struct track *track, uint32_t row);

void tags_clear(struct tags *tags, struct track *track);

/* Call it after each refresh: it removes the tags of sockets that have gone. */
void tags_prune(struct tags *tags, struct track *track);

#endif
