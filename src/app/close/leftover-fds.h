/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Descriptors of closed sockets that programs still hold. A socket that is closed from outside
 * stays a descriptor until its program calls close(); a program that never does runs out of
 * descriptors.
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
	size_t at, kept; /* of the current look: next item, items still held */
};

void leftover_fds_done(struct leftover_fds *held);

/* Remembers the descriptors of the sockets that a job closed; the next look begins at the first
 * one. */
void leftover_fds_add(struct leftover_fds *held, const struct close_job *job);

/* Checks whether `budget` of them (3 microseconds each) are still held; returns true while there
 * are more. */
bool leftover_fds_step(struct leftover_fds *held, int proc, size_t budget);

/* Appends "api (2210) holds 12 descriptors of closed sockets"; returns false if the process holds
 * none. */
bool leftover_fds_add_text(const struct leftover_fds *held, const struct close_job_process *process,
	enum text_charset charset, struct buffer *out);

#endif
