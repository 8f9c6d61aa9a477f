/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Keeps refreshes in a file (doc/recording.md), one after the other:
 *
 *	recorder_open(recorder, path)
 *	recorder_take(recorder, engine)     after each refresh, when the owners are known
 *	recorder_close(recorder)
 *
 * A refresh is appended at once, so that a crash loses at most the last one.
 */
#ifndef SOCKVIEW_APP_ENGINE_RECORDER_H
#define SOCKVIEW_APP_ENGINE_RECORDER_H

#include <stdbool.h>

#include "app/engine/engine.h"
#include "sock/frame/frame-writer.h"

struct recorder {
	bool on;
	int fd; /* while it is on */
	struct frame_writer writer;
	struct buffer bytes;
	uint64_t number; /* of the refresh that comes next, from 0 */
};

/* Creates the file, which must not exist yet, for its owner alone: it tells who talks to whom. To
 * be called before rights are given up. Returns 0 or -errno. */
int recorder_open(struct recorder *recorder, const char *path);

/* Appends the refresh that the engine has made. Returns 0 or -errno; then the recording has ended,
 * and what was appended before is whole. */
int recorder_take(struct recorder *recorder, struct engine *engine);

/* Removes the file again that was made for nothing. */
void recorder_discard(struct recorder *recorder, const char *path);

/* Ends the recording, if there is one. Returns 0 or -errno: the file system has lost something. */
int recorder_close(struct recorder *recorder);

#endif
