/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Shared by the parts of the owner map: owner-map.c, owner-map-process.c, owner-map-scan.c,
 * owner-map-threads.c, owner-map-schedule.c, owner-map-sweep.c, owner-map-bpf-feed.c.
 */
#ifndef SOCKVIEW_SOCK_OWNER_OWNER_MAP_INTERNAL_H
#define SOCKVIEW_SOCK_OWNER_OWNER_MAP_INTERNAL_H

#include <errno.h>
#include <sys/stat.h>

#include "sock/machine/cgroup-name.h"
#include "sock/owner/owner-map.h"

/* Costs, in quarters of the cost of reading one link. */
enum {
	COST_NAME = 1,
	COST_LOOK = 3,
	COST_LINK = 4,
	COST_OPEN = 16,
};

/* So many records of the accelerator, read and processed, cost one quarter. */
#define RECORDS_A_QUARTER 2

/* Nanoseconds that one quarter takes. */
#define COST_NS 800

/* The control group of a process; `cgroup` points into the other members. */
struct owner_map_cgroup {
	struct cgroup cgroup;
	struct cgroup_name name;
	char path[];
};

/*
 * A process, or a table of descriptors that a thread has for itself (owner-map-threads.c): it has a
 * copy of the number and name of its process.
 */
struct owner_map_process {
	struct process process;
	struct fd_table fds;
	uint64_t thread_start; /* start time of the thread; of a table only */
	uint64_t directory; /* inode of /proc/PID/fd; another inode: another process; 0: unknown */
	int64_t directory_ns;
	int64_t list_after_us; /* not listed before: a listing costs by descriptors */
	char *command;
	struct owner_map_cgroup *cgroup; /* when it was last read */
	struct owner_map_held *held;     /* owner-map-held.c; NULL: never asked for */
	uint32_t thread;   /* the thread to read instead of the first one, which has ended; or 0 */
	uint32_t next;     /* the next one in `tables`, or in the list of free ones */
	uint32_t leader;   /* of a table: its process; else OWNER_MAP_NONE */
	uint32_t tables;   /* of a process: the first table that one of its threads has */
	uint32_t holds;    /* see owner_map_hold() */
	uint32_t asked;    /* number of wanted sockets that it holds, without stale ones */
	uint32_t read_all; /* number of the refresh in which all descriptors were read */
	uint32_t sweep;    /* number of the last sweep that saw it */
	uint32_t stamp;
	uint32_t viewer; /* st_uid of the directory when reading was refused */
	uint8_t life;    /* enum process_life */
	uint8_t queued;  /* enum owner_map_depth */
	uint8_t differences;
	bool refused;
	bool put_off;      /* of another namespace: not read yet */
	bool asked_cgroup; /* the group was read, or could not be read */
};

enum process_life {
	PROCESS_FREE,
	PROCESS_LIVE,
	PROCESS_ENDED, /* kept because of owner_map_hold() */
};

enum want_flag {
	WANT_ACTIVE = 1 << 0,  /* the current sweep looks for it */
	WANT_WALKING = 1 << 1, /* the current full walk looks for it */
	WANT_WALKED = 1 << 2,  /* a full walk has looked for it */
};

/* A wanted socket without a known holder. */
struct owner_map_want {
	uint32_t inode;
	uint32_t hint;
	uint32_t due;  /* look for it from this time on: tenths of a second since the start */
	uint32_t born; /* number of the refresh in which it was wanted */
	uint32_t last; /* its last process, held by owner_map_hold(); or OWNER_MAP_NONE */
	uint8_t tries;
	uint8_t flags;
};

static inline void owner_map_spend(struct owner_map *owners, unsigned quarters)
{
	owners->left -= quarters;
	owners->spent += quarters;
}

/* Notes an error that says nothing of the process, but that something could not be opened. */
static inline void owner_map_note_short(struct owner_map *owners, int error)
{
	if (error == -EMFILE || error == -ENFILE || error == -ENOMEM)
		owners->short_of = -error;
}

static inline uint32_t owner_map_tenths(const struct owner_map *owners)
{
	return (uint32_t)((owners->now_us - owners->start_us) / 100000);
}

static inline bool owner_map_is_table(const struct owner_map_process *process)
{
	return process->leader != OWNER_MAP_NONE;
}

/* The number of known descriptors of a process, without stale ones. */
static inline size_t owner_map_known(const struct owner_map_process *process)
{
	return process->fds.count - process->fds.stale;
}

/* -------- owner-map-schedule.c and owner-map-sweep.c -------- */

/* After so many failed searches a socket is looked for in a full walk. */
#define OWNER_MAP_TRIES_FULL 2

bool owner_map_is_due(const struct owner_map *owners, const struct owner_map_want *want);
bool owner_map_any_due(const struct owner_map *owners);
bool owner_map_may_have_changed(const struct owner_map *owners,
	const struct owner_map_process *process, const struct stat *stat);

