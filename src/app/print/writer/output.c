/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/writer/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"

#define WORTH_WRITING 65536

/* Makes the file under its name; it is removed if not all of it can be written. */
static int open_fresh(struct output *output)
{
	output->fd = open(output->path,
		O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0600);
	if (output->fd < 0)
		return -errno;
	buffer_clear(&output->beside);
	buffer_text(&output->beside, output->path);
	return 0;
}

/* Opens the file, or the new one beside it. */
static int open_file(struct output *output)
{
	struct stat file;

	if (stat(output->path, &file) == 0 && !S_ISREG(file.st_mode)) {
		output->fd = open(output->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
		return output->fd < 0 ? -errno : 0;
	}
	buffer_clear(&output->beside);
	buffer_printf(&output->beside, "%s.%ld.new", output->path, (long)getpid());
	output->fd = open(buffer_get(&output->beside),
		O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (output->fd >= 0)
		return 0;
	buffer_clear(&output->beside);
	return -errno;
}

static int descriptor_of(struct output *output)
{
	int error;

	if (!output->path)
		return STDOUT_FILENO;
	if (output->fd <= 0 &&
		(error = output->fresh ? open_fresh(output) : open_file(output)) < 0) {
		output->fd = 0;
		output->error = error;
	}
	return output->fd;
}

static void write_all(struct output *output)
{
	size_t done = 0;

	while (!output->error && done < output->text.length) {
		int fd = descriptor_of(output);
		ssize_t written = output->error ? 0
						: write(fd, output->text.data + done,
							  output->text.length - done);

		if (written < 0 && errno != EINTR)
			output->error = -errno;
		if (written > 0)
			done += (size_t)written;
	}
	buffer_clear(&output->text);
}

void output_drain(struct output *output)
{
	if (output->text.length >= WORTH_WRITING)
		write_all(output);
}

int output_flush(struct output *output)
{
	write_all(output);
	return output->error;
}

int output_end_snapshot(struct output *output)
{
	write_all(output);
	if (!output->path || (!output->error && descriptor_of(output) <= 0))
		return output->error;
	/* A full disk may be told only here. */
	if (output->fd > 0 && close(output->fd) < 0 && !output->error)
		output->error = -errno;
	output->fd = 0;
	if (output->beside.length && !output->error && !output->fresh &&
		rename(buffer_get(&output->beside), output->path) < 0)
		output->error = -errno;
	if (output->beside.length && output->error)
		unlink(buffer_get(&output->beside));
	buffer_clear(&output->beside);
	return output->error;
}

void output_done(struct output *output)
{
	if (output->fd > 0)
		close(output->fd);
	if (output->beside.length)
		unlink(buffer_get(&output->beside));
	buffer_done(&output->beside);
	buffer_done(&output->text);
}

int output_complain(const struct output *output)
{
	if (output->path)
		fprintf(stderr, _("sockview: cannot write %s: %s\n"), output->path,
			strerror(-output->error));
	else
		fprintf(stderr, _("sockview: cannot write: %s\n"), strerror(-output->error));
	return 1;
}
