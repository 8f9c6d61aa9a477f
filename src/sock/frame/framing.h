/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A recording is a sequence of frames: length, type, checksum, content; see doc/recording.md. This
 * module only makes and checks frames; it does not know what they contain.
 *
 *	start = frame_begin(out, FRAME_KEY);
 *	frame_put(out, value, 4);
 *	frame_end(out, start);
 */
#ifndef SOCKVIEW_SOCK_FRAME_FRAMING_H
#define SOCKVIEW_SOCK_FRAME_FRAMING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* The first bytes of a file. */
#define FRAME_MAGIC "sockview-frames\n"
#define FRAME_MAGIC_SIZE (sizeof(FRAME_MAGIC) - 1)

#define FRAME_HEADER_SIZE 12

/* The longest content. A frame that claims more is damaged. */
#define FRAME_CONTENT_MAX (UINT32_C(64) << 20)

/* So many rows and processes may be in a file: a damaged number must not ask for all memory. */
#define FRAME_ROWS_MAX (UINT32_C(1) << 21)

/* The numbers are part of the format and never change. */
enum frame_type {
	FRAME_HELLO = 1,     /* the names of the fields */
	FRAME_KEY = 2,       /* begins a refresh that needs no refresh before it */
	FRAME_DELTA = 3,     /* begins a refresh that tells what has changed */
	FRAME_PROCESSES = 4, /* those that its rows name */
	FRAME_GONE = 5,      /* numbers of rows that have gone */
	FRAME_ROWS = 6,      /* rows that are new or have changed */
	FRAME_END = 7,       /* the refresh is complete */
};

/* What is left to read of some bytes. */
struct frame_bytes {
	const unsigned char *at;
	size_t left;
	bool short_of; /* more was taken than there was */
};

struct frame_header {
	uint32_t length; /* of the content */
	uint32_t type;   /* enum frame_type, or one of a later version */
	uint32_t checksum;
};

uint32_t frame_crc32c(uint32_t crc, const void *data, size_t length);

/* Appends a number of `width` bytes, lowest byte first. */
void frame_put(struct buffer *out, uint64_t value, unsigned width);

/* Appends the length of a text as two bytes, and the text, which is cut after 4096 bytes. */
void frame_put_text(struct buffer *out, const char *text);

/* Take what the functions above have appended; 0 and "" if it is cut off. */
uint64_t frame_take(struct frame_bytes *bytes, unsigned width);
const void *frame_take_bytes(struct frame_bytes *bytes, size_t length);
void frame_take_text(struct frame_bytes *bytes, char *text, size_t size);

/* Begins a frame; returns its position for frame_end(). */
size_t frame_begin(struct buffer *out, enum frame_type type);
void frame_end(struct buffer *out, size_t start);

/* Reads a header of FRAME_HEADER_SIZE bytes. Returns 0, or -EBADMSG if there can be no such
 * frame. */
int frame_read_header(const unsigned char *bytes, struct frame_header *ret_header);

/*
 * Reads one frame. Returns its length in bytes; 0: it is cut off; -EBADMSG: it is damaged.
 */
int frame_read(const unsigned char *bytes, size_t length, uint32_t *ret_type,
	struct frame_bytes *ret_content);

#endif
