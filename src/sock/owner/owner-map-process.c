/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The processes of the owner map: adds, recognizes and removes them. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "sock/owner/owner-map-internal.h"

static uint32_t hash_of_process(const void *owner, uint32_t index)
{
	const struct owner_map *owners = owner;

	return hash_u64(owners->processes[index].process.pid);
}

/* The slot of the process, or the free slot where it would be. */
static uint32_t *slot_of(const struct owner_map *owners, uint32_t pid)
{
	uint32_t *slot = hash_index_first(&owners->by_pid, hash_u64(pid));

	while (*slot != OWNER_MAP_NONE && owners->processes[*slot].process.pid != pid)
		slot = hash_index_next(&owners->by_pid, slot);
	return slot;
}

uint32_t owner_map_process_find(const struct owner_map *owners, uint32_t pid)
{
	return hash_index_is_empty(&owners->by_pid) ? OWNER_MAP_NONE : *slot_of(owners, pid);
}

/* Returns the number of an unused element, or OWNER_MAP_NONE. */
static uint32_t take_free(struct owner_map *owners)
{
	uint32_t index = owners->first_free_process;

	if (index == OWNER_MAP_NONE) {
		if (alloc_try_grow((void **)&owners->processes, &owners->process_capacity,
			    owners->process_count + 1, sizeof(*owners->processes)) < 0)
			return OWNER_MAP_NONE;
		return (uint32_t)owners->process_count++;
	}
	owners->first_free_process = owners->processes[index].next;
	return index;
}

uint32_t owner_map_process_add(struct owner_map *owners, uint32_t pid)
{
	uint32_t index;

	if (hash_index_reserve(&owners->by_pid, hash_of_process, owners) < 0)
		return OWNER_MAP_NONE;
	index = take_free(owners);
	if (index == OWNER_MAP_NONE)
		return index;
	owners->processes[index] = (struct owner_map_process){
		.process.pid = pid,
		.next = OWNER_MAP_NONE,
		.leader = OWNER_MAP_NONE,
		.tables = OWNER_MAP_NONE,
		.life = PROCESS_LIVE,
	};
	hash_index_put(&owners->by_pid, slot_of(owners, pid), index);
	return index;
}

uint32_t owner_map_table_add(struct owner_map *owners, uint32_t leader, uint32_t thread)
{
	uint32_t index = take_free(owners);
	struct owner_map_process *process;

	if (index == OWNER_MAP_NONE)
		return index;
	process = &owners->processes[leader];
	owners->processes[index] = (struct owner_map_process){
		.process = process->process,
		.thread = thread,
		.next = process->tables,
		.leader = leader,
		.tables = OWNER_MAP_NONE,
		.life = PROCESS_LIVE,
	};
	process->tables = index;
	return index;
}

static void free_process(struct owner_map *owners, uint32_t index)
{
	struct owner_map_process *process = &owners->processes[index];

	free(process->command);
	free(process->cgroup);
	owner_map_held_free(process);
	*process = (struct owner_map_process){
		.next = owners->first_free_process,
		.leader = OWNER_MAP_NONE,
		.tables = OWNER_MAP_NONE,
	};
	owners->first_free_process = index;
}

static void unlink_process(struct owner_map *owners, uint32_t index)
{
	const struct owner_map_process *process = &owners->processes[index];
	uint32_t *link;

	if (!owner_map_is_table(process)) {
		hash_index_remove(&owners->by_pid, slot_of(owners, process->process.pid),
			hash_of_process, owners);
		return;
	}
	link = &owners->processes[process->leader].tables;
	while (*link != index)
		link = &owners->processes[*link].next;
	*link = process->next;
}

void owner_map_process_drop(struct owner_map *owners, uint32_t index)
{
	struct owner_map_process *process = &owners->processes[index];
	while (process->tables != OWNER_MAP_NONE)
		owner_map_process_drop(owners, process->tables);
	if (owners->scan.process == index)
		owner_map_scan_stop(owners);
	for (size_t i = 0; i < process->fds.count; i++)
		if (!process->fds.entries[i].dead)
			owner_map_close(owners, index, &process->fds.entries[i]);
	fd_table_done(&process->fds);
	unlink_process(owners, index);
	process->life = PROCESS_ENDED;
	if (!process->holds)
		free_process(owners, index);
}

void owner_map_process_path(const struct owner_map_process *process, char path[40])
{
	char *at = process_put_number(path, process->process.pid);

	if (process->thread) {
		memcpy(at, "/task/", 6);
		at = process_put_number(at + 6, process->thread);
	}
	memcpy(at, "/fd", 4);
}

static int64_t changed_ns(const struct stat *stat)
{
	return stat->st_ctim.tv_sec * INT64_C(1000000000) + stat->st_ctim.tv_nsec;
}

/* A thread is recognized as a process is: by its number and its start time. */
static int identify_table(
	struct owner_map *owners, struct owner_map_process *process, const struct stat *stat)
{
	char path[24];
	struct process now;
	int tasks, error;

