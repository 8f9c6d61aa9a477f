/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * After a killing: how many descriptors of a process belong to sockets that are closed. They stay
 * open until the program calls close(), and a program that never did will not begin now.
 */
#ifndef SOCKVIEW_APP_CLOSE_LEFTOVER_COUNT_H
#define SOCKVIEW_APP_CLOSE_LEFTOVER_COUNT_H

#include "app/close/close-job.h"
#include "sock/close/open-descriptors.h"

struct killing_held {
	struct killing *killing;
	struct held held;
	uint32_t *closed; /* inodes of the targets that are, in order */
	size_t closed_count;
};

/*
 * For process number `process` of a killing that is done. 0, or -errno as held_begin() says; done()
 * is called in either case. Where the dumps told of all sockets, all of the process's descriptors
 * count whose TCP or UDP sockets they do not have; else those that this killing closed.
 */
int killing_held_begin(struct killing_held *count, struct killing *killing, uint32_t process);
void killing_held_done(struct killing_held *count);

/* Looks at about `budget` descriptors, 3 to 6 microseconds each; true while there are more. The
 * number so far is count->held.count. */
bool killing_held_step(struct killing_held *count, size_t budget);

#endif
