/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A process, referred to by a pidfd: even if the process number is used again, the descriptor
 * refers to the same process, or to none after that process has ended.
 */
#ifndef SOCKVIEW_SOCK_MACHINE_PROCESS_FD_H
#define SOCKVIEW_SOCK_MACHINE_PROCESS_FD_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Opens a descriptor for the process with number `pid` that started at `start` (struct process);
 * `proc` is a descriptor of the directory /proc. Returns 0 with the descriptor, which the caller
 * must close; -ESRCH: the process has ended, and another one may have its number; -ENOSYS before
 * Linux 5.3; -EMFILE and similar errors.
 */
int process_fd_open(int proc, uint32_t pid, uint64_t start, int *ret_fd);

/*
 * Sends a signal to the process. Returns 0; -ESRCH: it has ended; -EPERM: it belongs to another
 * user.
 */
int process_fd_signal(int fd, int number);

/* Whose table of descriptors process_fd_take() reads. */
struct process_table {
	int fd;   /* a pidfd: of the process, or of one of its threads */
	bool own; /* process_table_close() closes it */
};

/*
 * The table of the process that the pidfd `process` refers to, which stays open; or, where `thread`
 * is not 0, the one that this thread has for itself. The number of a thread may be used again: what
 * is taken from the table must be looked at. Returns 0; -ESRCH: there is no such thread; -ENOSYS
 * before Linux 6.9, which opens no threads (pidfd_open(2), PIDFD_THREAD); -EMFILE and similar
 * errors.
 */
int process_table_open(int process, uint32_t thread, struct process_table *ret_table);
void process_table_close(struct process_table *table);

/*
 * Duplicates descriptor `number` of the process into this one; the caller must close it. Returns 0;
 * -EPERM: we may not trace that process; -EBADF: it has no such descriptor; -ESRCH; -ENOSYS before
 * Linux 5.6.
 */
int process_fd_take(int fd, uint32_t number, int *ret_fd);

#endif
