/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who holds which socket: a map from the inode to processes and descriptors, from /proc/PID/fd,
 * kept up to date without reading everything again.
 *
 * One refresh, after the dump:
 *
 *	owner_map_forget(owners, inode);          for every socket that has lost its inode or gone
 *	owner_map_want(owners, inode, hint);      for every socket that is new
 *	owner_map_begin(owners, now);
 *	while (owner_map_step(owners, 500))       keys may be answered between the steps
 *		;
 *	owner_map_find(owners, inode, ...);       whenever a row is shown
 *
 * A socket needs to be wanted only once (again does no harm). It stays wanted until it is
 * forgotten, also if its last holder closes it or ends, and another holder has to be looked for.
 * The steps need not be completed: the next owner_map_begin() continues, with new sockets before
 * old ones.
 *
 * The search goes from cheap to expensive. First the processes that hold the socket given as
 * `hint`, and those that held sockets which have gone: their descriptor numbers that were free are
 * read. Then a sweep: all processes, of which those are read that are new or whose number of
 * descriptors changed; those of other network namespaces may be put off. A socket that is not found
 *twice is looked for in a full walk: all descriptors of all processes, at a limited rate, then more
 *and more rarely. If no socket is wanted, no descriptor's link is read.
 *
 * The map never returns an outdated owner: in each refresh every process that holds a wanted socket
 * is checked. It is the process that was read if /proc/PID/fd still has the same inode, or else if
 * the process with this number started at the same time.
 *
 * /proc/PID/fd shows the descriptors of the first thread. If a socket is not found, the threads
 * that do not share that table are looked for, too (owner-map-threads.c). Such a table belongs to
 * its process here.
 *
 * At most three descriptors are open, five after owner_map_accelerate() has succeeded.
 */
#ifndef SOCKVIEW_SOCK_OWNER_OWNER_MAP_H
#define SOCKVIEW_SOCK_OWNER_OWNER_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/hash-index.h"
#include "base/instant.h"
#include "sock/machine/cgroup.h"
#include "sock/owner/fd-table.h"
#include "sock/owner/inode-index.h"
#include "sock/owner/bpf-iterator.h"
#include "sock/machine/process.h"

#define OWNER_MAP_NONE UINT32_MAX

/*
 * One holder of a socket. `process` is its number for owner_map_process() and similar functions.
 * `fd` is in the table of descriptors that thread `thread` has for itself, or, where that is 0, in
 * that of the process.
 */
struct owner {
	uint32_t pid;
	uint32_t thread;
	uint32_t fd;
	uint32_t process;
};

/* Why owner_map_find() finds no holder. */
enum owner_map_reason {
	OWNER_MAP_FOUND,         /* there is a holder */
	OWNER_MAP_NOT_WANTED,    /* the socket was not asked for */
	OWNER_MAP_SEARCHING,     /* not found yet */
	OWNER_MAP_NOT_PERMITTED, /* no readable process has it; others are not readable */
	OWNER_MAP_NOBODY, /* no process has it: it is the kernel's own, or its process has ended */
};

/* Why owners may be missing; a set. */
enum owner_map_hidden {
	OWNER_MAP_HIDDEN_REFUSED = 1 << 0,   /* descriptors of some processes may not be read */
	OWNER_MAP_HIDDEN_HIDEPID = 1 << 1,   /* /proc does not list all processes */
	OWNER_MAP_HIDDEN_NAMESPACE = 1 << 2, /* some processes are outside of our pid namespace */
	OWNER_MAP_HIDDEN_EMPTY = 1 << 3,     /* /proc lists no process, not even this one */
	OWNER_MAP_HIDDEN_SHORT = 1 << 4,     /* some could not be opened: see `short_of` */
};

/* Counts of the work since the start: they show its cost, and prove which work was not done. */
struct owner_map_work {
	uint64_t links;       /* links of descriptors read */
	uint64_t records;     /* descriptors listed by the accelerator */
	uint64_t names;       /* names of descriptors listed */
	uint64_t looks;       /* processes checked */
	uint64_t scans;       /* scans of a process's descriptors, partly or completely */
	uint64_t sweeps;      /* passes over the list of processes */
	uint64_t full_walks;  /* passes over all descriptors of all processes */
	uint64_t names_asked; /* sockets that nobody wanted, and whose protocol was asked for */
};

struct owner_map_process; /* owner-map-internal.h */
struct owner_map_want;

/* Which descriptors of a process are read. */
enum owner_map_depth {
	OWNER_MAP_DEPTH_NONE,
	OWNER_MAP_DEPTH_NAMES, /* list, to remove closed ones; reads no link */
	OWNER_MAP_DEPTH_PROBE, /* stale ones, those without a wanted socket, free numbers */
	OWNER_MAP_DEPTH_LIST,  /* list; read those that are stale, new or without a wanted socket */
	OWNER_MAP_DEPTH_ALL,   /* list and read all */
};

