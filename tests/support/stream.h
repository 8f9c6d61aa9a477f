/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Recorded answers of a real kernel (tests/data/NAME.stream): what netlink delivered, datagram by
 * datagram. The file has the word STREAM_MAGIC, then for each datagram its length and its bytes,
 * all in the byte order of the machine that recorded it. tests/support/record.c makes these files.
 */
#ifndef SOCKVIEW_TESTS_SUPPORT_STREAM_H
#define SOCKVIEW_TESTS_SUPPORT_STREAM_H

#include <stddef.h>
#include <stdint.h>

#define STREAM_MAGIC UINT32_C(0x5356444d)

struct stream_datagram {
	unsigned char *bytes;
	size_t length;
};

struct stream {
	struct stream_datagram *datagrams;
	size_t count;
};

/* Reads $srcdir/tests/data/`name`. Returns 0; -EPROTO if it was recorded by a machine with another
 * byte order; or -errno. stream_done() frees the stream. */
int stream_read(struct stream *ret_stream, const char *name);
void stream_done(struct stream *stream);

#endif
