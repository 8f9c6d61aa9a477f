/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A hash table that finds the elements of an array by a key. The array is the caller's; the table
 * has only their indices, 4 bytes each, and grows with them. It uses open addressing with linear
 * probing.
 *
 *	slot = hash_index_first(&index, hash);                    find
 *	while (*slot != HASH_INDEX_NONE && !(elements[*slot] has the key))
 *		slot = hash_index_next(&index, slot);
 *
 *	hash_index_reserve(&index, hash_of, owner);               add: first make room, then find
 *	hash_index_put(&index, slot, element);                    the free slot as above
 *
 *	hash_index_remove(&index, slot, hash_of, owner);          remove, after finding
 *
 * A slot is valid until the next call that adds or removes. hash_of() returns the hash of an
 * element, which must be the one that it was added with; `owner` is passed to it.
 */
#ifndef SOCKVIEW_BASE_HASH_INDEX_H
#define SOCKVIEW_BASE_HASH_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HASH_INDEX_NONE UINT32_MAX

struct hash_index {
	uint32_t *slots;   /* NULL: nothing was reserved yet */
	size_t slot_count; /* a power of two */
	size_t count;      /* slots in use */
};

typedef uint32_t hash_index_hash(const void *owner, uint32_t element);

void hash_index_done(struct hash_index *index);

/* Doubles the number of slots. Returns 0, or -ENOMEM with nothing changed. */
int hash_index_grow(struct hash_index *index, hash_index_hash *hash_of, const void *owner);

/*
 * Makes room for `count` elements in all, so that it need not grow, and look at all elements, again
 * and again. Returns 0, or -ENOMEM with nothing changed.
 */
int hash_index_expect(
	struct hash_index *index, size_t count, hash_index_hash *hash_of, const void *owner);

/*
 * Makes room for one more element: at least half of the slots stay free, so that searches end
 * soon. Returns 0, or -ENOMEM with nothing changed.
 */
static inline int hash_index_reserve(
	struct hash_index *index, hash_index_hash *hash_of, const void *owner)
{
	return (index->count + 1) * 2 > index->slot_count ? hash_index_grow(index, hash_of, owner)
							  : 0;
}

/* Removes the element in this slot. */
void hash_index_remove(
	struct hash_index *index, uint32_t *slot, hash_index_hash *hash_of, const void *owner);

/* Removes all elements, and keeps the memory. */
void hash_index_clear(struct hash_index *index);

/* True where nothing was ever reserved: then no slot can be looked at. */
static inline bool hash_index_is_empty(const struct hash_index *index)
{
	return !index->slots;
}

/* The first slot where an element with this hash may be. */
static inline uint32_t *hash_index_first(const struct hash_index *index, uint32_t hash)
{
	return &index->slots[hash & (index->slot_count - 1)];
}

/* The slot to look at if `slot` has an element with another key. */
static inline uint32_t *hash_index_next(const struct hash_index *index, uint32_t *slot)
{
	return slot + 1 < index->slots + index->slot_count ? slot + 1 : index->slots;
}

/* Puts an element into a free slot. */
static inline void hash_index_put(struct hash_index *index, uint32_t *slot, uint32_t element)
{
	*slot = element;
	index->count++;
}

#endif
