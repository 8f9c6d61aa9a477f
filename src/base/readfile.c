/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/readfile.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

size_t readfile(const char *root, const char *path, char *text, size_t size)
{
	char full[4096];
	size_t length = 0;
	ssize_t got;
	int fd;

	snprintf(full, sizeof(full), "%s%s", root, path);
	fd = open(full, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return 0;
	while (length < size - 1 && (got = read(fd, text + length, size - 1 - length)) > 0)
		length += (size_t)got;
	close(fd);
	text[length] = '\0';
	if (length == size - 1)
		while (length && text[length - 1] != '\n')
			text[--length] = '\0';
	return length;
}
