/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/machine/process.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/readfile.h"

#define COMMAND_MAX 4096

/* A process may end between any two calls; several different errors report that. */
static int errno_of(int error)
{
	switch (error) {
	case ENOENT:
	case ESRCH:
	case ENOTDIR:
		return -ESRCH;
	case EPERM:
	case EACCES:
		return -EACCES;
	default:
		return -error;
	}
}

/* Reads the beginning of /proc/PID/FILE: at most `size` - 1 bytes, and a NUL. */
static int read_file(
	int proc, uint32_t pid, const char *file, char *text, size_t size, size_t *ret_length)
{
	char path[32], *end = process_put_number(path, pid);
	int error;

	*end++ = '/';
	strcpy(end, file);
	error = readfile_at(proc, path, text, size, ret_length);
	return error ? errno_of(-error) : 0;
}

/*
 * Takes the number in the field after `skip` other fields. A number at the very end of the text may
 * be cut off and is not taken.
 */
static const char *take_field(const char *at, unsigned skip, uint64_t *ret_number)
{
	uint64_t number = 0;

	while (skip--) {
		at += strcspn(at, " ");
		at += strspn(at, " ");
	}
	if (*at < '0' || *at > '9')
		return NULL;
	for (; *at >= '0' && *at <= '9'; at++)
		number = number * 10 + (uint64_t)(*at - '0');
	if (*at != ' ' && *at != '\n')
		return NULL;
	*ret_number = number;
	return at + 1;
}

int process_parse(const char *text, size_t length, struct process *ret_process)
{
	const char *left = memchr(text, '(', length), *right = memrchr(text, ')', length), *at;
	struct process process = {0};
	uint64_t pid, parent, threads, terminal;
	size_t name;

	if (!left || !right || right < left || (size_t)(right - text) + 4 > length)
		return -EINVAL;
	if (!take_field(text, 0, &pid) || right[1] != ' ' || right[3] != ' ')
		return -EINVAL;
	process.state = right[2];
	at = take_field(right + 4, 0, &parent);
	if (at)
		process.terminal = take_field(at, 2, &terminal) && terminal;
	if (at)
		at = take_field(at, 15, &threads);
	if (!at || !take_field(at, 1, &process.start))
		return -EINVAL;
	process.pid = (uint32_t)pid;
	process.parent = (uint32_t)parent;
	process.threads = (uint32_t)threads;
	name = (size_t)(right - left - 1);
	if (name >= sizeof(process.name))
		name = sizeof(process.name) - 1;
	memcpy(process.name, left + 1, name);
	*ret_process = process;
	return 0;
}

int process_read(int proc, uint32_t pid, struct process *ret_process)
{
	struct process process;
	char text[2048];
	size_t length;
	int error = read_file(proc, pid, "stat", text, sizeof(text), &length);

	if (!error)
		error = length ? process_parse(text, length, &process) : -ESRCH;
	if (!error && process.pid != pid)
		error = -EINVAL;
	if (!error)
		*ret_process = process;
	return error;
}

int process_read_real_uid(int proc, uint32_t pid, uint32_t *ret_uid)
{
	char text[2048], *at;
	uint64_t uid;
	size_t length;
	int error = read_file(proc, pid, "status", text, sizeof(text), &length);

	if (error)
		return error;
	/*
	 * The name precedes this line, but the kernel writes a newline in it as the two bytes "\n".
	 */
	at = strstr(text, "\nUid:");
	if (!at)
		return length ? -EINVAL : -ESRCH;
	at += strlen("\nUid:");
	at += strspn(at, "\t ");
	/* The real user is the first of four. */
	for (uid = 0; *at >= '0' && *at <= '9' && uid <= UINT32_MAX; at++)
		uid = uid * 10 + (uint64_t)(*at - '0');
	if ((*at != '\t' && *at != ' ') || uid > UINT32_MAX)
		return -EINVAL;
	*ret_uid = (uint32_t)uid;
	return 0;
}

