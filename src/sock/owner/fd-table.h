/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The known descriptors of one process, sorted by number: 8 bytes each. */
#ifndef SOCKVIEW_SOCK_OWNER_FD_TABLE_H
#define SOCKVIEW_SOCK_OWNER_FD_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Descriptors are below 2^28 (sysctl_nr_open_max in the kernel). */
#define FD_LIMIT (1U << 28)

struct fd_table_entry {
	uint32_t fd : 28;
	uint32_t stale : 1; /* its socket has gone from the kernel's tables: must be read again */
	uint32_t asked : 1; /* its socket is one that the owner map was asked for */
	uint32_t seen : 1;  /* by the listing in progress */
	uint32_t dead : 1;  /* closed; the next merge removes it */
	uint32_t inode;     /* 0: not a socket */
};

struct fd_table {
	struct fd_table_entry *entries;
	size_t count, capacity;
	size_t stale; /* number of stale entries, without dead ones */
};

void fd_table_done(struct fd_table *table);

/*
 * Returns the entry of descriptor `fd`, or NULL. The search begins at *hint; if found, *hint
 * becomes the position behind the entry.
 */
struct fd_table_entry *fd_table_find(const struct fd_table *table, uint32_t fd, size_t *hint);

/* Like fd_table_find(), but for entries in any order, as a listing returns them. */
struct fd_table_entry *fd_table_find_unsorted(
	struct fd_table_entry *entries, size_t count, uint32_t fd);

/*
 * Removes the dead entries and inserts `added` (which it may reorder). Returns 0, or -ENOMEM with
 * the table as it was.
 */
int fd_table_merge(struct fd_table *table, struct fd_table_entry *added, size_t added_count);

#endif
