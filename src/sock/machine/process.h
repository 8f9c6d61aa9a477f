/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One process, as /proc describes it. All paths are relative to a descriptor of the directory
 * /proc. Some data come from the process itself (its name, its command line): they are raw bytes,
 * and the caller makes them safe before showing them.
 *
 * Errors: -ESRCH if there is no such process (any more), -EACCES if it may not be read, -EINVAL if
 * the file is cut off or is not one of the kernel's, else the error of the system call.
 */
#ifndef SOCKVIEW_SOCK_MACHINE_PROCESS_H
#define SOCKVIEW_SOCK_MACHINE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* A process is identified by its number and its start time: numbers are used again. */
struct process {
	uint64_t start; /* clock ticks since the machine was started */
	uint32_t pid;
	uint32_t parent;
	uint32_t threads;
	bool terminal; /* the process has a controlling terminal */
	char state;    /* 'R', 'S', 'Z', ... */
	char name[64]; /* 15 bytes, but kernel threads show more */
};

/*
 * Parses the NUL-terminated text of /proc/PID/stat. The name can contain any byte, also spaces,
 * newlines and ')'.
 */
int process_parse(const char *text, size_t length, struct process *ret_process);

int process_read(int proc, uint32_t pid, struct process *ret_process);

/* Reads the real user, who started the process. */
int process_read_real_uid(int proc, uint32_t pid, uint32_t *ret_uid);

/* Reads the user who logged in, as recorded by the audit system; UINT32_MAX: nobody did. */
int process_read_login(int proc, uint32_t pid, uint32_t *ret_uid);

/*
 * Reads the environment: variables that are separated by NULs, at most `size` - 1 bytes, then one
 * NUL more. Returns the number of bytes without that one; 0 if it may not be read.
 */
size_t process_read_environment(int proc, uint32_t pid, char *text, size_t size);

/*
 * Appends the command line with spaces between the arguments, at most 4096 bytes. Appends nothing
 * for a kernel thread, or for a zombie (ended, not yet waited for).
 */
int process_read_command(int proc, uint32_t pid, struct buffer *out);

/* Reads the soft limit of open descriptors from /proc/PID/limits; UINT64_MAX: unlimited. */
int process_read_file_limit(int proc, uint32_t pid, uint64_t *ret_limit);

/*
 * Counts the open descriptors; -ENOTSUP if the kernel does not report the number (before Linux
 * 6.2).
 */
int process_count_files(int proc, uint32_t pid, uint64_t *ret_count);

/*
 * Finds a thread other than the first one. When the first thread of a process has ended, the
 * descriptors can still be read through another. -ESRCH if there is none.
 */
int process_find_thread(int proc, uint32_t pid, uint32_t *ret_thread);

/*
 * Parses a link in /proc/PID/fd, such as "socket:[5470]", of `length` bytes without a NUL, and
 * returns the inode in it. False if the link is not of a socket.
 */
bool process_take_socket(const char *link, size_t length, uint32_t *ret_inode);

/* True if descriptor `fd` of a process is the socket with this inode. */
bool process_holds(int proc, uint32_t pid, uint32_t fd, uint32_t inode);

/* Writes `number` in decimal with a NUL, at most 11 bytes; returns the position of the NUL. */
static inline char *process_put_number(char *at, uint32_t number)
{
	char digits[10];
	size_t count = 0;

	do {
		digits[count++] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	while (count)
		*at++ = digits[--count];
	*at = '\0';
	return at;
}

/* Parses `text`, all of it, as a decimal number; false if it is not one, or is too large. */
static inline bool process_take_number(const char *text, uint32_t *ret_number)
{
	uint64_t number = 0;

	if (*text < '0' || *text > '9')
		return false;
	for (; *text >= '0' && *text <= '9'; text++) {
		number = number * 10 + (uint64_t)(*text - '0');
		if (number > UINT32_MAX)
			return false;
	}
	*ret_number = (uint32_t)number;
	return *text == '\0';
}

#endif
