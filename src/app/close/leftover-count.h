/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * After a job: how many descriptors of a process belong to sockets that are closed. They stay
 * open until the program calls close(), and a program that never did will not begin now.
 */
#ifndef SOCKVIEW_APP_CLOSE_LEFTOVER_COUNT_H
#define SOCKVIEW_APP_CLOSE_LEFTOVER_COUNT_H

#include "app/close/close-job.h"
#include "sock/close/open-descriptors.h"

struct leftover_count {
	struct close_job *job;
	struct open_descriptors held;
	uint32_t *closed; /* inodes of the targets that are, in order */
	size_t closed_count;
};

/*
 * For process number `process` of a job that is done. 0, or -errno as open_descriptors_begin()
 * says; done() is called in either case. Where the dumps told of all sockets, all of the process's
 * descriptors count whose TCP or UDP sockets they do not have; else those that this job closed.
 */
int leftover_count_begin(struct leftover_count *count, struct close_job *job, uint32_t process);
void leftover_count_done(struct leftover_count *count);

/* Looks at about `budget` descriptors, 3 to 6 microseconds each; true while there are more. The
 * number so far is count->held.count. */
bool leftover_count_step(struct leftover_count *count, size_t budget);

#endif
