/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who holds which socket: inode -> processes and descriptors, from /proc/PID/fd, kept up to date
 * without reading it all again.
 *
 * The story of one refresh, after the dump:
 *
 *	owner_map_forget(owners, inode);          for every socket that has gone, or whose inode has
 *	owner_map_want(owners, inode, hint);      for every socket that is new
 *	owner_map_begin(owners, now);
 *	while (owner_map_step(owners, 500))       between the steps keys may be answered
 *		;
 *	owner_map_find(owners, inode, ...);       whenever a row is shown
 *
 * A socket is wanted once (again does no harm); it stays so until it is forgotten, also when its
 * last holder closes it or ends and another one has to be looked for. A step that is not the last
 * need not be followed by another: the next owner_map_begin() goes on from there, with what is new
 * before what is old.
 *
 * Looking goes from cheap to dear. First the processes that hold the socket given as `hint` and
 * those of whose sockets some have gone: there the numbers that were free. Then all processes whose
 * number of descriptors changed and those that are new. What is not found so twice is looked for in
 * all descriptors of all processes, at a bounded rate; then ever more rarely. Where nothing is
 * wanted, no link of a descriptor is read.
 *
 * Never a stale owner: at each refresh every process that holds a wanted socket is looked at, and
 * it is the one that was read only while /proc/PID/fd is the same inode as then, or the process of
 * that number started at the same moment.
 *
 * At most two descriptors are open, four where owner_map_accelerate() succeeded.
 */
#ifndef SOCKVIEW_SOCK_OWNER_OWNER_MAP_H
#define SOCKVIEW_SOCK_OWNER_OWNER_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "sock/machine/cgroup.h"
#include "sock/owner/fd-table.h"
#include "sock/owner/inode-index.h"
#include "sock/owner/bpf-iterator.h"
#include "sock/machine/process.h"

#define OWNER_MAP_NONE UINT32_MAX

/* One holder of a socket. `process` is its number for owner_map_process() and the like. */
struct owner {
	uint32_t pid;
	uint32_t fd;
	uint32_t process;
};

/* Why owner_map_find() finds nobody. */
enum owner_map_reason {
	OWNER_MAP_FOUND,         /* it does */
	OWNER_MAP_NOT_WANTED,    /* nobody asked for this socket */
	OWNER_MAP_SEARCHING,     /* not found yet */
	OWNER_MAP_NOT_PERMITTED, /* not among the processes that may be read, and there are others
				  */
	OWNER_MAP_NOBODY,        /* no process has it: the kernel's own, or its process has ended */
};

/* What may hide owners; a set. */
enum owner_map_hidden {
	OWNER_MAP_HIDDEN_REFUSED = 1 << 0,   /* descriptors of some processes may not be read */
	OWNER_MAP_HIDDEN_HIDEPID = 1 << 1,   /* /proc does not list all processes */
	OWNER_MAP_HIDDEN_NAMESPACE = 1 << 2, /* there are processes outside our pid namespace */
};

/* What was done since the start: tells the price, and proves what was not done. */
struct owner_map_work {
	uint64_t links;      /* of descriptors read */
	uint64_t records;    /* of descriptors that the accelerator told */
	uint64_t names;      /* of descriptors listed */
	uint64_t looks;      /* at processes */
	uint64_t scans;      /* of a process's descriptors, in part or whole */
	uint64_t sweeps;     /* over the list of processes */
	uint64_t full_walks; /* over all descriptors of all processes */
};

struct owner_map_process; /* owners-inside.h */
struct owner_map_want;

/* How much of a process's descriptors is read. */
enum owner_map_depth {
	OWNER_MAP_DEPTH_NONE,
	OWNER_MAP_DEPTH_NAMES, /* lists, to drop what was closed; reads no link */
	OWNER_MAP_DEPTH_PROBE, /* what is stale or no wanted socket; numbers that were free */
	OWNER_MAP_DEPTH_LIST,  /* lists; reads what is stale, no wanted socket, or new */
	OWNER_MAP_DEPTH_ALL,   /* lists and reads all */
};

/* The process being read. */
struct owner_map_scan {
	int directory; /* -1: none */
	uint32_t process;
	enum owner_map_depth depth;
	bool probing;     /* before a tail is listed */
	bool told;        /* by the accelerator */
	size_t taken;     /* of what it told */
	bool loose_too;   /* read again what is no wanted socket */
	size_t cursor;    /* in the table of its descriptors */
	uint32_t next_fd; /* the lowest number not looked at */
	int64_t missing;  /* open descriptors not yet found */
	unsigned misses;  /* free numbers in a row */
	size_t changes;
	uint32_t own;   /* the directory itself, where we read ourselves; or FD_LIMIT */
	size_t counted; /* open descriptors, as the kernel counts them */
	struct fd_table_entry *added;
	size_t added_count, added_capacity;
	size_t length, at;
	char names[4096] __attribute__((aligned(8)));
};

enum owner_map_phase {
	OWNER_MAP_IDLE,
	OWNER_MAP_VERIFY, /* are the known processes still there? */
	OWNER_MAP_QUEUE,  /* the likely ones */
	OWNER_MAP_SWEEP,  /* the changed and the new */
	OWNER_MAP_WALK,   /* everything */
	OWNER_MAP_PHASES
};

