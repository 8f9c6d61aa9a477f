/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of the descriptors of one process, in the order of their numbers: 8 bytes each. */
#ifndef SOCKVIEW_SOCK_OWNER_FD_TABLE_H
#define SOCKVIEW_SOCK_OWNER_FD_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The kernel keeps descriptors below 2^28 (sysctl_nr_open_max). */
#define FD_LIMIT (1U << 28)

struct fd_table_entry {
	uint32_t fd : 28;
	uint32_t stale : 1; /* its socket has gone from the kernel's tables: read it again */
	uint32_t asked : 1; /* its socket is one that somebody asked for */
	uint32_t seen : 1;  /* by the listing that is going on */
	uint32_t dead : 1;  /* closed; leaves at the next merge */
	uint32_t inode;     /* 0: not a socket */
};

struct fd_table {
	struct fd_table_entry *entries;
	size_t count, capacity;
	size_t stale; /* entries that are, not counting dead ones */
};

void fd_table_done(struct fd_table *table);

/* The entry of descriptor `fd`, or NULL. `*hint` is where to look first; it is moved behind it. */
struct fd_table_entry *fd_table_find(const struct fd_table *table, uint32_t fd, size_t *hint);

/* The same for entries in any order, as a listing brings them. */
struct fd_table_entry *fd_table_find_unsorted(
	struct fd_table_entry *entries, size_t count, uint32_t fd);

/*
 * Drops the dead and puts `added` (which it may reorder) in their places. 0, or -ENOMEM with the
 * table as it was.
 */
int fd_table_merge(struct fd_table *table, struct fd_table_entry *added, size_t added_count);

#endif
