/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of spaces.h: the list (spaces.c), the processes, the mounts. */
#ifndef SOCKVIEW_SOCK_PLACE_SPACES_INTERNAL_H
#define SOCKVIEW_SOCK_PLACE_SPACES_INTERNAL_H

#include <dirent.h>

#include "sock/place/spaces.h"

#define PLACE_PAGE 256

/* A process, as it was when its namespace was last read. */
struct spaces_process {
	uint32_t pid;
	uint64_t entry;            /* inode of /proc/PID; if it is another one, so is the process */
	uint64_t inode;            /* of its namespace, if the list has no room for that; else 0 */
	struct space *space;       /* NULL: it has none (a zombie), or it is not known */
	int64_t first_us, next_us; /* seen first; to be read again; monotonic */
};

struct spaces_processes {
	struct spaces_process *list; /* by pid, once a look has ended */
	size_t count, capacity;
};

/* Spaces by one of their inodes; the size is a power of two. */
struct spaces_index {
	struct space **slots;
	size_t size;
};

struct spaces {
	char *root;
	DIR *directory;      /* /proc */
	int proc, mountinfo; /* -1: there is none */
	struct space own;    /* place 0 */
	struct space **list;
	size_t count;
	struct spaces_index by_inode, by_file;
	struct space **places[65536 / PLACE_PAGE]; /* by number, a page at a time */
	uint16_t last_place;
	struct spaces_processes now, before; /* of this look, and of the last one */
	size_t before_at;
	struct space_change *changes;
	size_t change_count, change_at, change_capacity;
	struct space **gone; /* to be freed when the next look begins */
	size_t gone_count, gone_capacity;
	size_t left_out;
	struct instant time;
	int64_t before_us; /* boottime of the last look */
	int64_t mounts_us; /* when the mounts were read */
	bool mounts_changed;
	bool incomplete; /* this look could not see everything: no space is said to have gone */
	uint32_t look;
	enum {
		SPACES_IDLE,
		SPACES_AT_MOUNTS,
		SPACES_AT_PROCESSES,
		SPACES_AT_END,
	} phase;
};

/* spaces.c */

/* Returns the space with this inode of the namespace, which is added if it is new; NULL: there is
 * no room. */
struct space *spaces_by_inode(struct spaces *spaces, uint64_t inode);

/* The same by the inode of its /proc/PID/net/snmp. */
struct space *spaces_by_file(struct spaces *spaces, uint64_t net_file);

/* Sets the net_file of a space where it was not known; if another space had only this net_file, the
 * two become one. */
void spaces_learn_file(struct spaces *spaces, struct space *space, uint64_t net_file);

/* spaces-index.c */

/* Where the space with this inode is, or belongs. */
struct space **spaces_index_slot(const struct spaces_index *index, uint64_t key, bool by_file);

struct space *spaces_index_find(const struct spaces_index *index, uint64_t key, bool by_file);

/* To be called after a space has gone from the list, or if the table is too small. */
void spaces_rebuild_index(struct spaces *spaces);

/* spaces-processes.c */

/* Reads which namespace the link /proc/PID/ns/net below `directory` names. 0 or -errno. */
int spaces_read_link(int directory, const char *path, uint64_t *ret_inode);

/* Reads up to `budget` entries of /proc; false: it was the last one. */
bool spaces_read_processes(struct spaces *spaces, size_t budget);

/* After the last entry: counts, and finds a process for each space that has none any more. */
void spaces_settle_processes(struct spaces *spaces);

const struct spaces_process *spaces_find_process(const struct spaces *spaces, uint32_t pid);

/* spaces-mounts.c */
void spaces_read_mounts(struct spaces *spaces);

#endif
