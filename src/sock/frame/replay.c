/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/frame/replay.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

/* The longest beginning of a file, up to its first refresh. */
#define START_MAX 65536

/* Of a frame that begins a refresh, its header and its first moment. */
#define LOOK_SIZE (FRAME_HEADER_SIZE + 8)

/* -------- the file -------- */

/* Reads `length` bytes at a position. Returns how many there are, or -errno. */
static ssize_t read_at(int fd, unsigned char *bytes, size_t length, uint64_t offset)
{
	size_t done = 0;

	while (done < length) {
		ssize_t count = pread(fd, bytes + done, length - done, (off_t)(offset + done));

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return -errno;
		if (count == 0)
			break;
		done += (size_t)count;
	}
	return (ssize_t)done;
}

static int add_refresh(struct replay *replay, const struct replay_refresh *refresh)
{
	int error = alloc_try_grow((void **)&replay->refreshes, &replay->capacity,
		replay->count + 1, sizeof(*replay->refreshes));

	if (!error)
		replay->refreshes[replay->count++] = *refresh;
	return error;
}

/* Finds the refreshes by the headers of their frames alone; what they contain is checked when it is
 * read. */
static int make_index(struct replay *replay, uint64_t offset)
{
	struct replay_refresh refresh = {0};
	unsigned char look[LOOK_SIZE];
	struct frame_header header;
	bool open = false;

	for (;;) {
		ssize_t count = read_at(replay->fd, look, sizeof(look), offset);
		struct frame_bytes moment = {look + FRAME_HEADER_SIZE, 8, false};
		bool begins;
		int error;

		if (count < 0)
			return (int)count;
		if (count < FRAME_HEADER_SIZE || frame_read_header(look, &header) < 0 ||
			replay->size - offset < FRAME_HEADER_SIZE + header.length)
			return 0;
		begins = header.type == FRAME_KEY || header.type == FRAME_DELTA;
		if (begins == open)
			return 0; /* a refresh in a refresh, or a frame outside of all */
		if (begins)
			refresh = (struct replay_refresh){.offset = offset,
				.real_us = (int64_t)frame_take(&moment, 8),
				.key = header.type == FRAME_KEY};
		open = true;
		offset += FRAME_HEADER_SIZE + header.length;
		if (header.type != FRAME_END)
			continue;
		open = false;
		refresh.length = offset - refresh.offset;
		if (!replay->count && !refresh.key)
			return 0;
		error = add_refresh(replay, &refresh);
		if (error)
			return error;
		replay->end = offset;
	}
}

static int reserve_bytes(struct replay *replay, size_t length)
{
	return alloc_try_grow((void **)&replay->bytes, &replay->byte_capacity, length, 1);
}

/* Reads the beginning of the file and finds its refreshes. */
static int begin_file(struct replay *replay)
{
	struct stat stat;
	ssize_t count;
	int64_t start;
	int error;

	if (fstat(replay->fd, &stat) < 0)
		return -errno;
	if (!S_ISREG(stat.st_mode))
		return -EBADMSG;
	replay->size = (uint64_t)stat.st_size;
	error = reserve_bytes(replay, START_MAX);
	if (error)
		return error;
	count = read_at(replay->fd, replay->bytes, START_MAX, 0);
	if (count < 0)
		return (int)count;
	start = frame_reader_start(&replay->reader, replay->bytes, (size_t)count);
	if (start <= 0)
		return start < 0 || !count ? -EBADMSG : -ENODATA;
	replay->end = (uint64_t)start;
	error = make_index(replay, (uint64_t)start);
	return !error && !replay->count ? -ENODATA : error;
}

/* -------- refreshes -------- */

size_t replay_find(const struct replay *replay, int64_t real_us)
{
	size_t found = 0;

	for (size_t i = 0; i < replay->count; i++)
		if (replay->refreshes[i].real_us <= real_us)
			found = i;
	return found;
}

static int read_one(struct replay *replay, size_t number)
{
	const struct replay_refresh *refresh = &replay->refreshes[number];
	int error = reserve_bytes(replay, (size_t)refresh->length);
	int64_t used;
	ssize_t count;

	if (error)
		return error;
	count = read_at(replay->fd, replay->bytes, (size_t)refresh->length, refresh->offset);
	if (count < 0)
		return (int)count;
	used = frame_reader_refresh(&replay->reader, replay->bytes, (size_t)count);
	if (used < 0)
		return (int)used;
	replay->at = number;
	return used == 0 ? -EBADMSG : 0;
}

/* Reads a refresh, beginning with the last key before it. *ret_failed is the one that cannot be
 * read, after an error. */
static int read_up_to(struct replay *replay, size_t number, size_t *ret_failed)
{
	size_t from = number;

	while (!replay->refreshes[from].key)
		from--;
	if (replay->at != SIZE_MAX && replay->at < number && replay->at >= from)
		from = replay->at + 1;
	for (; from <= number; from++) {
		int error = read_one(replay, from);

		if (error) {
			replay->at = SIZE_MAX;
			*ret_failed = from;
			return error;
		}
	}
	return 0;
}

int replay_seek(struct replay *replay, size_t number)
{
	size_t failed;
	int error = -ENODATA;

	while (replay->count) {
		if (number >= replay->count)
			number = replay->count - 1;
		if (number == replay->at)
			return 0;
		error = read_up_to(replay, number, &failed);
		if (error != -EBADMSG)
			return error;
		replay->count = failed;
		replay->end = replay->refreshes[failed].offset;
	}
	return -ENODATA;
}

/* -------- the source -------- */

static struct replay *replay_of(struct source *source)
{
	return (struct replay *)((char *)source - offsetof(struct replay, source));
}

static void replay_begin(struct source *source, struct track *track, const struct source_plan *plan,
	const struct instant *now)
{
	struct replay *replay = replay_of(source);

	(void)now;
	source->plan = *plan;
	source->parts_read = parts_all();
	replay->fill_error = frame_reader_fill(&replay->reader, track);
}

static enum source_progress replay_step(struct source *source, struct track *track)
{
	(void)source;
	(void)track;
	return SOURCE_DONE;
}

static void replay_give_up(struct source *source)
{
	(void)source;
}

static int replay_fd(const struct source *source)
{
	(void)source;
	return -1;
}

static void replay_refine(
	struct source *source, struct track *track, const uint32_t *rows, size_t count)
{
	(void)source;
	(void)track;
	(void)rows;
	(void)count;
}

static int replay_ask(struct source *source, const struct conn *conn, struct detail *ret_detail)
{
	(void)source;
	(void)conn;
	(void)ret_detail;
	return -EOPNOTSUPP;
}

static const struct source_ops replay_ops = {
	.begin = replay_begin,
	.step = replay_step,
	.give_up = replay_give_up,
	.fd = replay_fd,
	.refine = replay_refine,
	.ask = replay_ask,
};

int replay_open(struct replay *replay, const char *path)
{
	int error;

	*replay = (struct replay){.source.ops = &replay_ops, .at = SIZE_MAX};
	frame_reader_init(&replay->reader);
	replay->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (replay->fd < 0)
		return -errno;
	error = begin_file(replay);
	if (error)
		replay_close(replay);
	return error;
}

void replay_close(struct replay *replay)
{
	frame_reader_done(&replay->reader);
	free(replay->refreshes);
	free(replay->bytes);
	if (replay->fd >= 0)
		close(replay->fd);
	*replay = (struct replay){.source.ops = &replay_ops, .fd = -1, .at = SIZE_MAX};
}
