/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Spaces by one of their inodes: a hash table with open addressing. */
#include "sock/place/spaces-internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"

#define INDEX_MIN 64

struct space **spaces_index_slot(const struct spaces_index *index, uint64_t key, bool by_file)
{
	size_t at = hash_u64(key) & (index->size - 1);

	while (index->slots[at] &&
		(by_file ? index->slots[at]->net_file : index->slots[at]->inode) != key)
		at = (at + 1) & (index->size - 1);
	return &index->slots[at];
}

struct space *spaces_index_find(const struct spaces_index *index, uint64_t key, bool by_file)
{
	return index->size ? *spaces_index_slot(index, key, by_file) : NULL;
}

static void index_rebuild(struct spaces *spaces, struct spaces_index *index, bool by_file)
{
	size_t size = INDEX_MIN;

	while (size < 2 * spaces->count + INDEX_MIN / 2)
		size *= 2;
	if (size > index->size) {
		free(index->slots);
		index->slots = alloc_zero(size, sizeof(struct space *));
		index->size = size;
	} else {
		memset(index->slots, 0, index->size * sizeof(struct space *));
	}
	for (size_t i = 0; i < spaces->count; i++) {
		struct space *space = spaces->list[i];
		uint64_t key = by_file ? space->net_file : space->inode;

		if (key)
			*spaces_index_slot(index, key, by_file) = space;
	}
}

void spaces_rebuild_index(struct spaces *spaces)
{
	index_rebuild(spaces, &spaces->by_inode, false);
	index_rebuild(spaces, &spaces->by_file, true);
}
