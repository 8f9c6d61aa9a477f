/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/close/open-descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "sock/machine/process.h"

int held_begin(struct held *held, int proc, uint32_t pid)
{
	char path[32], *end = process_put_number(path, pid);
	int fd;

	*held = (struct held){0};
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

void held_done(struct held *held)
{
	if (held->directory)
		closedir(held->directory);
	held->directory = NULL;
}

/* The kernel's name of the protocol stands in an attribute of the descriptor's link. */
static bool is_internet(const struct held *held, const char *name)
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

/* The inode of the socket that a descriptor is, or 0. */
static uint32_t read_inode(const struct held *held, const char *name)
{
	char link[32];
	ssize_t length = readlinkat(dirfd(held->directory), name, link, sizeof(link));
	uint32_t inode;

	return length > 0 && process_take_socket(link, (size_t)length, &inode) ? inode : 0;
}

static bool is_held(const struct held *held, const char *name, held_judge_fn *judge, void *context)
{
	uint32_t inode = read_inode(held, name);

	switch (inode ? judge(context, inode) : HELD_LIVING) {
	case HELD_LIVING:
		return false;
	case HELD_CLOSED:
		return true;
	case HELD_UNKNOWN:
		break;
	}
	return is_internet(held, name);
}

bool held_step(struct held *held, held_judge_fn *judge, void *context, size_t budget)
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
