/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/hash-index.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_SLOTS 256

void hash_index_done(struct hash_index *index)
{
	free(index->slots);
	*index = (struct hash_index){0};
}

void hash_index_clear(struct hash_index *index)
{
	if (index->slots)
		memset(index->slots, 0xff, index->slot_count * sizeof(*index->slots));
	index->count = 0;
}

static uint32_t *free_slot(const struct hash_index *index, uint32_t hash)
{
	uint32_t *slot = hash_index_first(index, hash);

	while (*slot != HASH_INDEX_NONE)
		slot = hash_index_next(index, slot);
	return slot;
}

static int resize(
	struct hash_index *index, size_t slot_count, hash_index_hash *hash_of, const void *owner)
{
	struct hash_index grown = {.slot_count = slot_count};

	grown.slots = reallocarray(NULL, slot_count, sizeof(*grown.slots));
	if (!grown.slots)
		return -ENOMEM;
	hash_index_clear(&grown);
	for (size_t i = 0; i < index->slot_count; i++) {
		uint32_t element = index->slots[i];

		if (element != HASH_INDEX_NONE)
			hash_index_put(&grown, free_slot(&grown, hash_of(owner, element)), element);
	}
	free(index->slots);
	*index = grown;
	return 0;
}

int hash_index_grow(struct hash_index *index, hash_index_hash *hash_of, const void *owner)
{
	return resize(
		index, index->slot_count ? index->slot_count * 2 : FIRST_SLOTS, hash_of, owner);
}

int hash_index_expect(
	struct hash_index *index, size_t count, hash_index_hash *hash_of, const void *owner)
{
	size_t slot_count = index->slot_count ? index->slot_count : FIRST_SLOTS;

	while (slot_count / 2 < count)
		slot_count *= 2;
	return slot_count > index->slot_count ? resize(index, slot_count, hash_of, owner) : 0;
}

/* Elements that were displaced by the removed one move up, so that searches still find them. */
void hash_index_remove(
	struct hash_index *index, uint32_t *slot, hash_index_hash *hash_of, const void *owner)
{
	size_t mask = index->slot_count - 1;
	size_t hole = (size_t)(slot - index->slots), at = hole;

	for (;;) {
		size_t home;

		at = (at + 1) & mask;
		if (index->slots[at] == HASH_INDEX_NONE)
			break;
		home = hash_of(owner, index->slots[at]) & mask;
		if (((at - home) & mask) >= ((at - hole) & mask)) {
			index->slots[hole] = index->slots[at];
			hole = at;
		}
	}
	index->slots[hole] = HASH_INDEX_NONE;
	index->count--;
}
