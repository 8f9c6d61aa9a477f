/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sockets that are closed but still held: descriptors of a process whose sockets are in no dump any
 * more. A program that never calls close() keeps them until its limit is reached, whatever is done
 * to its connections.
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

/* What the caller knows of a socket, by its inode. */
enum open_descriptors_kind {
	OPEN_DESCRIPTORS_LIVING,  /* it is in the dumps */
	OPEN_DESCRIPTORS_CLOSED,  /* it was TCP or UDP, and is not */
	OPEN_DESCRIPTORS_UNKNOWN, /* it is not; whether it is TCP or UDP at all has to be asked */
};

typedef enum open_descriptors_kind open_descriptors_judge_fn(void *context, uint32_t inode);

struct open_descriptors {
	DIR *directory; /* /proc/PID/fd */
	size_t count;   /* so far */
	bool complete;  /* all descriptors were looked at */
};

/* 0; -ESRCH, -EACCES: its descriptors cannot be read; -EMFILE and the like. */
int open_descriptors_begin(struct open_descriptors *held, int proc, uint32_t pid);
void open_descriptors_done(struct open_descriptors *held);

/* Looks at about `budget` descriptors, 3 to 6 microseconds each; true while there are more. */
bool open_descriptors_step(struct open_descriptors *held, open_descriptors_judge_fn *judge,
	void *context, size_t budget);

#endif
