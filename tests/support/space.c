/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/space.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t written = fd < 0 ? -1 : write(fd, text, strlen(text));
	int error = written < 0 ? -errno : 0;

	if (fd >= 0)
		close(fd);
	return error;
}

static int map_to_root(const char *path, unsigned number)
{
	char map[32];

	snprintf(map, sizeof(map), "0 %u 1", number);
	return write_file(path, map);
}

int space_raise_loopback(void)
{
	struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int error = fd < 0 || ioctl(fd, SIOCSIFFLAGS, &request) < 0 ? -errno : 0;

	if (fd >= 0)
		close(fd);
	return error;
}

int space_enter(void)
{
	unsigned user = getuid(), group = getgid();
	int error;

	if (unshare(CLONE_NEWUSER | CLONE_NEWNET) < 0)
		return -errno;
	write_file("/proc/self/setgroups", "deny"); /* older kernels have no such file */
	error = map_to_root("/proc/self/uid_map", user);
	if (!error)
		error = map_to_root("/proc/self/gid_map", group);
	return error ? error : space_raise_loopback();
}
