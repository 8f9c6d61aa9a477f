/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which descriptors hold which socket: inode -> any number of (process, descriptor). 16 bytes a
 * holder and 4 to 8 for the table. Processes are the caller's numbers.
 */
#ifndef SOCKVIEW_SOCK_OWNER_INODE_INDEX_H
#define SOCKVIEW_SOCK_OWNER_INODE_INDEX_H

#include <stddef.h>
#include <stdint.h>

#define INODE_INDEX_NONE UINT32_MAX

struct inode_index_item {
	uint32_t inode;
	uint32_t fd;
	uint32_t process;
	uint32_t next; /* in its slot, or in the list of the free */
};

struct inode_index {
	struct inode_index_item *items;
	size_t count, capacity; /* with the free ones among them */
	uint32_t *slots;        /* a power of two */
	size_t slot_count;
	size_t used;
	uint32_t first_free;
};

void inode_index_init(struct inode_index *holders);
void inode_index_done(struct inode_index *holders);

/* 0, or -ENOMEM with all as it was. */
int inode_index_add(struct inode_index *holders, uint32_t inode, uint32_t fd, uint32_t process);

/* Takes one holder away, if there is such a one. */
void inode_index_drop(struct inode_index *holders, uint32_t inode, uint32_t fd, uint32_t process);

/* The first holder of a socket, and the one after `item`; INODE_INDEX_NONE where there is none. */
uint32_t inode_index_first(const struct inode_index *holders, uint32_t inode);
uint32_t inode_index_next(const struct inode_index *holders, uint32_t item);

#endif
