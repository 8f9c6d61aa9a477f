/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/engine/recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* A key is so many times larger than what has changed; one must be read to show any moment. */
#define KEY_EVERY 60

int recorder_open(struct recorder *recorder, const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);

	if (fd < 0)
		return -errno;
	*recorder = (struct recorder){.on = true, .fd = fd};
	frame_writer_init(&recorder->writer);
	return 0;
}

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

int recorder_take(struct recorder *recorder, struct engine *engine)
{
	int error;

	buffer_clear(&recorder->bytes);
	if (!recorder->number)
		frame_writer_start(&recorder->writer, engine->host, &recorder->bytes);
	error = frame_writer_refresh(&recorder->writer, &engine->track, &engine->row_owners,
		recorder->number++ % KEY_EVERY == 0, &recorder->bytes);
	if (!error)
		error = write_all(recorder->fd, &recorder->bytes);
	if (error)
		recorder_close(recorder);
	return error;
}

void recorder_discard(struct recorder *recorder, const char *path)
{
	if (recorder->on)
		unlink(path);
	recorder_close(recorder);
}

int recorder_close(struct recorder *recorder)
{
	int error = 0;

	if (!recorder->on)
		return 0;
	if (close(recorder->fd) < 0)
		error = -errno;
	frame_writer_done(&recorder->writer);
	buffer_done(&recorder->bytes);
	*recorder = (struct recorder){0};
	return error;
}
