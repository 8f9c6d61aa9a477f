/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One process, as /proc tells it. All names are relative to a descriptor of the /proc directory.
 * What is read here comes from the process itself (its name, its command line): raw bytes, to be
 * made safe by whoever shows them.
 *
 * Errors: -ESRCH where there is no such process (any more), -EACCES where it may not be read,
 * -EINVAL where the file is cut off or is none of the kernel's, else the system's own.
 */
#ifndef SOCKVIEW_SOCK_MACHINE_PROCESS_H
#define SOCKVIEW_SOCK_MACHINE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* A process is named by its number and the moment of its start: numbers are used again. */
struct process {
	uint64_t start; /* clock ticks since the machine's start */
	uint32_t pid;
	uint32_t parent;
	uint32_t threads;
	bool terminal; /* it has a controlling one */
	char state;    /* 'R', 'S', 'Z', ... */
	char name[64]; /* 15 bytes, but kernel threads show more */
};

/* Reads the NUL-terminated text of /proc/PID/stat. The name may hold any byte, also spaces,
 * newlines and ')'. */
int process_parse(const char *text, size_t length, struct process *ret_process);

int process_read(int proc, uint32_t pid, struct process *ret_process);

/* The effective user. */
int process_read_uid(int proc, uint32_t pid, uint32_t *ret_uid);

/* The user who started it. */
int process_read_real_uid(int proc, uint32_t pid, uint32_t *ret_uid);

/* The user who logged in, as the audit system noted it; UINT32_MAX: nobody did. */
int process_read_login(int proc, uint32_t pid, uint32_t *ret_uid);

/*
 * Reads its environment, at most `size` bytes of it and a NUL more: variables that are parted by
 * NULs. Returns how many; 0 where it may not be read.
 */
size_t process_read_environment(int proc, uint32_t pid, char *text, size_t size);

/*
 * Appends the command line, its arguments parted by spaces, at most 4096 bytes of it. Nothing is
 * appended for a kernel thread or a process that has ended but was not waited for.
 */
int process_read_command(int proc, uint32_t pid, struct buffer *out);

/* How many descriptors it may have open (the soft limit), as /proc/PID/limits says; UINT64_MAX:
 * any number. */
int process_read_file_limit(int proc, uint32_t pid, uint64_t *ret_limit);

/* How many it has; -ENOTSUP where the kernel does not tell (before Linux 6.2). */
int process_count_files(int proc, uint32_t pid, uint64_t *ret_count);

/* A thread other than the first, through which the descriptors of a process whose first thread has
 * ended can still be read; -ESRCH where there is none. */
int process_find_thread(int proc, uint32_t pid, uint32_t *ret_thread);

/* The inode that a link in /proc/PID/fd names, "socket:[5470]", of `length` bytes without a NUL;
 * false where it is no socket. */
bool process_take_socket(const char *link, size_t length, uint32_t *ret_inode);

/* True where descriptor `fd` of a process is the socket of this inode. */
bool process_holds(int proc, uint32_t pid, uint32_t fd, uint32_t inode);

/* Writes `number` in decimal and a NUL; returns where the NUL is. Takes at most 11 bytes. */
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

/* Reads `text` as a decimal number that ends it; false where it is none, or too large. */
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
