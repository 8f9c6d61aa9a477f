/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From the number of a control group, as the kernel gives it with a socket, to its path, unit and
 * container. The number is the inode of the group's directory in the second version's hierarchy,
 * wherever that is mounted (/sys/fs/cgroup, or /sys/fs/cgroup/unified beside the first version's).
 * The first version's hierarchies number their directories on their own: there the numbers mean
 * nothing, and a socket's group is told by its owner, cgroup_read_process().
 *
 *	cgroup_begin(cgroups, now);           once a refresh
 *	while (cgroup_step(cgroups, 50))      between the steps keys may be answered
 *		;
 *	cgroup_find(cgroups, id);             whenever a row is shown; an unknown number is
 *	                                       looked for
 */
#ifndef SOCKVIEW_SOCK_MACHINE_CGROUP_H
#define SOCKVIEW_SOCK_MACHINE_CGROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"

/* Raw text, "" where there is none: see cgroup-name.h. */
struct cgroup {
	const char *path; /* "/system.slice/nginx.service" */
	const char *unit;
	const char *container;
	const char *pod;
	const char *runtime;
};

struct cgroup_entry; /* cgroup.c */

struct cgroups {
	char *directory; /* of the hierarchy; NULL: there is none */
	bool mixed; /* the first version's are in use beside it: processes may be in those alone */
	struct cgroup_entry *entries; /* also of numbers that were not found */
	size_t count, capacity;
	uint32_t *slots; /* a power of two */
	size_t slot_count;
	uint32_t *queue; /* entries whose directories are to be read */
	size_t queue_count, queue_capacity, queue_at;
	uint32_t walk; /* number of the last one */
	bool walking;
	bool asked;                              /* for a number that was not known */
	int64_t now_us, walk_after_us, retry_us; /* monotonic clock */
	uint64_t directories_read;
};

/* `root` is the prefix of /sys. Without a hierarchy of the second version nothing is ever found. */
void cgroup_init(struct cgroups *cgroups, const char *root);
void cgroup_done(struct cgroups *cgroups);

/*
 * The group of this number, or NULL: not known, or not yet. A group that was removed is known for
 * as long as it is asked for; its number is not used again. The text holds until it is asked for no
 * more, the struct until the next step.
 */
const struct cgroup *cgroup_find(struct cgroups *cgroups, uint64_t id);

void cgroup_begin(struct cgroups *cgroups, const struct instant *now);

/* Reads `budget` directories (30 to 60 microseconds each). True while there is more to do. */
bool cgroup_step(struct cgroups *cgroups, size_t budget);

/*
 * The path of a process's group, of whatever hierarchy says most; cut off at `size` - 1 bytes.
 * `proc` is a descriptor of the directory /proc. 0, or -errno as process.h says.
 */
int cgroup_read_process(int proc, uint32_t pid, char *path, size_t size);

#endif