/* The process that is being read. */
struct owner_map_scan {
	int directory; /* -1: none */
	uint32_t process;
	enum owner_map_depth depth;
	bool probing;     /* before the rest of the directory is listed */
	bool told;        /* uses records of the accelerator */
	size_t taken;     /* number of records used */
	bool loose_too;   /* also read again descriptors without a wanted socket */
	size_t cursor;    /* position in the table of descriptors */
	uint32_t next_fd; /* the lowest number not yet read */
	int64_t missing;  /* number of open descriptors not yet found */
	unsigned misses;  /* free numbers in a row */
	size_t changes;
	uint32_t own;   /* if we read ourselves, the descriptor of the directory; else FD_LIMIT */
	size_t counted; /* number of open descriptors according to the kernel */
	struct fd_table_entry *added;
	size_t added_count, added_capacity;
	size_t length, at;
	char names[4096] __attribute__((aligned(8)));
};

/* The process whose threads are looked at. */
struct owner_map_tasks {
	int directory; /* -1: none */
	uint32_t process, pid;
	size_t cursor; /* the next process */
	size_t length, at;
	char names[1024] __attribute__((aligned(8)));
};

enum owner_map_phase {
	OWNER_MAP_IDLE,
	OWNER_MAP_VERIFY, /* check that the known processes still exist */
	OWNER_MAP_QUEUE,  /* read the likely processes */
	OWNER_MAP_SWEEP,  /* read the changed and the new processes */
	OWNER_MAP_WALK,   /* read all descriptors of all processes, then look at their threads */
	OWNER_MAP_PHASES
};

struct owner_map {
	int short_of;  /* EMFILE, ENFILE or ENOMEM, in this sweep or at the start; 0: nothing */
	int proc;      /* descriptor of the directory /proc */
	uint32_t self; /* our own pid in this /proc; or 0 */
	bool counted;  /* the size of /proc/PID/fd is the number of descriptors (Linux 6.2) */
	struct inode_index
		holders; /* also has one item, with process OWNER_MAP_NONE, for each want */
	struct owner_map_want *wants;
	size_t want_count, want_capacity;
	struct owner_map_process *processes;
	size_t process_count, process_capacity; /* includes free ones */
	uint32_t first_free_process;
	struct hash_index by_pid; /* of the living ones, without tables of threads */
	uint32_t *queue;
	size_t queue_count, queue_capacity, queue_at;
	struct owner_map_scan scan;
	struct owner_map_tasks tasks;
	int64_t start_us, now_us; /* monotonic clock */
	uint32_t refresh;
	enum owner_map_phase phase;
	size_t verify_cursor, name_cursor;
	bool news; /* a socket was wanted since the last sweep */
	bool sweeping;
	uint64_t near;  /* see owner_map_prefer() */
	uint64_t ample; /* descriptors that a sweep reads wherever they are */
	uint64_t swept; /* descriptors of new processes in this sweep */
	size_t far_cursor, far_want;
	bool far; /* those that were put off are being read */
	uint32_t sweep;
	int64_t sweep_us, sweep_after_us;
	bool walking;
	size_t walk_cursor;
	uint32_t walk_born;
	int64_t walk_after_us;
	uint64_t walk_cost;
	enum owner_map_phase told_phase; /* the phase for which the accelerator lists */
	uint32_t told_pid;               /* the last process that was returned from the listing */
	uint64_t tick_ns;
	unsigned hidden, hidden_always;
	int64_t left; /* rest of the step's budget, in quarters of a link */
	uint64_t spent;
	uint32_t stamp;
	struct owner_map_work work;
	bool counts_held; /* see owner_map_count_held() */
	/* Reads the name of a socket's protocol by the path of its descriptor; getxattr(). */
	ssize_t (*read_protocol)(const char *path, char *name, size_t size);
	size_t pids_length, pids_at;
	char pids[4096] __attribute__((aligned(8)));
	struct bpf_iterator bpf;
};

/*
 * `root` is the prefix of /proc. Returns 0, or -errno if there is no /proc: then only
 * owner_map_done() may be called.
 */
int owner_map_init(struct owner_map *owners, const char *root);
void owner_map_done(struct owner_map *owners);

/*
 * From now on, if all descriptors are to be read, the kernel lists them at once, if it permits
 * that. Returns 0; -errno as bpf_iterator_open() does; -ENOTSUP if this /proc is not that of our
 * pid namespace. After an error the map works as before. Must be called before the program gives up
 * its rights.
 */
int owner_map_accelerate(struct owner_map *owners);

/* How all descriptors are read. */
enum owner_map_way {
	OWNER_MAP_BY_PROC,
	OWNER_MAP_BY_BPF,
};

enum owner_map_way owner_map_way(const struct owner_map *owners);

/*
 * Asks for the holders of this socket. `hint` is the inode of a socket whose holders are likely to
 * hold this one, too (the listener on its local port), or 0. Returns 0, or -ENOMEM: ask again.
 */
int owner_map_want(struct owner_map *owners, uint32_t inode, uint32_t hint);

