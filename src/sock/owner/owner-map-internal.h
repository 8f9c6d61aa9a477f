/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the owner map share: owners.c, owners-process.c, owners-scan.c,
 * owners-pass.c. */
#ifndef SOCKVIEW_SOCK_OWNER_OWNER_MAP_INTERNAL_H
#define SOCKVIEW_SOCK_OWNER_OWNER_MAP_INTERNAL_H

#include <sys/stat.h>

#include "sock/machine/cgroup-name.h"
#include "sock/owner/owner-map.h"

/* What things cost, in quarters of reading one link. */
enum {
	COST_NAME = 1,
	COST_LOOK = 3,
	COST_LINK = 4,
	COST_OPEN = 16,
};

/* Of what the accelerator tells, with what is done with it. */
#define RECORDS_A_QUARTER 2

/* A quarter takes about this long. */
#define COST_NS 800

/* What a process's control group is called; `cgroup` points into the rest. */
struct owner_map_cgroup {
	struct cgroup cgroup;
	struct cgroup_name name;
	char path[];
};

struct owner_map_process {
	struct process process;
	struct fd_table fds;
	uint64_t directory; /* inode of /proc/PID/fd: another one, another process; 0: not yet read
			     */
	int64_t directory_ns;
	int64_t list_after_us; /* not listed before: that costs by the number of descriptors */
	char *command;
	struct owner_map_cgroup *cgroup; /* as it was last read */
	uint32_t thread;   /* whose descriptors are read where the first thread has ended; or 0 */
	uint32_t next;     /* in its slot, or in the list of the free */
	uint32_t holds;    /* owner_map_hold() */
	uint32_t asked;    /* wanted sockets it holds, stale ones not counted */
	uint32_t read_all; /* the refresh in which all its descriptors were read */
	uint32_t sweep;    /* the sweep that met it last */
	uint32_t uid;
	uint32_t stamp;
	uint32_t viewer; /* st_uid of the directory when it refused */
	uint8_t life;    /* enum process_life */
	uint8_t queued;  /* enum owner_map_depth */
	uint8_t differences;
	bool refused;
	bool has_uid;
	bool asked_cgroup; /* whether it was found or not */
};

enum process_life {
	PROCESS_FREE,
	PROCESS_LIVE,
	PROCESS_ENDED, /* kept because it is held */
};

enum want_flag {
	WANT_ACTIVE = 1 << 0,  /* the sweep that is going on looks for it */
	WANT_WALKING = 1 << 1, /* so does the full walk */
	WANT_WALKED = 1 << 2,  /* was looked for everywhere */
};

/* A socket without a known holder. */
struct owner_map_want {
	uint32_t inode;
	uint32_t hint;
	uint32_t due;  /* tenths of a second since the start */
	uint32_t born; /* refresh */
	uint32_t last; /* the process that had it until lately, held; or OWNER_MAP_NONE */
	uint8_t tries;
	uint8_t flags;
};

static inline void owner_map_spend(struct owner_map *owners, unsigned quarters)
{
	owners->left -= quarters;
	owners->spent += quarters;
}

static inline uint32_t owner_map_tenths(const struct owner_map *owners)
{
	return (uint32_t)((owners->now_us - owners->start_us) / 100000);
}

/* Open descriptors of a process that are known. */
static inline size_t owner_map_known(const struct owner_map_process *process)
{
	return process->fds.count - process->fds.stale;
}

/* owners.c: descriptors and the sockets they hold */

/* The descriptor is now this socket (0: no socket). 0, or -ENOMEM: it is taken for no socket. */
int owner_map_assign(
	struct owner_map *owners, uint32_t process, struct fd_table_entry *entry, uint32_t inode);

/* The descriptor was closed. */
void owner_map_close(struct owner_map *owners, uint32_t process, struct fd_table_entry *entry);

/* owners-process.c: the processes */

uint32_t owner_map_process_find(const struct owner_map *owners, uint32_t pid);

/* OWNER_MAP_NONE where memory is short. */
uint32_t owner_map_process_add(struct owner_map *owners, uint32_t pid);

/* It has ended. */
void owner_map_process_drop(struct owner_map *owners, uint32_t process);

/* Looks at /proc/PID/fd: 0 with what it is, or -ESRCH: it has ended. */
int owner_map_process_look(struct owner_map *owners, uint32_t process, struct stat *ret_stat);

/* Whether `stat` of its directory is that of the same process; reads who it is where it must. */
int owner_map_process_identify(struct owner_map *owners, uint32_t process, const struct stat *stat);

/* Reads its name again (it may have been changed), and forgets what else may have. */
void owner_map_process_refresh(struct owner_map *owners, uint32_t process);

/* Writes the name of its directory of descriptors, relative to /proc. */
void owner_map_process_path(const struct owner_map_process *process, char path[40]);

/* owners-scan.c: the descriptors of one process */

/* 0 (owners->scan is going on), or -errno: there is nothing to read. */
int owner_map_scan_start(struct owner_map *owners, uint32_t process, enum owner_map_depth depth);

/* Goes on until the budget is used up or the scan is done. */
void owner_map_scan_step(struct owner_map *owners);

/*
 * What descriptor `fd` is: 0 with the inode of its socket, or with 0 for all else; -ENOENT where it
 * is free, -EACCES where it may not be read.
 */
int owner_map_scan_read(struct owner_map *owners, uint32_t fd, uint32_t *ret_inode);

/* Takes a descriptor that is not known. 1, or -errno. */
int owner_map_scan_add(struct owner_map *owners, uint32_t fd, uint32_t inode);

/* Gives it up; what was read is lost. */
void owner_map_scan_stop(struct owner_map *owners);

/* The next name of a directory that is a number, listing on when `buffer` is used up. 1, 0 at the
 * end, or -errno. */
int owner_map_next_number(
	int directory, char *buffer, size_t size, size_t *length, size_t *at, uint32_t *ret_number);

/* owners-records.c: what the accelerator tells */

/* Begins a listing, if there is an accelerator, for the scans of this phase. */
void owner_map_records_begin(struct owner_map *owners, enum owner_map_phase phase);

/*
 * One step towards the next process that is told of: true with its number, the first time that it
 * is met; false: not yet, or (bpf_iterator_is_listing()) there are no more.
 */
bool owner_map_records_next_pid(struct owner_map *owners, uint32_t *ret_pid);

/* Whether a scan of this process may take what is told. */
bool owner_map_records_wanted(
	const struct owner_map *owners, const struct owner_map_process *process);

/* Goes on with owners->scan; 1, 0 at the end, or -errno. */
int owner_map_records_step(struct owner_map *owners);

#endif
