/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/space.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
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

static int map(const char *path, unsigned inside, unsigned number)
{
	char text[32];

	snprintf(text, sizeof(text), "%u %u 1", inside, number);
	return write_file(path, text);
}

/* Into new namespaces, that of users among them, where one is called the numbers that are given. */
static int enter(int namespaces, unsigned inside_user, unsigned inside_group)
{
	unsigned user = getuid(), group = getgid();
	int error;

	if (unshare(CLONE_NEWUSER | namespaces) < 0)
		return -errno;
	write_file("/proc/self/setgroups", "deny"); /* older kernels have no such file */
	error = map("/proc/self/uid_map", inside_user, user);
	return error ? error : map("/proc/self/gid_map", inside_group, group);
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
	int error = enter(CLONE_NEWNET, 0, 0);

	return error ? error : space_raise_loopback();
}

/* Waits for all children; with that of `child` the process ends. */
static void __attribute__((noreturn)) end_with(pid_t child)
{
	int status;
	pid_t pid;

	while ((pid = wait(&status)) != child)
		if (pid < 0 && errno != EINTR)
			_exit(1);
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

/* A child that ends with its parent, in which this returns. */
static void go_on_in_child(void)
{
	pid_t child = fork();

	if (child > 0)
		end_with(child);
	if (child < 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
		_exit(1);
}

/* Tells by `ready` that it has come so far, or closes it. */
static void enter_processes(int ready)
{
	int namespaces = CLONE_NEWPID | CLONE_NEWNS;

	if (unshare(namespaces) < 0 && enter(namespaces, getuid(), getgid()) < 0)
		_exit(1);
	go_on_in_child(); /* as process 1, */
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
		mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0 ||
		write(ready, "", 1) != 1)
		_exit(1);
	close(ready);
	go_on_in_child(); /* which a test is not */
}

int space_enter_processes(void)
{
	char byte;
	int ready[2];
	pid_t child;

	fflush(NULL);
	if (pipe2(ready, O_CLOEXEC) < 0 || (child = fork()) < 0)
		return -errno;
	if (!child) {
		close(ready[0]);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		enter_processes(ready[1]);
		return 0;
	}
	close(ready[1]);
	if (read(ready[0], &byte, 1) == 1)
		end_with(child);
	close(ready[0]);
	waitpid(child, NULL, 0);
	return -EPERM;
}
