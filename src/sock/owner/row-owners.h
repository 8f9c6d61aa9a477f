/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The owner of each row: what the map of owners says of its inode, and what it said before the
 * kernel lost the inode (TIME_WAIT, orphans, sockets that have gone); or else the reason why there
 * is nobody.
 *
 * After each refresh:
 *
 *	owning_follow(owning, track, now);
 *	while (owning_step(owning, 500))
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

enum owning_reason {
	OWNING_FOUND,
	OWNING_SEARCHING,     /* not found yet */
	OWNING_ACCEPT_QUEUE,  /* waits to be accepted: see owning_listener() */
	OWNING_TIME_WAIT,     /* its process has closed it, and was gone before it was seen */
	OWNING_SYN_RECV,      /* nobody's yet */
	OWNING_ORPHAN,        /* closed by its process; the kernel still sends */
	OWNING_KERNEL,        /* no process holds it */
	OWNING_NOT_PERMITTED, /* descriptors of some processes may not be read */
	OWNING_EXITED,        /* gone before its process was found */
	OWNING_REASONS
};

/* Beside each row of the track. */
struct owning_entry {
	uint32_t inode;   /* being asked for; 0: none */
	uint32_t process; /* kept, when the inode is lost; OWNERS_NONE: none */
};

struct owning {
	struct owners owners;
	struct cgroups cgroups;
	bool usable; /* there is a /proc */
	struct owning_entry *entries;
	size_t count, capacity;
	struct listeners listeners;
	int64_t followed_us; /* boot clock of the refresh that was last followed to its end */
};

/* `root` is the prefix of /proc and /sys. */
void owning_init(struct owning *owning, const char *root);
void owning_done(struct owning *owning);

/* Takes over what the last refresh brought and begins to look for owners. 0 or -ENOMEM. */
int owning_follow(struct owning *owning, struct track *track, const struct instant *now);

/* Reads about `budget` descriptors; true while there is more to do. */
bool owning_step(struct owning *owning, size_t budget);

/*
 * The owners of a row: writes the first `max` of them and returns how many there are. One that was
 * kept has no descriptor any more (fd is OWNERS_NONE). Where there are none, *ret_reason tells why.
 */
size_t owning_find(struct owning *owning, const struct track *track, uint32_t row,
	struct owner *ret_owners, size_t max, enum owning_reason *ret_reason);

/* All owners of a row. They are few, but for pre-forked servers, which have hundreds. */
struct owning_list {
	struct owner few[16];
	struct owner *all; /* `few`, or on the heap */
	size_t count;
};

void owning_find_all(struct owning *owning, const struct track *track, uint32_t row,
	struct owning_list *ret_list);
void owning_list_done(struct owning_list *list);

/* The row of the listener in whose accept queue the socket waits, or TRACK_NONE. */
uint32_t owning_listener(const struct owning *owning, const struct track *track, uint32_t row);

/* Different processes that hold the socket of a row. */
size_t owning_processes(struct owning *owning, uint32_t row);

/* A stable word: "accept-queue"; NULL for OWNING_FOUND and OWNING_SEARCHING. */
const char *owning_reason_name(enum owning_reason reason);

#endif
