/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/close/open-descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "sock/machine/process.h"

int open_descriptors_begin(struct open_descriptors *held, int proc, uint32_t pid)
{
	char path[32], *end = process_put_number(path, pid);
	int fd;

	*held = (struct open_descriptors){0};
	strcpy(end, "/fd");
	fd = openat(proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? -ESRCH : -errno;
	held->directory = fdopendir(fd);
	if (held->directory)
		return 0;
	close(fd);
	return -ENOMEM;
}

void open_descriptors_done(struct open_descriptors *held)
{
	if (held->directory)
		closedir(held->directory);
	held->directory = NULL;
}

/* The kernel's name of the protocol is an extended attribute of the descriptor's link. */
static bool is_internet(const struct open_descriptors *held, const char *name)
{
	static const char *const protocols[] = {"TCP", "TCPv6", "UDP", "UDPv6", "MPTCP", "MPTCPv6"};
	char path[32 + sizeof(((struct dirent *)0)->d_name)], protocol[32] = "";
	ssize_t length;

	snprintf(path, sizeof(path), "/proc/self/fd/%d/%s", dirfd(held->directory), name);
	length = getxattr(path, "system.sockprotoname", protocol, sizeof(protocol) - 1);
	for (size_t i = 0; length > 0 && i < sizeof(protocols) / sizeof(protocols[0]); i++)
		if (strcmp(protocol, protocols[i]) == 0)
			return true;
	return false;
}

/* Returns the inode of the socket that a descriptor is, or 0. */
static uint32_t read_inode(const struct open_descriptors *held, const char *name)
{
	char link[32];
	ssize_t length = readlinkat(dirfd(held->directory), name, link, sizeof(link));
	uint32_t inode;

	return length > 0 && process_take_socket(link, (size_t)length, &inode) ? inode : 0;
}

static bool is_held(const struct open_descriptors *held, const char *name,
	open_descriptors_judge_fn *judge, void *context)
{
	uint32_t inode = read_inode(held, name);

	switch (inode ? judge(context, inode) : OPEN_DESCRIPTORS_LIVING) {
	case OPEN_DESCRIPTORS_LIVING:
		return false;
	case OPEN_DESCRIPTORS_CLOSED:
		return true;
	case OPEN_DESCRIPTORS_UNKNOWN:
		break;
	}
	return is_internet(held, name);
}

bool open_descriptors_step(struct open_descriptors *held, open_descriptors_judge_fn *judge,
	void *context, size_t budget)
{
	for (; budget; budget--) {
		struct dirent *entry = readdir(held->directory);

		if (!entry) {
			held->complete = true;
			return false;
		}
		if (*entry->d_name != '.')
			held->count += is_held(held, entry->d_name, judge, context);
	}
	return true;
}
