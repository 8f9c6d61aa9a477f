/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Threads with a table of descriptors of their own: unshare(CLONE_FILES), or clone() without
 * CLONE_FILES. /proc/PID/fd shows the table of the first thread; theirs are only in
 * /proc/PID/task/TID/fd. They are rare, and processes with thousands of threads are not, so threads
 * are looked at only for sockets that no process has: once, after all descriptors have been read.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/kcmp.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sock/owner/owner-map-internal.h"

/* The directory of the threads of a process with one thread has so many links: itself and two. */
#define LINKS_OF_ONE_THREAD 3

/* So many numbers of two tables are compared. */
#define COMPARED_MAX 1024

void owner_map_threads_begin(struct owner_map *owners)
{
	owners->tasks.cursor = 0;
}

void owner_map_threads_stop(struct owner_map *owners)
{
	if (owners->tasks.directory >= 0)
		close(owners->tasks.directory);
	owners->tasks.directory = -1;
}

/* Writes the path of a thread's directory of descriptors, relative to /proc. */
static void put_path(const struct owner_map_process *process, uint32_t thread, char path[40])
{
	struct owner_map_process of_thread = {.process.pid = process->process.pid};

	of_thread.thread = thread;
	owner_map_process_path(&of_thread, path);
}

/* Opens the threads of the next process that has more than one. */
static void open_next(struct owner_map *owners)
{
	struct owner_map_tasks *tasks = &owners->tasks;
	uint32_t index = (uint32_t)tasks->cursor++;
	const struct owner_map_process *process = &owners->processes[index];
	struct stat stat;
	char path[24];

	if (process->life != PROCESS_LIVE || owner_map_is_table(process) || process->refused)
		return;
	strcpy(process_put_number(path, process->process.pid), "/task");
	owner_map_spend(owners, COST_LOOK);
	if (fstatat(owners->proc, path, &stat, 0) < 0 || stat.st_nlink == LINKS_OF_ONE_THREAD)
		return;
	owner_map_spend(owners, COST_OPEN);
	tasks->directory = openat(owners->proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (tasks->directory < 0)
		owner_map_note_short(owners, -errno);
	tasks->process = index;
	tasks->pid = process->process.pid;
	tasks->length = tasks->at = 0;
}

/*
 * True if the directory of the thread lists other numbers than the table that is known of its
 * process. Of a long table only the beginning is compared: this is one step.
 */
static bool lists_others(struct owner_map *owners, const struct owner_map_process *process,
	const char *path, size_t known)
{
	char names[1024] __attribute__((aligned(8)));
	size_t length = 0, at = 0, hint = 0, count = 0;
	int fd = openat(owners->proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool others = false;
	uint32_t number;

	owner_map_spend(owners, COST_OPEN);
	if (fd < 0)
		return false;
	while (!others && count < COMPARED_MAX &&
		owner_map_next_number(fd, names, sizeof(names), &length, &at, &number) > 0) {
		owner_map_spend(owners, COST_NAME);
		others = !fd_table_find(&process->fds, number, &hint);
		count++;
	}
	close(fd);
	return others || (count < COMPARED_MAX && count != known);
}

/* Where the kernel does not compare tables for us, their descriptors are counted. */
static bool looks_different(
	struct owner_map *owners, const struct owner_map_process *process, uint32_t thread)
{
	struct stat first, other;
	char path[40];

	if (!owners->counted) {
		put_path(process, thread, path);
		return lists_others(owners, process, path, owner_map_known(process));
	}
	owner_map_spend(owners, 2 * COST_LOOK);
	owner_map_process_path(process, path);
	if (fstatat(owners->proc, path, &first, 0) < 0)
		return false;
	put_path(process, thread, path);
	return fstatat(owners->proc, path, &other, 0) == 0 && other.st_size != first.st_size;
}

/* True if the thread does not share the table of descriptors that is known of its process. */
static bool differs(
	struct owner_map *owners, const struct owner_map_process *process, uint32_t thread)
{
	uint32_t known = process->thread ? process->thread : process->process.pid;
	long order = -1;

	if (known == thread)
		return false;
	errno = ENOSYS;
	/* kcmp() takes the numbers of our own pid namespace. */
	if (owners->self && owners->self == (uint32_t)getpid())
		order = syscall(SYS_kcmp, (pid_t)known, (pid_t)thread, KCMP_FILES, 0UL, 0UL);
	owner_map_spend(owners, COST_NAME);
	if (order >= 0)
		return order > 0;
	return errno != ESRCH && looks_different(owners, process, thread);
}

static void take_thread(struct owner_map *owners, uint32_t thread)
{
	uint32_t index = owners->tasks.process, table;

	owner_map_spend(owners, 2 * COST_NAME);
	if (!differs(owners, &owners->processes[index], thread))
		return;
	/* It may share a table with another thread that was found before. */
	for (table = owners->processes[index].tables; table != OWNER_MAP_NONE;
		table = owners->processes[table].next)
		if (!differs(owners, &owners->processes[table], thread))
			return;
	table = owner_map_table_add(owners, index, thread);
	if (table != OWNER_MAP_NONE)
		owner_map_scan_start(owners, table, OWNER_MAP_DEPTH_ALL);
}

bool owner_map_threads_step(struct owner_map *owners)
{
	struct owner_map_tasks *tasks = &owners->tasks;
	const struct owner_map_process *process;
	uint32_t thread;

	if (tasks->directory < 0) {
		if (tasks->cursor >= owners->process_count)
			return false;
		open_next(owners);
		return true;
	}
	process = &owners->processes[tasks->process];
	if (process->life == PROCESS_LIVE && process->process.pid == tasks->pid &&
		owner_map_next_number(tasks->directory, tasks->names, sizeof(tasks->names),
			&tasks->length, &tasks->at, &thread) > 0)
		take_thread(owners, thread);
	else
		owner_map_threads_stop(owners);
	return true;
}
