/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/readfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
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

#define INSIDE_FLAGS (O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW)

/* As openat2(2) with RESOLVE_NO_SYMLINKS, which Linux has since 5.6, for relative paths. */
int readfile_open_parts(int directory, const char *path)
{
	int at = fcntl(directory, F_DUPFD_CLOEXEC, 0);

	while (at >= 0) {
		size_t length = strcspn(path, "/");
		bool last = !path[length];
		char part[256];
		int next = -1;

		if (length && length < sizeof(part)) {
			memcpy(part, path, length);
			part[length] = '\0';
			next = strcmp(part, "..") == 0
				       ? -1
				       : openat(at, part,
						 last ? INSIDE_FLAGS
						      : O_PATH | O_DIRECTORY | O_NOFOLLOW |
								 O_CLOEXEC);
		}
		close(at);
		if (last)
			return next;
		at = next;
		path += length + 1;
	}
	return -1;
}

int readfile_open_inside(const char *directory, const char *path)
{
	/* struct open_how; the flags are RESOLVE_NO_XDEV, _NO_MAGICLINKS, _NO_SYMLINKS, _BENEATH */
	const uint64_t how[3] = {INSIDE_FLAGS, 0, 0x01 | 0x02 | 0x04 | 0x08};
	int top = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC), fd = -1;

	if (top < 0)
		return -1;
	errno = ENOSYS;
#ifdef SYS_openat2
	fd = (int)syscall(SYS_openat2, top, path, how, sizeof(how));
#else
	(void)how;
#endif
	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		fd = readfile_open_parts(top, path);
	close(top);
	return fd;
}
