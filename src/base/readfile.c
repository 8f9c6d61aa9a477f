/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/readfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int readfile_at(int directory, const char *path, char *text, size_t size, size_t *ret_length)
{
	int fd = openat(directory, path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK), error = 0;
	size_t length = 0;
	ssize_t got = 1;

	text[0] = '\0';
	*ret_length = 0;
	if (fd < 0)
		return -errno;
	while (length < size - 1 && got) {
		got = read(fd, text + length, size - 1 - length);
		if (got > 0)
			length += (size_t)got;
		else if (got < 0 && errno != EINTR) {
			error = -errno;
			break;
		}
	}
	close(fd);
	text[length] = '\0';
	*ret_length = length;
	return error;
}

size_t readfile(const char *root, const char *path, char *text, size_t size)
{
	char full[4096];
	size_t length;

	snprintf(full, sizeof(full), "%s%s", root, path);
	readfile_at(AT_FDCWD, full, text, size, &length);
	if (length == size - 1)
		while (length && text[length - 1] != '\n')
			text[--length] = '\0';
	return length;
}
