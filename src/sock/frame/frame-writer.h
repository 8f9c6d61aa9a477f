/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes refreshes as frames. Nothing is written to a file here: the bytes are appended to a
 * buffer.
 *
 *	frame_writer_start(writer, host, out);
 *	frame_writer_refresh(writer, track, row_owners, true, out);     everything
 *	frame_writer_refresh(writer, track, row_owners, false, out);    only what has changed
 */
#ifndef SOCKVIEW_SOCK_FRAME_FRAME_WRITER_H
#define SOCKVIEW_SOCK_FRAME_FRAME_WRITER_H

#include <stdbool.h>

#include "sock/frame/row-image.h"

/* Which process a number stood for when its record was written. */
struct frame_writer_process {
	uint64_t start;
	uint32_t pid;     /* 0: no record was written */
	uint32_t hash;    /* of its texts: they change with exec */
	uint32_t refresh; /* in which they were compared last */
};

struct frame_writer {
	struct row_image *images; /* parallel to the rows of the track; cookie 0: none */
	size_t image_count, image_capacity;
	struct frame_writer_process *processes;
	size_t process_count, process_capacity;
	uint32_t refresh;                  /* number of the one that is being written, from 1 */
	struct buffer rows, gone, records; /* of the refresh that is being written */
	struct buffer full;                /* frames of its rows, where they need more than one */
};

void frame_writer_init(struct frame_writer *writer);
void frame_writer_done(struct frame_writer *writer);

/* Appends the beginning of a file: what it is, and the names of the fields. */
void frame_writer_start(struct frame_writer *writer, const char *host, struct buffer *out);

/*
 * Appends one whole refresh. With `key` it needs no refresh before it. `row_owners` may be NULL.
 * Returns 0, or -ENOMEM with nothing appended; -EFBIG: so many rows do not fit into a frame.
 */
int frame_writer_refresh(struct frame_writer *writer, const struct track *track,
	struct row_owners *row_owners, bool key, struct buffer *out);

#endif
