/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sockets that are closed but still held: descriptors of a process whose sockets are in no dump any
 * more. A program that never calls close() keeps them until its limit is reached, whatever is done
 * to its connections.
 *
 *	if (held_begin(held, proc, pid) == 0)
 *		while (held_step(held, judge, context, 500))
 *			;
 *	held->count
 *	held_done(held);
 */
#ifndef SOCKVIEW_SOCK_CLOSE_OPEN_DESCRIPTORS_H
#define SOCKVIEW_SOCK_CLOSE_OPEN_DESCRIPTORS_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the caller knows of a socket, by its inode. */
enum held_kind {
	HELD_LIVING,  /* it is in the dumps */
	HELD_CLOSED,  /* it was TCP or UDP, and is not */
	HELD_UNKNOWN, /* it is not; whether it is TCP or UDP at all has to be asked */
};

typedef enum held_kind held_judge_fn(void *context, uint32_t inode);

struct held {
	DIR *directory; /* /proc/PID/fd */
	size_t count;   /* so far */
	bool complete;  /* all descriptors were looked at */
};

/* 0; -ESRCH, -EACCES: its descriptors cannot be read; -EMFILE and the like. */
int held_begin(struct held *held, int proc, uint32_t pid);
void held_done(struct held *held);

/* Looks at about `budget` descriptors, 3 to 6 microseconds each; true while there are more. */
bool held_step(struct held *held, held_judge_fn *judge, void *context, size_t budget);

#endif
