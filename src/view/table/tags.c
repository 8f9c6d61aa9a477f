/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/table/tags.h"

#include <stdlib.h>

#include "base/alloc.h"

void tags_done(struct tags *tags)
{
	free(tags->items);
}

void tags_drop(struct track *track, uint32_t row)
{
	track->rows[row].flags &= (uint8_t)~ROW_TAGGED;
}

int tags_add(struct tags *tags, struct track *track, uint32_t row)
{
	int error = alloc_try_grow(
		(void **)&tags->items, &tags->capacity, tags->count + 1, sizeof(*tags->items));

	if (error)
		return error;
	tags->items[tags->count++] = row_ref_to(track, row);
	track->rows[row].flags |= ROW_TAGGED;
	return 0;
}

int tags_toggle(struct tags *tags, struct track *track, uint32_t row)
{
	if (!(track->rows[row].flags & ROW_TAGGED))
		return tags_add(tags, track, row);
	tags_drop(track, row);
	tags_prune(tags, track);
	return 0;
}

/* The row of a tag may belong to another socket now, with a tag of its own or none. */
static bool is_its_row(const struct row_ref *tag, const struct track *track)
{
	return row_ref_holds(tag, track) && track->rows[tag->row].flags & ROW_TAGGED;
}

void tags_clear(struct tags *tags, struct track *track)
{
	for (size_t i = 0; i < tags->count; i++)
		if (is_its_row(&tags->items[i], track))
			tags_drop(track, tags->items[i].row);
	tags->count = 0;
}

void tags_prune(struct tags *tags, struct track *track)
{
	size_t kept = 0;

	for (size_t i = 0; i < tags->count; i++) {
		const struct row_ref *tag = &tags->items[i];

		if (!is_its_row(tag, track))
			continue;
		if (track->rows[tag->row].life == ROW_GONE)
			tags_drop(track, tag->row);
		else
			tags->items[kept++] = *tag;
	}
	tags->count = kept;
}
