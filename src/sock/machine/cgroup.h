/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finds the path, unit and container of a control group by its number, which the kernel reports
 * with a socket. The number is the inode of the group's directory in the hierarchy of cgroup v2,
 * wherever that is mounted (/sys/fs/cgroup, or /sys/fs/cgroup/unified beside the hierarchies of
 * v1). The directories of v1 have inode numbers of their own, so there these numbers are useless;
 * the group of a socket is then that of its owner, see cgroup_read_process().
 *
 *	cgroup_begin(cgroups, now);           once a refresh
 *	while (cgroup_step(cgroups, 50))      keys may be answered between the steps
 *		;
 *	cgroup_find(cgroups, id);             whenever a row is shown; a search for an
 *	                                       unknown number begins with the next refresh
 */
#ifndef SOCKVIEW_SOCK_MACHINE_CGROUP_H
#define SOCKVIEW_SOCK_MACHINE_CGROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash-index.h"
#include "base/instant.h"

/* Raw text, "" if there is none: see cgroup-name.h. */
struct cgroup {
	const char *path; /* "/system.slice/nginx.service" */
	const char *unit;
	const char *container;
	const char *pod;
	const char *runtime;
};

struct cgroup_entry; /* cgroup.c */

struct cgroups {
	char *directory; /* root of the hierarchy; NULL: there is none */
	bool mixed; /* hierarchies of v1 are also in use: a process may be in one of those only */
	struct cgroup_entry *entries; /* includes numbers that were not found */
	size_t count, capacity;
	struct hash_index index; /* number -> entry */
	uint32_t *queue;         /* entries whose directories are still to be read */
	size_t queue_count, queue_capacity, queue_at;
	uint32_t walk; /* number of the last walk through the hierarchy */
	bool walking;
	bool asked; /* cgroup_find() was called with an unknown number */
	int64_t now_us, walk_after_us, retry_us; /* monotonic clock */
	uint64_t directories_read;
};

/* `root` is the prefix of /sys. Without a hierarchy of v2 no group is ever found. */
void cgroup_init(struct cgroups *cgroups, const char *root);
void cgroup_done(struct cgroups *cgroups);

/*
 * Returns the group with this number, or NULL if it is not known (yet). A removed group stays known
 * as long as cgroup_find() is called for it; the kernel does not use its number again. The text
 * stays valid as long as that, the struct only until the next cgroup_step().
 */
const struct cgroup *cgroup_find(struct cgroups *cgroups, uint64_t id);

void cgroup_begin(struct cgroups *cgroups, const struct instant *now);

/*
 * Reads up to `budget` directories (30 to 60 microseconds each). Returns true while there is more
 * to do.
 */
bool cgroup_step(struct cgroups *cgroups, size_t budget);

/*
 * Finds the number of a group by its path: below the hierarchy of v2, as cgroup_find() gives it, or
 * the whole path of its directory. False: there is no such group. `root` as in cgroup_init().
 */
bool cgroup_find_id(const char *root, const char *path, uint64_t *ret_id);

/*
 * Reads the path of a process's group, from the hierarchy whose path says the most; cut off at
 * `size` - 1 bytes. `proc` is a descriptor of the directory /proc. Returns 0, or -errno as in
 * process.h.
 */
int cgroup_read_process(int proc, uint32_t pid, char *path, size_t size);

#endif