struct owner_map {
	int proc;      /* descriptor of the directory /proc */
	uint32_t self; /* our own pid, as this /proc has it; or 0 */
	bool counted;  /* the size of /proc/PID/fd is the number of descriptors (Linux 6.2) */
	struct inode_index holders; /* with one entry of OWNER_MAP_NONE for each want */
	struct owner_map_want *wants;
	size_t want_count, want_capacity;
	struct owner_map_process *processes;
	size_t process_count, process_capacity; /* with the free ones among them */
	uint32_t first_free_process;
	uint32_t *pid_slots; /* a power of two */
	size_t pid_slot_count, live_count;
	uint32_t *queue;
	size_t queue_count, queue_capacity, queue_at;
	struct owner_map_scan scan;
	int64_t start_us, now_us; /* monotonic clock */
	uint32_t refresh;
	enum owner_map_phase phase;
	size_t verify_cursor, name_cursor;
	bool news; /* something was wanted since the last sweep */
	bool sweeping;
	uint32_t sweep;
	int64_t sweep_us, sweep_after_us;
	bool walking;
	size_t walk_cursor;
	uint32_t walk_born;
	int64_t walk_after_us;
	uint64_t walk_cost;
	enum owner_map_phase told_phase; /* that the accelerator's listing is for */
	uint32_t told_pid;               /* the process that it is at, where that was met */
	uint64_t tick_ns;
	unsigned hidden, hidden_always;
	int64_t left; /* of the step's budget, in quarters of a descriptor */
	uint64_t spent;
	uint32_t stamp;
	struct owner_map_work work;
	size_t pids_length, pids_at;
	char pids[4096] __attribute__((aligned(8)));
	struct bpf_iterator bpf;
};

/* `root` is the prefix of /proc. 0, or -errno where there is no /proc: the others may then not be
 * called but owner_map_done(). */
int owner_map_init(struct owner_map *owners, const char *root);
void owner_map_done(struct owner_map *owners);

/*
 * From now on has the kernel tell all descriptors at once where all are to be read, if it lets us:
 * 0, or -errno as bpf_iterator_open() says, or -ENOTSUP where this /proc is not that of our pid
 * namespace; then all goes on as before. To be called before rights are given up.
 */
int owner_map_accelerate(struct owner_map *owners);

/* How all descriptors are read. */
enum owner_map_way {
	OWNER_MAP_BY_PROC,
	OWNER_MAP_BY_BPF,
};

enum owner_map_way owner_map_way(const struct owner_map *owners);

/*
 * The holders of this socket are to be found. `hint` is the inode of a socket whose holders are
 * likely to hold this one as well (the listener on its local port), or 0. 0, or -ENOMEM: ask again.
 */
int owner_map_want(struct owner_map *owners, uint32_t inode, uint32_t hint);

/* The socket has gone, or the kernel no longer says its inode (TIME_WAIT, orphans). */
void owner_map_forget(struct owner_map *owners, uint32_t inode);

void owner_map_begin(struct owner_map *owners, const struct instant *now);

/* Reads about `budget` descriptors (2 to 6 microseconds each). True while there is more to do. */
bool owner_map_step(struct owner_map *owners, size_t budget);

/*
 * The holders of a socket: writes the first `max` of them, by pid and descriptor, and returns how
 * many there are. A process that has it twice is there twice.
 */
size_t owner_map_find(
	const struct owner_map *owners, uint32_t inode, struct owner *ret_owners, size_t max);

/*
 * The process that was the last to have a socket without holders, or OWNER_MAP_NONE: it closed it
 * or ended, and the next dump may say what became of the socket.
 */
uint32_t owner_map_last(const struct owner_map *owners, uint32_t inode);

/* Different processes among the holders. */
size_t owner_map_count(struct owner_map *owners, uint32_t inode);

enum owner_map_reason owner_map_reason(const struct owner_map *owners, uint32_t inode);

/* What hides owners, as far as is known by now: a set of enum owner_map_hidden. */
unsigned owner_map_hidden(const struct owner_map *owners);

/* A process by its number. Holds until the next call of owner_map_begin() or owner_map_step(). */
const struct process *owner_map_process(const struct owner_map *owners, uint32_t process);

/*
 * Keeps the number of a process valid, and what is known of it, also after it ended: for a row that
 * has an owner no longer but had one. Each hold needs its release.
 */
void owner_map_hold(struct owner_map *owners, uint32_t process);
void owner_map_release(struct owner_map *owners, uint32_t process);

/* Its user; read when first asked for. 0, or -errno as process.h says. */
int owner_map_uid(struct owner_map *owners, uint32_t process, uint32_t *ret_uid);

/* Its command line ("" for a kernel thread), read when first asked for; NULL where it could not be.
 * Holds as long as owner_map_process() does. */
const char *owner_map_command(struct owner_map *owners, uint32_t process);

/* Its control group, of whatever hierarchy says most; read when first asked for, and kept after its
 * end. NULL where it could not be read. Holds as long as owner_map_process() does. */
const struct cgroup *owner_map_cgroup(struct owner_map *owners, uint32_t process);

#endif