/* The socket has gone, or the kernel no longer reports its inode (TIME_WAIT, orphans). */
void owner_map_forget(struct owner_map *owners, uint32_t inode);

/*
 * All that is wanted is in the network namespace with this inode (0: in several). Its processes are
 * read first, and those of others, where there are many descriptors, only if something is not
 * found: a socket may have been handed to them. Who else holds a socket that was found is then not
 * known.
 */
void owner_map_prefer(struct owner_map *owners, uint64_t netns);

void owner_map_begin(struct owner_map *owners, const struct instant *now);

/*
 * Reads about `budget` descriptors (2 to 6 microseconds each). Returns true while there is more to
 * do.
 */
bool owner_map_step(struct owner_map *owners, size_t budget);

/*
 * Finds the holders of a socket: writes the first `max` of them, sorted by pid and descriptor, and
 * returns how many there are. A process that has the socket in two descriptors is listed twice.
 */
size_t owner_map_find(
	const struct owner_map *owners, uint32_t inode, struct owner *ret_owners, size_t max);

/*
 * Returns the last process of a socket that has no holder now, or OWNER_MAP_NONE. That process
 * closed the socket or ended; the next dump may show what has become of the socket.
 */
uint32_t owner_map_last(const struct owner_map *owners, uint32_t inode);

/* The number of different processes among the holders. */
size_t owner_map_count(struct owner_map *owners, uint32_t inode);

enum owner_map_reason owner_map_reason(const struct owner_map *owners, uint32_t inode);

/* Why owners may be missing, as far as known: a set of enum owner_map_hidden. */
unsigned owner_map_hidden(const struct owner_map *owners);

/* True if OWNER_MAP_NOT_PERMITTED is the reason for any socket that is wanted. */
bool owner_map_hides_any(const struct owner_map *owners);

/* Of how many: a look at those that are still wanted, and not at all sockets. */
size_t owner_map_count_hidden(const struct owner_map *owners);

/* Returns a process by its number. Valid until the next owner_map_begin() or owner_map_step(). */
const struct process *owner_map_process(const struct owner_map *owners, uint32_t process);

/* Returns the number of a living process; OWNER_MAP_NONE: none with this pid is known. */
uint32_t owner_map_process_find(const struct owner_map *owners, uint32_t pid);

/*
 * How many of the wanted sockets a living process holds; 0 for any other number below
 * process_count.
 */
uint32_t owner_map_sockets(const struct owner_map *owners, uint32_t process);

/*
 * Keeps the number of a process valid, and the data that were read of it, also after it has ended:
 * for a row that no longer has an owner, but had one. Each hold needs a release.
 */
void owner_map_hold(struct owner_map *owners, uint32_t process);
void owner_map_release(struct owner_map *owners, uint32_t process);

/* The descriptors of a process. */
struct owner_map_descriptors {
	bool open_known, limit_known, held_known;
	uint64_t open;
	uint64_t limit; /* UINT64_MAX: unlimited */
	/* Sockets of TCP or UDP in none of the kernel's tables: ended and not closed, or never
	 * connected. */
	uint32_t held;
	bool held_at_least; /* some were not asked for yet */
};

/*
 * Counts the descriptors of a process when they are first asked for in a refresh. NULL: it has
 * ended before. Valid as long as owner_map_process().
 */
const struct owner_map_descriptors *owner_map_descriptors(
	struct owner_map *owners, uint32_t process);

/*
 * Whether `held` is counted. All sockets of TCP and UDP have to be wanted then: any other would be
 * taken for one that is in no table. The map then notices descriptors that were opened and closed,
 * also where no socket is looked for.
 */
void owner_map_count_held(struct owner_map *owners, bool wanted);

/* True if the descriptors of a living process were counted, or it holds wanted sockets. */
bool owner_map_is_counted(const struct owner_map *owners, uint32_t process);

/*
 * The command line of a process ("" for a kernel thread), read when it is first asked for; NULL if
 * it could not be read. Valid as long as owner_map_process().
 */
const char *owner_map_command(struct owner_map *owners, uint32_t process);

/*
 * The control group of a process, from the hierarchy whose path says the most; read when it is
 * first asked for, and kept after the process has ended. NULL if it could not be read. Valid as
 * long as owner_map_process().
 */
const struct cgroup *owner_map_cgroup(struct owner_map *owners, uint32_t process);

/* -------- a map that is told its holders, and reads nothing: of a recording -------- */

void owner_map_init_recorded(struct owner_map *owners);

/* Adds a process, with what is known of it. Returns its number, or OWNER_MAP_NONE. */
uint32_t owner_map_load_process(struct owner_map *owners, const struct process *process,
	const char *cgroup, const char *command);

/* Adds a holder of a socket. Returns 0 or -ENOMEM. */
int owner_map_load_holder(struct owner_map *owners, uint32_t inode, uint32_t process, uint32_t fd);

/* What has no holder now has none that can be found; `hidden`: because rights were missing. */
void owner_map_load_end(struct owner_map *owners, bool hidden);

#endif
