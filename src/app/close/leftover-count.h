/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * After a job, counts how many descriptors of a process belong to closed sockets. They stay open
 * until the program calls close(), and a program that has not called it so far probably never will.
 */
#ifndef SOCKVIEW_APP_CLOSE_LEFTOVER_COUNT_H
#define SOCKVIEW_APP_CLOSE_LEFTOVER_COUNT_H

#include "app/close/close-job.h"
#include "sock/close/open-descriptors.h"

struct leftover_count {
	struct close_job *job;
	struct open_descriptors held;
	uint32_t *closed; /* inodes of the closed targets, ascending */
	size_t closed_count;
};

/*
 * Begins to count for process number `process` of a job that is done. Returns 0, or -errno as
 * open_descriptors_begin(); leftover_count_done() has to be called in either case. If the dumps
 * listed all sockets, every descriptor of a TCP or UDP socket that is not in the dumps counts; else
 * only descriptors of sockets that this job closed count.
 */
int leftover_count_begin(struct leftover_count *count, struct close_job *job, uint32_t process);
void leftover_count_done(struct leftover_count *count);

/* Looks at about `budget` descriptors, 3 to 6 microseconds each; returns true while there are more.
 * count->held.count is the number so far. */
bool leftover_count_step(struct leftover_count *count, size_t budget);

#endif
