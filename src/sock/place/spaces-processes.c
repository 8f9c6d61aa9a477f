/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The namespaces of processes. To list /proc costs 2 microseconds a process, to read the namespace
 * of one 12. So it is read of new processes only, and again after 1, 2, 4, 8, 16 and then every 30
 * seconds, since a process may move: most do so right after they have begun.
 */
#include "sock/place/spaces-internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "sock/machine/process.h"

#define SECOND INT64_C(1000000)
#define LONGEST_PAUSE (30 * SECOND)

int spaces_read_link(int directory, const char *path, uint64_t *ret_inode)
{
	char link[64], *end;
	ssize_t length = readlinkat(directory, path, link, sizeof(link) - 1);
	uint64_t inode;

	if (length < 0)
		return -errno;
	link[length] = '\0';
	if (strncmp(link, "net:[", 5) != 0)
		return -EINVAL;
	inode = strtoull(link + 5, &end, 10);
	if (!inode || strcmp(end, "]") != 0)
		return -EINVAL;
	*ret_inode = inode;
	return 0;
}

/* Returns 0 if it may not be read. */
static uint64_t read_file_inode(const struct spaces *spaces, uint32_t pid)
{
	char path[32], *end = process_put_number(path, pid);
	struct stat status;

	strcpy(end, "/net/snmp");
	return fstatat(spaces->proc, path, &status, 0) < 0 ? 0 : (uint64_t)status.st_ino;
}

/* Finds the space of a process. */
static void identify(struct spaces *spaces, struct spaces_process *process)
{
	char path[32], *end = process_put_number(path, process->pid);
	struct space *space = NULL;
	uint64_t inode = 0, net_file;
	int error;

	strcpy(end, "/ns/net");
	error = spaces_read_link(spaces->proc, path, &inode);
	process->inode = 0;
	if (!error) {
		space = spaces_by_inode(spaces, inode);
		if (!space)
			process->inode = inode;
		else if (!space->net_file && (net_file = read_file_inode(spaces, process->pid)))
			spaces_learn_file(spaces, space, net_file);
	} else if (error == -EACCES || error == -EPERM) {
		net_file = read_file_inode(spaces, process->pid);
		space = net_file ? spaces_by_file(spaces, net_file) : NULL;
	}
	process->space = space;
}

/*
 * True if the process was there in the last look. The kernel throws directories of /proc away that
 * nobody holds; made again, they have another inode, although the process is the same.
 */
static bool is_old(const struct spaces *spaces, uint32_t pid)
{
	int64_t ticks = sysconf(_SC_CLK_TCK);
	struct process process;

	return ticks > 0 && process_read(spaces->proc, pid, &process) == 0 &&
	       (int64_t)(process.start + 1) * (SECOND / ticks) < spaces->before_us;
}

/* Finds the process in the last look. /proc lists them by their numbers, so it is the next one. */
static const struct spaces_process *find_before(struct spaces *spaces, uint32_t pid, uint64_t entry)
{
	const struct spaces_processes *before = &spaces->before;
	size_t at = spaces->before_at, low = 0, high = before->count;

	while (at < high && before->list[at].pid < pid && at < spaces->before_at + 8)
		at++;
	if (at >= high || before->list[at].pid != pid) {
		while (low < high) {
			at = low + (high - low) / 2;
			if (before->list[at].pid < pid)
				low = at + 1;
			else
				high = at;
		}
		at = low;
	}
	if (at >= before->count)
		return NULL;
	spaces->before_at = at;
	if (before->list[at].pid != pid)
		return NULL;
	return before->list[at].entry == entry || is_old(spaces, pid) ? &before->list[at] : NULL;
}

/* When it is to be read again: by its age, and not all of them in the same second. */
static int64_t next_time(const struct spaces_process *process, int64_t now_us)
{
	int64_t pause = now_us - process->first_us;

	if (pause < SECOND)
		pause = SECOND;
	if (pause >= LONGEST_PAUSE)
		pause = LONGEST_PAUSE - hash_u64(process->pid) % (5 * SECOND);
	/* A refresh that is some milliseconds early counts. */
	return now_us + pause - SECOND / 10;
}

static void take_process(struct spaces *spaces, uint32_t pid, uint64_t entry)
{
	const struct spaces_process *before = find_before(spaces, pid, entry);
	struct spaces_processes *now = &spaces->now;
	int64_t now_us = spaces->time.mono_us;
	struct spaces_process process = {.pid = pid, .entry = entry, .first_us = now_us};

	if (alloc_try_grow(
		    (void **)&now->list, &now->capacity, now->count + 1, sizeof(*now->list)) < 0) {
		spaces->incomplete = true;
		return;
	}
	if (before) {
		process = *before;
		process.entry = entry;
	}
	if (!before || now_us >= process.next_us) {
		identify(spaces, &process);
		process.next_us = next_time(&process, now_us);
	}
	if (process.space) {
		process.space->processes++;
		process.space->proven = process.space->proven ||
					(before && before->space == process.space) ||
					(process.space->missed && is_old(spaces, pid));
	}
	now->list[now->count++] = process;
}