int process_read_login(int proc, uint32_t pid, uint32_t *ret_uid)
{
	char text[16];
	size_t length;
	int error = read_file(proc, pid, "loginuid", text, sizeof(text), &length);

	if (error)
		return error;
	text[strcspn(text, "\n")] = '\0';
	return process_take_number(text, ret_uid) ? 0 : -EINVAL;
}

size_t process_read_environment(int proc, uint32_t pid, char *text, size_t size)
{
	size_t length = 0;

	*text = '\0';
	return read_file(proc, pid, "environ", text, size, &length) < 0 ? 0 : length;
}

int process_read_command(int proc, uint32_t pid, struct buffer *out)
{
	char text[COMMAND_MAX + 1];
	size_t length;
	int error = read_file(proc, pid, "cmdline", text, sizeof(text), &length);

	if (error)
		return error;
	while (length && text[length - 1] == '\0')
		length--;
	for (size_t i = 0; i < length; i++)
		if (text[i] == '\0')
			text[i] = ' ';
	buffer_add(out, text, length);
	return 0;
}

int process_read_file_limit(int proc, uint32_t pid, uint64_t *ret_limit)
{
	static const char name[] = "\nMax open files";
	char text[4096], *at, *end;
	size_t length;
	int error = read_file(proc, pid, "limits", text, sizeof(text), &length);

	if (error)
		return error;
	at = strstr(text, name);
	if (!at)
		return -EINVAL;
	at += sizeof(name) - 1;
	at += strspn(at, " ");
	if (strncmp(at, "unlimited", strlen("unlimited")) == 0) {
		*ret_limit = UINT64_MAX;
		return 0;
	}
	if (*at < '0' || *at > '9')
		return -EINVAL;
	*ret_limit = strtoull(at, &end, 10);
	return *end == ' ' ? 0 : -EINVAL;
}

int process_count_files(int proc, uint32_t pid, uint64_t *ret_count)
{
	char path[32], *end = process_put_number(path, pid);
	struct stat status;

	strcpy(end, "/fd");
	if (fstatat(proc, path, &status, 0) < 0)
		return errno_of(errno);
	if (status.st_size <=
		0) /* the sockets of the process are known, so it has open descriptors */
		return -ENOTSUP;
	*ret_count = (uint64_t)status.st_size;
	return 0;
}

int process_find_thread(int proc, uint32_t pid, uint32_t *ret_thread)
{
	char path[32], *end = process_put_number(path, pid);
	uint32_t thread = pid;
	struct dirent *entry;
	DIR *directory;
	int fd;

	strcpy(end, "/task");
	fd = openat(proc, path, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
	if (fd < 0)
		return errno_of(errno);
	directory = fdopendir(fd);
	if (!directory) {
		close(fd);
		return -ENOMEM;
	}
	while (thread == pid && (entry = readdir(directory)))
		if (!process_take_number(entry->d_name, &thread))
			thread = pid;
	closedir(directory);
	if (thread == pid)
		return -ESRCH;
	*ret_thread = thread;
	return 0;
}

bool process_take_socket(const char *link, size_t length, uint32_t *ret_inode)
{
	static const char prefix[] = "socket:[";
	char number[11]; /* an inode has at most ten digits */
	size_t digits;

	if (length <= sizeof(prefix) || memcmp(link, prefix, sizeof(prefix) - 1) != 0 ||
		link[length - 1] != ']')
		return false;
	digits = length - sizeof(prefix);
	if (digits >= sizeof(number))
		return false;
	memcpy(number, link + sizeof(prefix) - 1, digits);
	number[digits] = '\0';
	return process_take_number(number, ret_inode);
}

bool process_holds(int proc, uint32_t pid, uint32_t fd, uint32_t inode)
{
	char path[32], link[32];
	uint32_t held;
	ssize_t length;

	snprintf(path, sizeof(path), "%u/fd/%u", pid, fd);
	length = readlinkat(proc, path, link, sizeof(link));
	return length > 0 && process_take_socket(link, (size_t)length, &held) && held == inode;
}
