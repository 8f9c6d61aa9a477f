/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Descriptors of closed sockets that programs go on holding: a socket that is closed from outside
 * stays a descriptor until its program calls close(), and a program that does not runs out of them.
 */
#ifndef SOCKVIEW_APP_CLOSE_LEFTOVER_FDS_H
#define SOCKVIEW_APP_CLOSE_LEFTOVER_FDS_H

#include "app/close/close-job.h"
#include "base/text.h"

struct leftover_fds_item {
	uint32_t pid, fd, inode;
};

/* All zero: nothing. */
struct leftover_fds {
	struct leftover_fds_item *items;
	size_t count, capacity;
	size_t at, kept; /* of the look that is going on */
};

void leftover_fds_done(struct leftover_fds *held);

/* Remembers the descriptors of what was closed; the next look begins at the first one. */
void leftover_fds_add(struct leftover_fds *held, const struct close_job *job);

/* Looks whether `budget` of them (3 microseconds each) are still held; true while
 * there are more. */
bool leftover_fds_step(struct leftover_fds *held, int proc, size_t budget);

/* "api (2210) holds 12 descriptors of closed sockets"; false where it holds none. */
bool leftover_fds_add_text(const struct leftover_fds *held, const struct close_job_process *process,
	enum text_charset charset, struct buffer *out);

#endif
