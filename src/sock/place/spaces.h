/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The network namespaces of the machine, "spaces" for short: which there are, and how each can be
 * reached. They are found by the processes in them (/proc/PID/ns/net) and by the files that they
 * are mounted on (/proc/self/mountinfo: "ip netns", docker, podman). A namespace that only a
 * descriptor keeps alive is not found.
 *
 *	spaces_begin(spaces, now);                  once a refresh
 *	while (spaces_step(spaces, 100))            keys may be answered between the steps
 *		;
 *	while (spaces_next_change(spaces, &change)) which came and which went
 *		...
 *
 * Nothing that is kept here keeps a namespace alive: no descriptor of one, and no open file of
 * /proc/PID/net. Of one process of each space the directory /proc/PID is held as O_PATH, which
 * does not either; when that process ends, another one takes its place.
 */
#ifndef SOCKVIEW_SOCK_PLACE_SPACES_H
#define SOCKVIEW_SOCK_PLACE_SPACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"

/* The largest number of spaces that are kept, without our own; further ones are only counted. */
#define SPACES_MAX 4096

struct space {
	/*
	 * The number of its place (struct place). Numbers are given in turn, so that one that was
	 * used is not used again for a long time. Place 0 (CONN_HERE), our own namespace, is no
	 * space of the list.
	 */
	uint16_t place;
	bool held; /* set by the caller: it has sockets of this namespace, so it cannot be another
		    */
	uint64_t inode;    /* of the namespace; 0: it may not be read, and `net_file` identifies the
			      space */
	uint64_t net_file; /* inode of /proc/PID/net/snmp, one for each namespace; 0: not known */
	uint64_t cookie;   /* SO_NETNS_COOKIE, never given twice; 0: not known (yet) */
	uint32_t pid;      /* a process in it; 0: none is known */
	uint32_t processes;    /* number of processes in it, in the last look */
	int process;           /* /proc/PID of that process, O_PATH; -1: it is not held */
	char *mount;           /* a file that it is mounted on, raw; NULL: none */
	int64_t first_seen_us; /* boottime */

	/* of spaces.c */
	uint32_t mount_id, look;
	bool told;    /* SPACE_CAME was returned for it */
	bool proven;  /* the look before found the same process or mount in it */
	bool another; /* its cookie has changed: it is another namespace */
	bool missed;  /* nothing of it was found in this look: it goes if the next one finds nothing
			 either */
	bool mount_missed;
};

/*
 * While processes and mounts come and go, a look may miss a space: it has gone only if two looks in
 * a row find nothing of it. If the inode of a space that has gone is used again, the changes say
 * that the old space went and a new one came.
 */
struct space_change {
	enum { SPACE_CAME, SPACE_WENT } what;
	/* One that went can be read until the next spaces_begin(). */
	const struct space *space;
};

struct spaces;

/*
 * `root` is the prefix of /proc. Returns NULL if there is no /proc. The first look returns
 * SPACE_CAME for each space.
 */
struct spaces *spaces_new(const char *root);
void spaces_free(struct spaces *spaces);

void spaces_begin(struct spaces *spaces, const struct instant *now);

/*
 * Looks at up to `budget` processes: 12 microseconds for one that is new, 2 for one that is known.
 * Returns true while there is more to do.
 */
bool spaces_step(struct spaces *spaces, size_t budget);

/* Takes the next change that the look has found; false if there is none. To be called after the
 * last step until it returns false. */
bool spaces_next_change(struct spaces *spaces, struct space_change *ret_change);

/*
 * The descriptor that poll() says POLLPRI for when something was mounted or unmounted: then call
 * spaces_mounts_changed(), and the next look reads the mounts again; else it does so every 30
 * seconds. -1: there is none.
 */
int spaces_fd(const struct spaces *spaces);
void spaces_mounts_changed(struct spaces *spaces);

/* The spaces that there are, in the order in which they were found. */
size_t spaces_count(const struct spaces *spaces);
struct space *spaces_at(const struct spaces *spaces, size_t index);

/* The space of a place; NULL if there is none (any more), and for place 0. */
struct space *spaces_find(const struct spaces *spaces, uint16_t place);

/* The place of a process, as last looked at; false if it is not known. Place 0 is our own. */
bool spaces_of_process(const struct spaces *spaces, uint32_t pid, uint16_t *ret_place);

/* Writes up to `count` processes of a place, by their numbers; returns how many. */
size_t spaces_processes(
	const struct spaces *spaces, uint16_t place, uint32_t *ret_pids, size_t count);

/* How many more spaces there are than SPACES_MAX; those that are only mounted are not counted. */
size_t spaces_left_out(const struct spaces *spaces);

/*
 * Our own namespace, place 0: its inodes are known at once, its mount and the number of processes
 * after the first look.
 */
const struct space *spaces_own(const struct spaces *spaces);

/*
 * Opens the namespace of a space for setns(); the caller closes it at once, since it keeps the
 * namespace alive. Returns 0; -ESRCH: the space is another one or none by now, look again; -EACCES:
 * its processes may only be read by /proc/PID/net; else -errno.
 */
int spaces_open(struct spaces *spaces, struct space *space, int *ret_fd);

/*
 * A socket that was opened in the space has this cookie. Returns false if that is not the cookie
 * from before: it is another namespace, with the same inode. The next look has the old one go and
 * the new one come; what was opened is of the new one: close it.
 */
bool spaces_take_cookie(struct spaces *spaces, struct space *space, uint64_t cookie);

#endif