bool spaces_read_processes(struct spaces *spaces, size_t budget)
{
	for (size_t i = 0; i < budget; i++) {
		const struct dirent *entry;
		uint32_t pid;

		errno = 0;
		entry = readdir(spaces->directory);
		if (!entry) {
			spaces->incomplete |= errno != 0;
			return false;
		}
		if (process_take_number(entry->d_name, &pid) && pid)
			take_process(spaces, pid, entry->d_ino);
	}
	return true;
}

static int compare_pids(const void *one, const void *other)
{
	const struct spaces_process *a = one, *b = other;

	return a->pid < b->pid ? -1 : a->pid > b->pid;
}

static void sort(struct spaces_processes *processes)
{
	for (size_t i = 1; i < processes->count; i++)
		if (processes->list[i - 1].pid > processes->list[i].pid) {
			qsort(processes->list, processes->count, sizeof(*processes->list),
				compare_pids);
			return;
		}
}

static const struct spaces_process *find(const struct spaces_processes *processes, uint32_t pid)
{
	struct spaces_process key = {.pid = pid};

	return processes->count
		       ? bsearch(&key, processes->list, processes->count, sizeof(key), compare_pids)
		       : NULL;
}

const struct spaces_process *spaces_find_process(const struct spaces *spaces, uint32_t pid)
{
	/* During a look the last one is the whole one. */
	return find(spaces->phase == SPACES_IDLE ? &spaces->now : &spaces->before, pid);
}

/* How many directories of processes may be held: the rest of the program needs descriptors, too. */
static size_t room(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return 0;
	return limit.rlim_cur > 256 ? (size_t)limit.rlim_cur - 128 : (size_t)limit.rlim_cur / 4;
}

/*
 * Lets go of processes that have ended or moved. Counts those that are still held; returns true if
 * a space has none now.
 */
static bool let_go(struct spaces *spaces, size_t *ret_held)
{
	bool missing = false;

	*ret_held = 0;
	for (size_t i = 0; i < spaces->count; i++) {
		struct space *space = spaces->list[i];
		const struct spaces_process *now = find(&spaces->now, space->pid);
		const struct spaces_process *before = find(&spaces->before, space->pid);

		/*
		 * It is the same process if it had the same entry in the last look: what is held
		 * keeps it.
		 */
		if (!now || now->space != space || !before || before->entry != now->entry ||
			space->process < 0) {
			if (space->process >= 0)
				close(space->process);
			space->process = -1;
			space->pid = 0;
		}
		*ret_held += space->process >= 0;
		missing |= !space->pid && space->processes;
	}
	return missing;
}

/* Holds the directory of a process, if it is still the one that was looked at. */
static bool hold(struct spaces *spaces, struct spaces_process *process)
{
	struct space *space = process->space;
	char path[16];
	struct stat status;
	uint64_t inode = space->inode;
	int fd, error = 0;

	process_put_number(path, process->pid);
	fd = openat(spaces->proc, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	if (fstat(fd, &status) < 0 || status.st_ino != process->entry)
		error = -ESRCH;
	else if (inode)
		error = spaces_read_link(fd, "ns/net", &inode);
	if ((error && error != -EACCES && error != -EPERM) || inode != space->inode) {
		process->next_us = 0;
		close(fd);
		return false;
	}
	space->process = fd;
	space->pid = process->pid;
	return true;
}

static int compare_inodes(const void *one, const void *other)
{
	const uint64_t *a = one, *b = other;

	return *a < *b ? -1 : *a > *b;
}

/* Processes of namespaces that have no room: how many namespaces that are. */
static void count_left_out(struct spaces *spaces)
{
	size_t count = 0, capacity = 0;
	uint64_t *inodes = NULL;

	spaces->left_out = 0;
	for (size_t i = 0; i < spaces->now.count; i++)
		if (spaces->now.list[i].inode && alloc_try_grow((void **)&inodes, &capacity,
							 count + 1, sizeof(*inodes)) == 0)
			inodes[count++] = spaces->now.list[i].inode;
	if (count)
		qsort(inodes, count, sizeof(*inodes), compare_inodes);
	for (size_t i = 0; i < count; i++)
		spaces->left_out += !i || inodes[i] != inodes[i - 1];
	free(inodes);
}

void spaces_settle_processes(struct spaces *spaces)
{
	bool full = spaces->count >= SPACES_MAX, missing;
	size_t held, most = room();

	sort(&spaces->now);
	missing = let_go(spaces, &held);
	for (size_t i = 0; (missing || !full) && i < spaces->now.count; i++) {
		struct spaces_process *process = &spaces->now.list[i];
		struct space *space = process->space;

		if (space && space != &spaces->own && !space->pid) {
			if (held >= most)
				space->pid = process->pid;
			else
				held += hold(spaces, process);
		}
		/* There is room for its namespace again. */
		if (process->inode && !full)
			process->next_us = 0;
	}
	if (full || spaces->left_out)
		count_left_out(spaces);
}
