/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as the contents of a recording's frames, whose lengths and checksums are right: what is
 * read makes a table of sockets with owners, or is refused.
 *
 * The bytes are frames one after the other: a byte for the type, two for the length, the content.
 * With libFuzzer (-DFUZZER) it makes up its own; without, it takes two refreshes as they are
 * written, and then all that is left when a byte of them is changed or their end is cut off.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sock/frame/frame-reader.h"
#include "sock/frame/frame-writer.h"
#include "support/fuzz.h"

#define LENGTH_MAX 65536
#define HEAD 3 /* bytes before a content */

/* A row number of a million makes room for a million rows, which is slow and no fault. */
static bool is_far(const uint8_t *content, size_t length)
{
	return length >= 4 && (content[1] > 15 || content[2] || content[3]);
}

static void add_frames(const uint8_t *data, size_t size, struct buffer *out)
{
	while (size > HEAD) {
		size_t length = (size_t)data[1] | (size_t)data[2] << 8, start;

		if (length > size - HEAD)
			length = size - HEAD;
		start = frame_begin(out, (enum frame_type)data[0]);
		if (data[0] != FRAME_ROWS || !is_far(data + HEAD, length))
			buffer_add(out, (const char *)data + HEAD, length);
		frame_end(out, start);
		data += HEAD + length;
		size -= HEAD + length;
	}
}

static void look(const struct track *track, struct row_owners *row_owners)
{
	enum row_owners_reason reason;
	struct owner owners[8];
	size_t living = 0;

	for (uint32_t row = 0; row < track->row_count; row++) {
		const struct conn *conn = &track->rows[row].conn;

		if (!row_is_living(&track->rows[row]))
			continue;
		living++;
		must(conn->proto < CONN_PROTOS && conn->state < CONN_STATES, "a kind and a state");
		must(track_find(track, conn->place, conn->cookie) == row, "a row is found");
		row_owners_find(row_owners, track, row, owners, 8, &reason);
	}
	must(living == track->live_count, "living rows are counted");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct frame_writer writer;
	struct frame_reader reader;
	struct row_owners row_owners;
	struct track track;
	struct buffer bytes = {0};
	const unsigned char *at;
	int64_t used, done;

	if (size > LENGTH_MAX)
		return 0;
	frame_writer_init(&writer);
	frame_writer_start(&writer, "web1", &bytes);
	add_frames(data, size, &bytes);
	at = (const unsigned char *)buffer_get(&bytes);
	frame_reader_init(&reader);
	row_owners_init_recorded(&row_owners);
	track_init(&track, 0);
	done = frame_reader_start(&reader, at, bytes.length);
	must(done > 0, "a file begins");
	while ((used = frame_reader_refresh(&reader, at + done, bytes.length - (size_t)done)) > 0) {
		done += used;
		must((size_t)done <= bytes.length, "in its bounds");
		if (frame_reader_fill(&reader, &track) == 0)
			frame_reader_load_owners(&reader, &row_owners, &track);
		look(&track, &row_owners);
	}
	must(used == 0 || used == -EBADMSG || used == -ENOMEM, "cut off or damaged");
	track_done(&track);
	row_owners_done(&row_owners);
	frame_reader_done(&reader);
	frame_writer_done(&writer);
	buffer_done(&bytes);
	return 0;
}

#ifndef FUZZER

/* Two refreshes, of two sockets and then of one. */
static void write_some(struct buffer *out)
{
	struct instant now = {
		.real_us = 1700000000000000, .mono_us = 1000000000, .boot_us = 5000000000};
	struct frame_writer writer;
	struct track track;

	track_init(&track, 0);
	frame_writer_init(&writer);
	for (unsigned refresh = 0; refresh < 2; refresh++) {
		now.real_us += 1000000;
		now.mono_us += 1000000;
		now.boot_us += 1000000;
		track_begin(&track, &now);
		must(track_begin_place(&track, CONN_HERE) == 0, "a place");
		for (uint64_t cookie = 1; cookie <= 2 - refresh; cookie++) {
			struct conn conn = {.proto = CONN_TCP,
				.state = CONN_ESTABLISHED,
				.cookie = cookie,
				.inode = (uint32_t)(7000 + cookie),
				.has = CONN_HAS_COOKIE | CONN_HAS_INODE};

			must(track_take(&track, &conn, NULL) == 0, "a row");
		}
		track_commit(&track, CONN_HERE, parts_all());
		track_end(&track);
		must(frame_writer_refresh(&writer, &track, NULL, !refresh, out) == 0, "written");
	}
	frame_writer_done(&writer);
	track_done(&track);
}

/* In the form that the test takes. */
static void strip(const struct buffer *frames, struct buffer *out)
{
	const unsigned char *bytes = (const unsigned char *)frames->data;

	for (size_t at = 0; at < frames->length;) {
		struct frame_header header;

		must(frame_read_header(bytes + at, &header) == 0, "a frame");
		buffer_char(out, (char)header.type);
		buffer_char(out, (char)(header.length & 0xff));
		buffer_char(out, (char)(header.length >> 8));
		buffer_add(out, (const char *)bytes + at + FRAME_HEADER_SIZE, header.length);
		at += FRAME_HEADER_SIZE + header.length;
	}
}

int main(void)
{
	static const unsigned char values[] = {0, 1, 0x7f, 0x80, 0xff};
	struct buffer frames = {0}, input = {0};

	write_some(&frames);
	strip(&frames, &input);
	for (size_t at = 0; at < input.length; at++) {
		char kept = input.data[at];

		LLVMFuzzerTestOneInput((const uint8_t *)input.data, at);
		for (size_t i = 0; i < sizeof(values); i++) {
			input.data[at] = (char)values[i];
			LLVMFuzzerTestOneInput((const uint8_t *)input.data, input.length);
		}
		input.data[at] = kept;
	}
	LLVMFuzzerTestOneInput((const uint8_t *)input.data, input.length);
	buffer_done(&frames);
	buffer_done(&input);
	return 0;
}

#endif
