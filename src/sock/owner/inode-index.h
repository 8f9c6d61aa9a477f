/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which descriptors hold which socket: inode -> any number of (process, descriptor). 16 bytes a
 * holder and 4 to 8 for the table. Processes are the caller's numbers.
 */
#ifndef SOCKVIEW_SOCK_OWNER_INODE_INDEX_H
#define SOCKVIEW_SOCK_OWNER_INODE_INDEX_H

#include <stddef.h>
#include <stdint.h>

#define HOLDERS_NONE UINT32_MAX

struct holder {
	uint32_t inode;
	uint32_t fd;
	uint32_t process;
	uint32_t next; /* in its slot, or in the list of the free */
};

struct holders {
	struct holder *items;
	size_t count, capacity; /* with the free ones among them */
	uint32_t *slots;        /* a power of two */
	size_t slot_count;
	size_t used;
	uint32_t first_free;
};

void holders_init(struct holders *holders);
void holders_done(struct holders *holders);

/* 0, or -ENOMEM with all as it was. */
int holders_add(struct holders *holders, uint32_t inode, uint32_t fd, uint32_t process);

/* Takes one holder away, if there is such a one. */
void holders_drop(struct holders *holders, uint32_t inode, uint32_t fd, uint32_t process);

/* The first holder of a socket, and the one after `item`; HOLDERS_NONE where there is none. */
uint32_t holders_first(const struct holders *holders, uint32_t inode);
uint32_t holders_next(const struct holders *holders, uint32_t item);

#endif
