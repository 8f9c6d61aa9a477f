/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A process, held by a descriptor: whatever its number comes to mean, the descriptor stands for
 * this one, or for nobody once it has ended.
 */
#ifndef SOCKVIEW_SOCK_MACHINE_PROCESS_FD_H
#define SOCKVIEW_SOCK_MACHINE_PROCESS_FD_H

#include <stdint.h>

/*
 * Opens a descriptor for the process of number `pid` that started at `start` (struct process);
 * `proc` is a descriptor of the directory /proc. 0 with the descriptor, the caller's to close;
 * -ESRCH: it has ended, and the number may be another one's; -ENOSYS before Linux 5.3; -EMFILE and
 * the like.
 */
int process_fd_open(int proc, uint32_t pid, uint64_t start, int *ret_fd);

/* Sends it a signal. 0; -ESRCH: it has ended; -EPERM: it is another user's. */
int process_fd_signal(int fd, int number);

/*
 * Copies its descriptor `number` to here (the caller's to close). 0; -EPERM: it may not be traced;
 * -EBADF: it has no such descriptor; -ESRCH; -ENOSYS before Linux 5.6.
 */
int process_fd_take(int fd, uint32_t number, int *ret_fd);

#endif
