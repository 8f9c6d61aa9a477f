/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/owner/inode-index.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"

#define FIRST_SLOTS 256

void inode_index_init(struct inode_index *holders)
{
	*holders = (struct inode_index){.first_free = INODE_INDEX_NONE};
}

void inode_index_done(struct inode_index *holders)
{
	free(holders->items);
	free(holders->slots);
	inode_index_init(holders);
}

static uint32_t *slot_of(const struct inode_index *holders, uint32_t inode)
{
	return &holders->slots[hash_u64(inode) & (holders->slot_count - 1)];
}

/*
 * Moves all items to a table of twice the size. Removed items have inode 0. The order within a slot
 * has no meaning.
 */
static int grow_slots(struct inode_index *holders)
{
	size_t count = holders->slot_count ? holders->slot_count * 2 : FIRST_SLOTS;
	uint32_t *slots = malloc(count * sizeof(*slots));

	if (!slots)
		return -ENOMEM;
	memset(slots, 0xff, count * sizeof(*slots));
	free(holders->slots);
	holders->slots = slots;
	holders->slot_count = count;
	for (size_t i = 0; i < holders->count; i++) {
		struct inode_index_item *item = &holders->items[i];
		uint32_t *slot;

		if (!item->inode)
			continue;
		slot = slot_of(holders, item->inode);
		item->next = *slot;
		*slot = (uint32_t)i;
	}
	return 0;
}

int inode_index_add(struct inode_index *holders, uint32_t inode, uint32_t fd, uint32_t process)
{
	uint32_t item = holders->first_free, *slot;

	if (holders->used >= holders->slot_count && grow_slots(holders) < 0)
		return -ENOMEM;
	if (item == INODE_INDEX_NONE) {
		if (alloc_try_grow((void **)&holders->items, &holders->capacity, holders->count + 1,
			    sizeof(*holders->items)) < 0)
			return -ENOMEM;
		item = (uint32_t)holders->count++;
	} else {
		holders->first_free = holders->items[item].next;
	}
	slot = slot_of(holders, inode);
	holders->items[item] = (struct inode_index_item){inode, fd, process, *slot};
	*slot = item;
	holders->used++;
	return 0;
}

void inode_index_drop(struct inode_index *holders, uint32_t inode, uint32_t fd, uint32_t process)
{
	uint32_t *link, item;

	if (!holders->slot_count)
		return;
	for (link = slot_of(holders, inode); (item = *link) != INODE_INDEX_NONE;
		link = &holders->items[item].next) {
		struct inode_index_item *holder = &holders->items[item];

		if (holder->inode != inode || holder->fd != fd || holder->process != process)
			continue;
		*link = holder->next;
		*holder = (struct inode_index_item){.next = holders->first_free};
		holders->first_free = item;
		holders->used--;
		return;
	}
}

static uint32_t find_from(const struct inode_index *holders, uint32_t item, uint32_t inode)
{
	while (item != INODE_INDEX_NONE && holders->items[item].inode != inode)
		item = holders->items[item].next;
	return item;
}

uint32_t inode_index_first(const struct inode_index *holders, uint32_t inode)
{
	if (!holders->slot_count)
		return INODE_INDEX_NONE;
	return find_from(holders, *slot_of(holders, inode), inode);
}

uint32_t inode_index_next(const struct inode_index *holders, uint32_t item)
{
	return find_from(holders, holders->items[item].next, holders->items[item].inode);
}
