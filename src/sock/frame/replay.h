/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A recording as a source of sockets (sock/rows/source.h). Refreshes have numbers, from 0.
 *
 *	replay_open(replay, path);
 *	replay_seek(replay, replay_find(replay, real_us));
 *	source_begin(&replay->source, track, plan, &replay->reader.now);
 *
 * A file that is cut off or damaged ends there: the refreshes before are as good as ever.
 */
#ifndef SOCKVIEW_SOCK_FRAME_REPLAY_H
#define SOCKVIEW_SOCK_FRAME_REPLAY_H

#include <stdbool.h>

#include "sock/frame/frame-reader.h"
#include "sock/rows/source.h"

struct replay_refresh {
	uint64_t offset; /* in the file */
	uint64_t length;
	int64_t real_us;
	bool key;
};

struct replay {
	struct source source;
	int fd;
	struct frame_reader reader;
	struct replay_refresh *refreshes;
	size_t count, capacity;
	size_t at; /* the refresh that was read last; SIZE_MAX: none */
	unsigned char *bytes;
	size_t byte_capacity;
	uint64_t size;  /* of the file */
	uint64_t end;   /* of the last whole refresh; less than `size`: what follows is unusable */
	int fill_error; /* of the last refresh: negative errno, or 0 */
};

/* Returns 0; -EBADMSG: it is no recording; -ENODATA: it has no whole refresh; or -errno. */
int replay_open(struct replay *replay, const char *path);
void replay_close(struct replay *replay);

/* The last refresh that is not after `real_us`; the first one if all are. */
size_t replay_find(const struct replay *replay, int64_t real_us);

/* Reads a refresh, which source_begin() then makes that of the track. If the file is damaged
 * before, `count` becomes smaller and the last refresh before the damage is read. Returns 0 or
 * -errno. */
int replay_seek(struct replay *replay, size_t number);

/* True if something at the end of the file could not be read. */
static inline bool replay_is_damaged(const struct replay *replay)
{
	return replay->end < replay->size;
}

#endif
