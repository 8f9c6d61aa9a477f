/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An index from the inode of a socket to its holders: any number of (process, descriptor). A holder
 * takes 16 bytes, and a socket 8 to 16 in the hash table. The number of a process is the caller's
 * own.
 */
#ifndef SOCKVIEW_SOCK_OWNER_INODE_INDEX_H
#define SOCKVIEW_SOCK_OWNER_INODE_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "base/hash-index.h"

#define INODE_INDEX_NONE HASH_INDEX_NONE

struct inode_index_item {
	uint32_t inode;
	uint32_t fd;
	uint32_t process;
	uint32_t next; /* the next holder of the socket, or the next one in the list of free ones */
};

struct inode_index {
	struct inode_index_item *items;
	size_t count, capacity;  /* includes free ones */
	struct hash_index index; /* inode -> the first of its holders */
	uint32_t first_free;
};

void inode_index_init(struct inode_index *holders);
void inode_index_done(struct inode_index *holders);

/* Adds a holder. Returns 0, or -ENOMEM with nothing changed. */
int inode_index_add(struct inode_index *holders, uint32_t inode, uint32_t fd, uint32_t process);

/* Removes one holder, if it exists. */
void inode_index_drop(struct inode_index *holders, uint32_t inode, uint32_t fd, uint32_t process);

/*
 * Return the first holder of a socket, and the holder after `item`; INODE_INDEX_NONE if there is
 * none.
 */
uint32_t inode_index_first(const struct inode_index *holders, uint32_t inode);
uint32_t inode_index_next(const struct inode_index *holders, uint32_t item);

#endif
