/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The owner of each row: the one that the owner map finds for its inode, or the one that it found
 * before the kernel lost the inode (TIME_WAIT, orphans, sockets that have gone); or else the reason
 * why there is none.
 *
 * After each refresh:
 *
 *	row_owners_follow(row_owners, track, now);
 *	while (row_owners_step(row_owners, 500))
 *		;
 */
#ifndef SOCKVIEW_SOCK_OWNER_ROW_OWNERS_H
#define SOCKVIEW_SOCK_OWNER_ROW_OWNERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "sock/machine/cgroup.h"
#include "sock/owner/listeners.h"
#include "sock/owner/owner-map.h"
#include "sock/rows/track.h"

enum row_owners_reason {
	ROW_OWNERS_FOUND,
	ROW_OWNERS_SEARCHING,     /* not found yet */
	ROW_OWNERS_ACCEPT_QUEUE,  /* waits to be accepted: see row_owners_listener() */
	ROW_OWNERS_TIME_WAIT,     /* its process closed it, and ended before the owner was found */
	ROW_OWNERS_SYN_RECV,      /* half open: no process has it yet */
	ROW_OWNERS_ORPHAN,        /* its process closed it; the kernel still sends */
	ROW_OWNERS_KERNEL,        /* no process holds it */
	ROW_OWNERS_NOT_PERMITTED, /* descriptors of some processes may not be read */
	ROW_OWNERS_EXITED,        /* the socket has gone before its process was found */
	ROW_OWNERS_REASONS
};

/* Parallel to the rows of the track. */
struct row_owners_entry {
	uint32_t inode;   /* wanted from the owner map; 0: none */
	uint32_t process; /* the last owner, kept when the inode is lost; OWNER_MAP_NONE: none */
	/*
	 * enum row_owners_reason: of a row that has gone, why it had no owner. With
	 * ROW_OWNERS_ACCEPT_QUEUE `process` is that of its listener.
	 */
	uint8_t note;
};

struct row_owners {
	struct owner_map owners;
	struct cgroups cgroups;
	bool usable;   /* /proc can be read */
	bool recorded; /* owners are told by row_owners_load(), and /proc is not read */
	struct row_owners_entry *entries;
	size_t count, capacity;
	struct listeners listeners;
	int64_t followed_us; /* boot clock of the last refresh that was followed completely */
};

/* `root` is the prefix of /proc and /sys. */
void row_owners_init(struct row_owners *row_owners, const char *root);
void row_owners_done(struct row_owners *row_owners);

/*
 * Takes over the changes of the last refresh and begins to look for owners. Returns 0 or -ENOMEM.
 */
int row_owners_follow(
	struct row_owners *row_owners, struct track *track, const struct instant *now);

/* Reads about `budget` descriptors; returns true while there is more to do. */
bool row_owners_step(struct row_owners *row_owners, size_t budget);

/*
 * Finds the owners of a row: writes the first `max` of them and returns how many there are. A kept
 * owner has no descriptor any more (fd is OWNER_MAP_NONE). If there are none, *ret_reason is the
 * reason.
 */
size_t row_owners_find(struct row_owners *row_owners, const struct track *track, uint32_t row,
	struct owner *ret_owners, size_t max, enum row_owners_reason *ret_reason);

/* True if ROW_OWNERS_NOT_PERMITTED is the reason for any living row. */
bool row_owners_hide_any(const struct row_owners *row_owners, const struct track *track);

/* All owners of a row. Usually they are few; a pre-forked server has hundreds. */
struct row_owners_list {
	struct owner few[16];
	struct owner *all; /* `few`, or on the heap */
	size_t count;
};

void row_owners_find_all(struct row_owners *row_owners, const struct track *track, uint32_t row,
	struct row_owners_list *ret_list);
void row_owners_list_done(struct row_owners_list *list);

/* Returns the row of the listener in whose accept queue the socket waits, or TRACK_NONE. */
uint32_t row_owners_listener(
	const struct row_owners *row_owners, const struct track *track, uint32_t row);

/* Returns the first process of that listener; of a row that has gone, as it was then; or
 * OWNER_MAP_NONE. */
uint32_t row_owners_acceptor(
	const struct row_owners *row_owners, const struct track *track, uint32_t row);

/* The number of different processes that hold the socket of a row. */
size_t row_owners_processes(struct row_owners *row_owners, uint32_t row);

/* A word that never changes: "accept-queue"; NULL for ROW_OWNERS_FOUND and ROW_OWNERS_SEARCHING. */
const char *row_owners_reason_name(enum row_owners_reason reason);

/*
 * Owners from a recording. After each refresh that was read from it:
 *
 *	row_owners_begin_recorded(row_owners, track);
 *	row_owners_load(row_owners, track, row, process, fd);    for each owner of each row
 *	row_owners_end_recorded(row_owners, hidden);
 */
void row_owners_init_recorded(struct row_owners *row_owners);

/* Forgets all owners, and follows the rows. Returns 0 or -ENOMEM. */
int row_owners_begin_recorded(struct row_owners *row_owners, struct track *track);

/* `process` is a number from owner_map_load_process(); `fd` is OWNER_MAP_NONE if the process no
 * longer has the socket. Returns 0 or -ENOMEM. */
int row_owners_load(struct row_owners *row_owners, const struct track *track, uint32_t row,
	uint32_t process, uint32_t fd);

/* `hidden`: rights were missing to find all owners. */
void row_owners_end_recorded(struct row_owners *row_owners, bool hidden);

#endif
