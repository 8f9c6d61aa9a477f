/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/term/term-output.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/*
 * A description of the terminal that does not share its flags with the shell, so that it may be set
 * not to block. Another user's terminal (su) may not be opened by its name; our own always.
 */
static int open_terminal(void)
{
	const char *name = ttyname(STDOUT_FILENO);
	int fd = name ? open(name, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1;

	if (fd < 0)
		fd = open("/dev/tty", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	return fd < 0 ? STDOUT_FILENO : fd;
}

int outflow_init(struct outflow *outflow)
{
	*outflow = (struct outflow){.memory = memfd_create("sockview-screen", MFD_CLOEXEC)};
	if (outflow->memory < 0)
		return -errno;
	outflow->terminal = open_terminal();
	return 0;
}

void outflow_done(struct outflow *outflow)
{
	if (!outflow->lent)
		close(outflow->memory);
	if (outflow->terminal > STDERR_FILENO)
		close(outflow->terminal);
	buffer_done(&outflow->pending);
}

void outflow_lend(struct outflow *outflow, int fd)
{
	dup3(outflow->memory, fd, O_CLOEXEC);
	close(outflow->memory);
	outflow->memory = fd;
	outflow->lent = true;
}

/* Moves what is left to the front, to make room behind it. */
static void close_up(struct outflow *outflow)
{
	struct buffer *pending = &outflow->pending;

	if (!outflow->sent)
		return;
	memmove(pending->data, pending->data + outflow->sent, pending->length - outflow->sent);
	pending->length -= outflow->sent;
	outflow->sent = 0;
}

void outflow_collect(struct outflow *outflow)
{
	struct buffer *pending = &outflow->pending;
	off_t written = lseek(outflow->memory, 0, SEEK_CUR);
	ssize_t length;

	close_up(outflow);
	if (written <= 0)
		return;
	buffer_reserve(pending, (size_t)written);
	length = pread(outflow->memory, pending->data + pending->length, (size_t)written, 0);
	if (length > 0)
		pending->length += (size_t)length;
	if (ftruncate(outflow->memory, 0) == 0)
		lseek(outflow->memory, 0, SEEK_SET);
}

bool outflow_drop(struct outflow *outflow)
{
	bool cut = outflow->sent > 0 && outflow->sent < outflow->pending.length;

	buffer_clear(&outflow->pending);
	outflow->sent = 0;
	return cut;
}

int outflow_send(struct outflow *outflow)
{
	struct buffer *pending = &outflow->pending;

	while (outflow->sent < pending->length) {
		ssize_t written = write(outflow->terminal, pending->data + outflow->sent,
			pending->length - outflow->sent);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return errno == EAGAIN ? 1 : -errno;
		outflow->sent += (size_t)written;
	}
	outflow_drop(outflow);
	return 0;
}