	strcpy(process_put_number(path, process->process.pid), "/task");
	owner_map_spend(owners, 2 * COST_OPEN);
	tasks = openat(owners->proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (tasks < 0)
		return errno == ENOENT ? -ESRCH : -errno;
	error = process_read(tasks, process->thread, &now);
	close(tasks);
	if (error)
		return error;
	if (process->directory && now.start != process->thread_start)
		return -ESRCH;
	process->thread_start = now.start;
	process->directory = stat->st_ino;
	process->directory_ns = changed_ns(stat);
	return 0;
}

int owner_map_process_identify(struct owner_map *owners, uint32_t index, const struct stat *stat)
{
	struct owner_map_process *process = &owners->processes[index];
	struct process now;
	int error;

	if (process->directory == stat->st_ino && process->directory_ns == changed_ns(stat))
		return 0;
	if (owner_map_is_table(process))
		return identify_table(owners, process, stat);
	error = process_read(owners->proc, process->process.pid, &now);
	owner_map_spend(owners, COST_OPEN);
	if (error)
		return error;
	if (process->directory && now.start != process->process.start)
		return -ESRCH;
	process->process = now;
	process->directory = stat->st_ino;
	process->directory_ns = changed_ns(stat);
	return 0;
}

int owner_map_process_look(struct owner_map *owners, uint32_t index, struct stat *ret_stat)
{
	struct owner_map_process *process = &owners->processes[index];
	char path[40];
	int found;

	owners->work.looks++;
	owner_map_spend(owners, COST_LOOK);
	owner_map_process_path(process, path);
	found = fstatat(owners->proc, path, ret_stat, 0);
	if (found < 0 && process->thread && !owner_map_is_table(process)) {
		/* That thread has ended. The next scan looks for another one. */
		process->thread = 0;
		owner_map_process_path(process, path);
		found = fstatat(owners->proc, path, ret_stat, 0);
	}
	if (found < 0 || owner_map_process_identify(owners, index, ret_stat) == -ESRCH)
		return -ESRCH;
	return 0;
}

void owner_map_process_refresh(struct owner_map *owners, uint32_t index)
{
	struct owner_map_process *process = &owners->processes[index];
	struct process now;

	owner_map_spend(owners, COST_OPEN);
	if (process_read(owners->proc, process->process.pid, &now) < 0 ||
		now.start != process->process.start)
		return;
	process->process = now;
	process->asked_cgroup = false;
	free(process->command);
	process->command = NULL;
}

uint32_t owner_map_sockets(const struct owner_map *owners, uint32_t index)
{
	const struct owner_map_process *process = &owners->processes[index];
	uint32_t count = process->asked;

	if (process->life != PROCESS_LIVE || owner_map_is_table(process))
		return 0;
	for (uint32_t i = process->tables; i != OWNER_MAP_NONE; i = owners->processes[i].next)
		count += owners->processes[i].asked;
	return count;
}

const struct process *owner_map_process(const struct owner_map *owners, uint32_t index)
{
	return &owners->processes[index].process;
}

void owner_map_hold(struct owner_map *owners, uint32_t index)
{
	owners->processes[index].holds++;
}

void owner_map_release(struct owner_map *owners, uint32_t index)
{
	struct owner_map_process *process = &owners->processes[index];

	if (--process->holds == 0 && process->life == PROCESS_ENDED)
		free_process(owners, index);
}

/*
 * Data that were read by process number belong to this process only if it still exists afterwards.
 */
static int confirm(struct owner_map *owners, uint32_t index)
{
	struct stat stat;

	return owner_map_process_look(owners, index, &stat);
}

const char *owner_map_command(struct owner_map *owners, uint32_t index)
{
	struct owner_map_process *process = &owners->processes[index];
	struct buffer command = {0};

	if (!process->command && process->life == PROCESS_LIVE) {
		if (!process_read_command(owners->proc, process->process.pid, &command) &&
			!confirm(owners, index))
			process->command = alloc_copy(buffer_get(&command));
		buffer_done(&command);
	}
	return process->command;
}

static struct owner_map_cgroup *make_cgroup(const char *path)
{
	size_t size = strlen(path) + 1;
	struct owner_map_cgroup *made = alloc_zero(1, sizeof(*made) + size);

	memcpy(made->path, path, size);
	cgroup_name_parse(path, &made->name);
	made->cgroup = (struct cgroup){
		.path = made->path,
		.unit = made->name.unit,
		.container = made->name.container,
		.pod = made->name.pod,
		.runtime = made->name.runtime ? made->name.runtime : "",
	};
	return made;
}

const struct cgroup *owner_map_cgroup(struct owner_map *owners, uint32_t index)
{
	struct owner_map_process *process = &owners->processes[index];
	char path[PATH_MAX];

	if (!process->asked_cgroup && process->life == PROCESS_LIVE) {
		/* Also set if reading fails: the group is asked for each time a row is drawn. */
		process->asked_cgroup = true;
		if (!cgroup_read_process(owners->proc, process->process.pid, path, sizeof(path)) &&
			!confirm(owners, index)) {
			free(process->cgroup);
			process->cgroup = make_cgroup(path);
		}
	}
	return process->cgroup ? &process->cgroup->cgroup : NULL;
}

uint32_t owner_map_load_process(struct owner_map *owners, const struct process *process,
	const char *cgroup, const char *command)
{
	uint32_t index = owner_map_process_add(owners, process->pid);
	struct owner_map_process *added;

	if (index == OWNER_MAP_NONE)
		return index;
	added = &owners->processes[index];
	added->process = *process;
	added->asked_cgroup = true;
	added->command = alloc_copy(command);
	if (*cgroup)
		added->cgroup = make_cgroup(cgroup);
	return index;
}
