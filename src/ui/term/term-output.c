/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/term/term-output.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/*
 * Opens the terminal again: this descriptor does not share its flags with the shell, so that it can
 * be non-blocking. Another user's terminal (su) may not be opened by its name; our own always may.
 */
static int open_terminal(void)
{
	const char *name = ttyname(STDOUT_FILENO);
	int fd = name ? open(name, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1;

	if (fd < 0)
		fd = open("/dev/tty", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	return fd < 0 ? STDOUT_FILENO : fd;
}

int term_output_init(struct term_output *output)
{
	*output = (struct term_output){.memory = memfd_create("sockview-screen", MFD_CLOEXEC)};
	if (output->memory < 0)
		return -errno;
	output->terminal = open_terminal();
	return 0;
}

void term_output_done(struct term_output *output)
{
	if (!output->lent)
		close(output->memory);
	if (output->terminal > STDERR_FILENO)
		close(output->terminal);
	buffer_done(&output->pending);
}

void term_output_lend(struct term_output *output, int fd)
{
	dup3(output->memory, fd, O_CLOEXEC);
	close(output->memory);
	output->memory = fd;
	output->lent = true;
}

/* Moves the unsent rest to the front, to make room after it. */
static void close_up(struct term_output *output)
{
	struct buffer *pending = &output->pending;

	if (!output->sent)
		return;
	memmove(pending->data, pending->data + output->sent, pending->length - output->sent);
	pending->length -= output->sent;
	output->sent = 0;
}

void term_output_collect(struct term_output *output)
{
	struct buffer *pending = &output->pending;
	off_t written = lseek(output->memory, 0, SEEK_CUR);
	ssize_t length;

	close_up(output);
	if (written <= 0)
		return;
	buffer_reserve(pending, (size_t)written);
	length = pread(output->memory, pending->data + pending->length, (size_t)written, 0);
	if (length > 0)
		pending->length += (size_t)length;
	if (ftruncate(output->memory, 0) == 0)
		lseek(output->memory, 0, SEEK_SET);
}

bool term_output_drop(struct term_output *output)
{
	bool cut = output->sent > 0 && output->sent < output->pending.length;

	buffer_clear(&output->pending);
	output->sent = 0;
	return cut;
}

int term_output_send(struct term_output *output)
{
	struct buffer *pending = &output->pending;

	while (output->sent < pending->length) {
		ssize_t written = write(output->terminal, pending->data + output->sent,
			pending->length - output->sent);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return errno == EAGAIN ? 1 : -errno;
		output->sent += (size_t)written;
	}
	term_output_drop(output);
	return 0;
}
