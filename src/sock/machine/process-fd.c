/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/machine/process-fd.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sock/machine/process.h"

/* Missing in some headers; the numbers are the same on every architecture. */
#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_pidfd_getfd
#define SYS_pidfd_getfd 438
#endif

/* linux/pidfd.h. */
#ifndef PIDFD_THREAD
#define PIDFD_THREAD O_EXCL
#endif

int process_fd_signal(int fd, int number)
{
	return syscall(SYS_pidfd_send_signal, fd, number, NULL, 0) < 0 ? -errno : 0;
}

/*
 * What /proc says about the number is true for the process of the descriptor only if that process
 * still exists afterwards: as long as it exists, no other process can have its number. Signal 0
 * tests for that; an answer that it may not be sent also proves that the process exists.
 */
static int check_start(int fd, int proc, uint32_t pid, uint64_t start)
{
	struct process process;
	int error = process_read(proc, pid, &process);

	if (error)
		return error;
	if (process.start != start || process_fd_signal(fd, 0) == -ESRCH)
		return -ESRCH;
	return 0;
}

int process_fd_open(int proc, uint32_t pid, uint64_t start, int *ret_fd)
{
	int fd = (int)syscall(SYS_pidfd_open, (pid_t)pid, 0), error;

	if (fd < 0)
		return -errno;
	error = check_start(fd, proc, pid, start);
	if (error)
		close(fd);
	else
		*ret_fd = fd;
	return error;
}

int process_table_open(int process, uint32_t thread, struct process_table *ret_table)
{
	*ret_table = (struct process_table){.fd = process};
	if (!thread)
		return 0;
	ret_table->fd = (int)syscall(SYS_pidfd_open, (pid_t)thread, PIDFD_THREAD);
	ret_table->own = true;
	if (ret_table->fd >= 0)
		return 0;
	return errno == EINVAL ? -ENOSYS : -errno;
}

void process_table_close(struct process_table *table)
{
	if (table->own && table->fd >= 0)
		close(table->fd);
	table->fd = -1;
}

int process_fd_take(int fd, uint32_t number, int *ret_fd)
{
	int copy = (int)syscall(SYS_pidfd_getfd, fd, (int)number, 0);

	if (copy < 0)
		return -errno;
	*ret_fd = copy;
	return 0;
}
