/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/owner/inode-index.h"

#include <errno.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/hash.h"

void inode_index_init(struct inode_index *holders)
{
	*holders = (struct inode_index){.first_free = INODE_INDEX_NONE};
}

void inode_index_done(struct inode_index *holders)
{
	free(holders->items);
	hash_index_done(&holders->index);
	inode_index_init(holders);
}

static uint32_t hash_of_item(const void *owner, uint32_t item)
{
	const struct inode_index *holders = owner;

	return hash_u64(holders->items[item].inode);
}

/* The slot of the first holder, or the free slot where it would be. */
static uint32_t *slot_of(const struct inode_index *holders, uint32_t inode)
{
	uint32_t *slot = hash_index_first(&holders->index, hash_u64(inode));

	while (*slot != INODE_INDEX_NONE && holders->items[*slot].inode != inode)
		slot = hash_index_next(&holders->index, slot);
	return slot;
}

/* Returns the number of an unused item, or INODE_INDEX_NONE. */
static uint32_t take_free(struct inode_index *holders)
{
	uint32_t item = holders->first_free;

	if (item == INODE_INDEX_NONE) {
		if (alloc_try_grow((void **)&holders->items, &holders->capacity, holders->count + 1,
			    sizeof(*holders->items)) < 0)
			return INODE_INDEX_NONE;
		return (uint32_t)holders->count++;
	}
	holders->first_free = holders->items[item].next;
	return item;
}

int inode_index_add(struct inode_index *holders, uint32_t inode, uint32_t fd, uint32_t process)
{
	uint32_t item, first, *slot;

	if (hash_index_reserve(&holders->index, hash_of_item, holders) < 0)
		return -ENOMEM;
	item = take_free(holders);
	if (item == INODE_INDEX_NONE)
		return -ENOMEM;
	slot = slot_of(holders, inode);
	first = *slot;
	holders->items[item] = (struct inode_index_item){inode, fd, process, first};
	if (first == INODE_INDEX_NONE)
		hash_index_put(&holders->index, slot, item);
	else
		*slot = item;
	return 0;
}

void inode_index_drop(struct inode_index *holders, uint32_t inode, uint32_t fd, uint32_t process)
{
	uint32_t *slot, *link, item;

	if (hash_index_is_empty(&holders->index))
		return;
	slot = slot_of(holders, inode);
	for (link = slot; (item = *link) != INODE_INDEX_NONE; link = &holders->items[item].next) {
		struct inode_index_item *holder = &holders->items[item];

		if (holder->fd != fd || holder->process != process)
			continue;
		if (link == slot && holder->next == INODE_INDEX_NONE)
			hash_index_remove(&holders->index, slot, hash_of_item, holders);
		else
			*link = holder->next;
		*holder = (struct inode_index_item){.next = holders->first_free};
		holders->first_free = item;
		return;
	}
}

uint32_t inode_index_first(const struct inode_index *holders, uint32_t inode)
{
	return hash_index_is_empty(&holders->index) ? INODE_INDEX_NONE : *slot_of(holders, inode);
}

uint32_t inode_index_next(const struct inode_index *holders, uint32_t item)
{
	return holders->items[item].next;
}
