/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finds sockets that are closed but still held: descriptors of a process whose sockets are in no
 * dump any more. A program that never calls close() accumulates them until it reaches its limit of
 * descriptors, whatever happens to its connections.
 *
 *	if (open_descriptors_begin(held, proc, pid) == 0)
 *		while (open_descriptors_step(held, judge, context, 500))
 *			;
 *	held->count
 *	open_descriptors_done(held);
 */
#ifndef SOCKVIEW_SOCK_CLOSE_OPEN_DESCRIPTORS_H
#define SOCKVIEW_SOCK_CLOSE_OPEN_DESCRIPTORS_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the caller knows about a socket, by its inode. */
enum open_descriptors_kind {
	OPEN_DESCRIPTORS_LIVING,  /* it is in the dumps */
	OPEN_DESCRIPTORS_CLOSED,  /* it was TCP or UDP, and is in the dumps no more */
	OPEN_DESCRIPTORS_UNKNOWN, /* not in the dumps; not known to be TCP or UDP: ask the kernel */
};

typedef enum open_descriptors_kind open_descriptors_judge_fn(void *context, uint32_t inode);

struct open_descriptors {
	DIR *directory; /* /proc/PID/fd */
	size_t count;   /* so far */
	bool complete;  /* all descriptors were read */
};

/* Returns 0; -ESRCH, -EACCES: the descriptors cannot be read; -EMFILE and similar errors. */
int open_descriptors_begin(struct open_descriptors *held, int proc, uint32_t pid);
void open_descriptors_done(struct open_descriptors *held);

/* Reads about `budget` descriptors, 3 to 6 microseconds each; returns true while there are more. */
bool open_descriptors_step(struct open_descriptors *held, open_descriptors_judge_fn *judge,
	void *context, size_t budget);

#endif