/* Begins a full walk at this process. */
void owner_map_begin_walk(struct owner_map *owners, size_t cursor);

bool owner_map_is_sweep_due(const struct owner_map *owners);
void owner_map_start_sweep(struct owner_map *owners);
void owner_map_sweep_step(struct owner_map *owners);

/* -------- owner-map.c: descriptors and the sockets they hold -------- */

/*
 * Records that the descriptor is this socket (0: not a socket). Returns 0, or -ENOMEM: it is then
 * recorded as not a socket.
 */
int owner_map_assign(
	struct owner_map *owners, uint32_t process, struct fd_table_entry *entry, uint32_t inode);

/* Records that the descriptor was closed. */
void owner_map_close(struct owner_map *owners, uint32_t process, struct fd_table_entry *entry);

/* -------- owner-map-process.c: the processes -------- */

/* Adds a process; OWNER_MAP_NONE if there is no memory. */
uint32_t owner_map_process_add(struct owner_map *owners, uint32_t pid);

/* Adds a table that this thread of the process has for itself; OWNER_MAP_NONE if no memory. */
uint32_t owner_map_table_add(struct owner_map *owners, uint32_t leader, uint32_t thread);

/* Removes a process that has ended, with its tables; or a table. */
void owner_map_process_drop(struct owner_map *owners, uint32_t process);

/* Reads the status of /proc/PID/fd. Returns 0; -ESRCH: the process has ended. */
int owner_map_process_look(struct owner_map *owners, uint32_t process, struct stat *ret_stat);

/*
 * Checks that `stat`, of the directory, belongs to the same process as before; if that is not
 * certain, reads the start time. Returns 0; -ESRCH: it is another process, or it has ended.
 */
int owner_map_process_identify(struct owner_map *owners, uint32_t process, const struct stat *stat);

/*
 * Reads the name again, which may have changed; the user, command line and control group are then
 * read again when they are asked for.
 */
void owner_map_process_refresh(struct owner_map *owners, uint32_t process);

/* Writes the path of its directory of descriptors, relative to /proc. */
void owner_map_process_path(const struct owner_map_process *process, char path[40]);

/* -------- owner-map-scan.c: the descriptors of one process -------- */

/*
 * Begins to read a process. Returns 0 (owners->scan is in progress), or -errno: it cannot be read.
 */
int owner_map_scan_start(struct owner_map *owners, uint32_t process, enum owner_map_depth depth);

/* Continues until the budget is used up or the scan is complete. */
void owner_map_scan_step(struct owner_map *owners);

/*
 * Reads what descriptor `fd` is. Returns 0 with the inode of its socket, or with inode 0 if it is
 * not a socket; -ENOENT: the descriptor is not open; -EACCES: it may not be read.
 */
int owner_map_scan_read(struct owner_map *owners, uint32_t fd, uint32_t *ret_inode);

/* Adds a descriptor that was not known. Returns 1, or -errno. */
int owner_map_scan_add(struct owner_map *owners, uint32_t fd, uint32_t inode);

/* Abandons the scan and discards what it has read. */
void owner_map_scan_stop(struct owner_map *owners);

/*
 * Returns the next entry of a directory whose name is a number; reads more entries into `buffer`
 * when it is used up. Returns 1, 0 at the end, or -errno.
 */
int owner_map_next_number(
	int directory, char *buffer, size_t size, size_t *length, size_t *at, uint32_t *ret_number);

/* -------- owner-map-threads.c: tables that threads have for themselves -------- */

/* Begins to look at the threads of all processes. */
void owner_map_threads_begin(struct owner_map *owners);

/* Looks at one process or thread, and may start a scan; returns true while there are more. */
bool owner_map_threads_step(struct owner_map *owners);

/* Closes the directory of threads. */
void owner_map_threads_stop(struct owner_map *owners);

/* -------- owner-map-held.c -------- */

void owner_map_held_free(struct owner_map_process *process);

/* True if it is counted what the process holds, and it has opened descriptors (it has `open`). */
bool owner_map_misses_fds(
	const struct owner_map *owners, const struct owner_map_process *process, size_t open);

/* The default of owner_map.read_protocol. */
ssize_t owner_map_read_protocol(const char *path, char *name, size_t size);

/* -------- owner-map-bpf-feed.c: records of the accelerator -------- */

/* Begins a listing for the scans of this phase, if there is an accelerator. */
void owner_map_records_begin(struct owner_map *owners, enum owner_map_phase phase);

/*
 * Takes one step towards the next process in the listing. Returns true with its number, once for
 * each process; false: not yet, or, if bpf_iterator_is_listing() is false, there are no more.
 */
bool owner_map_records_next_pid(struct owner_map *owners, uint32_t *ret_pid);

/* True if a scan of this process may use the records. */
bool owner_map_records_wanted(
	const struct owner_map *owners, const struct owner_map_process *process);

/* Continues owners->scan; returns 1, 0 at the end, or -errno. */
int owner_map_records_step(struct owner_map *owners);

#endif
