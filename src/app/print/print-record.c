/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-record.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/print/print-gaps.h"
#include "app/system/clock.h"
#include "app/system/complain.h"
#include "app/system/errno-text.h"
#include "base/i18n.h"
#include "sock/frame/frame-writer.h"

/* A key is so many times larger than what has changed; one must be read to show any moment. */
#define KEY_EVERY 60

int print_record_open(const char *path)
{
	/* It tells who talks to whom. */
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);

	if (fd < 0)
		complain(TEXT_UTF8, _("cannot record to '%s': %s"), path, errno_text(errno, true));
	return fd;
}

/* Returns 0 or -errno. */
static int write_all(int fd, const struct buffer *bytes)
{
	size_t done = 0;

	while (done < bytes->length) {
		ssize_t count = write(fd, bytes->data + done, bytes->length - done);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return -errno;
		done += (size_t)count;
	}
	return 0;
}

/* Appends a refresh to the file at once, so that a crash loses at most this one. */
static int write_refresh(struct frame_writer *writer, struct engine *engine, int fd,
	uint64_t number, struct buffer *bytes)
{
	int error;

	buffer_clear(bytes);
	if (!number)
		frame_writer_start(writer, engine->host, bytes);
	error = frame_writer_refresh(
		writer, &engine->track, &engine->row_owners, number % KEY_EVERY == 0, bytes);
	return error ? error : write_all(fd, bytes);
}

int print_record(struct engine *engine, const struct options *options, int fd)
{
	int64_t interval_us = options->interval_ms * INT64_C(1000);
	struct instant now = clock_now();
	int64_t due = now.mono_us, end = now.mono_us + options->for_ms * INT64_C(1000);
	struct frame_writer writer;
	struct buffer bytes = {0}, said = {0};
	int error = 0;

	frame_writer_init(&writer);
	for (uint64_t number = 0; !error && (!options->count || number < options->count);
		number++) {
		if (number)
			clock_sleep_until(due);
		now = clock_now();
		if (number && options->for_ms && now.mono_us >= end)
			break;
		/* Moments that were missed while the machine slept are not made up for. */
		due = (now.mono_us - due < interval_us ? due : now.mono_us) + interval_us;
		engine_refresh(engine, &now);
		print_gaps(engine, engine_hides_owners(engine), &said);
		error = write_refresh(&writer, engine, fd, number, &bytes);
	}
	if (close(fd) < 0 && !error)
		error = -errno;
	if (error)
		complain(TEXT_UTF8, _("recording ends: %s"), errno_text(-error, true));
	frame_writer_done(&writer);
	buffer_done(&bytes);
	buffer_done(&said);
	return error ? 1 : 0;
}
