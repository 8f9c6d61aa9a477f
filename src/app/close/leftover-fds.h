/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Descriptors of closed sockets that programs go on holding: a socket that is closed from outside
 * stays a descriptor until its program calls close(), and a program that does not runs out of them.
 */
#ifndef SOCKVIEW_APP_CLOSE_LEFTOVER_FDS_H
#define SOCKVIEW_APP_CLOSE_LEFTOVER_FDS_H

#include "app/close/close-job.h"
#include "base/text.h"

struct kill_held_item {
	uint32_t pid, fd, inode;
};

/* All zero: nothing. */
struct kill_held {
	struct kill_held_item *items;
	size_t count, capacity;
	size_t at, kept; /* of the look that is going on */
};

void kill_held_done(struct kill_held *held);

/* Remembers the descriptors of what was closed; the next look begins at the first one. */
void kill_held_add(struct kill_held *held, const struct killing *killing);

/* Looks whether `budget` of them (3 microseconds each) are still held; true while
 * there are more. */
bool kill_held_step(struct kill_held *held, int proc, size_t budget);

/* "api (2210) holds 12 descriptors of closed sockets"; false where it holds none. */
bool kill_held_add_text(const struct kill_held *held, const struct killing_process *process,
	enum text_charset charset, struct buffer *out);

#endif
