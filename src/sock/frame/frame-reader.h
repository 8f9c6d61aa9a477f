/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads refreshes from the frames that frame-writer.h describes. Nothing in the bytes is trusted.
 *
 *	frame_reader_start(reader, bytes, length)            the beginning of a file
 *	while (frame_reader_refresh(reader, bytes, length) > 0)
 *		frame_reader_fill(reader, track, ...)
 *
 * Fields and frames that are not known are skipped.
 */
#ifndef SOCKVIEW_SOCK_FRAME_FRAME_READER_H
#define SOCKVIEW_SOCK_FRAME_FRAME_READER_H

#include "sock/frame/row-image.h"

struct frame_reader_field {
	uint8_t width;
	uint8_t field; /* in row_image_fields; ROW_IMAGE_FIELDS_MAX: not known */
};

struct frame_reader_process {
	struct process process; /* pid 0: none */
	char *cgroup, *command;
	uint32_t loaded; /* its number in the owner map that is being filled */
};

struct frame_reader {
	char host[65];
	struct instant now; /* of the last refresh */
	struct frame_reader_field fields[ROW_IMAGE_FIELDS_MAX];
	size_t field_count;
	struct row_image *images; /* cookie 0: none */
	size_t image_count, image_capacity;
	struct frame_reader_process *processes;
	size_t process_count, process_capacity;
	bool begun; /* a key was read */
};

void frame_reader_init(struct frame_reader *reader);
void frame_reader_done(struct frame_reader *reader);

/* Reads the beginning of a file. Returns its length; 0: it is cut off; -EBADMSG: it is no recording
 * or is damaged. */
int64_t frame_reader_start(struct frame_reader *reader, const unsigned char *bytes, size_t length);

/* Reads one refresh. Returns its length; 0: it is cut off; -EBADMSG: it is damaged; -ENOMEM. After
 * an error the next refresh that is read must be a key. */
int64_t frame_reader_refresh(
	struct frame_reader *reader, const unsigned char *bytes, size_t length);

/* Makes the refresh that was read the next one of the track. Returns 0 or -ENOMEM. */
int frame_reader_fill(struct frame_reader *reader, struct track *track);

/* Tells the owners of the rows to what row_owners_init_recorded() has made. Returns 0 or -ENOMEM.
 */
int frame_reader_load_owners(
	struct frame_reader *reader, struct row_owners *row_owners, struct track *track);

#endif
