/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/place/spaces-internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

#define MOUNTS_EVERY INT64_C(30000000)

/* ---- spaces by their places ---- */

struct space *spaces_find(const struct spaces *spaces, uint16_t place)
{
	struct space **page = spaces->places[place / PLACE_PAGE];

	return page ? page[place % PLACE_PAGE] : NULL;
}

static void set_place(struct spaces *spaces, struct space *space)
{
	struct space ***page;

	do
		spaces->last_place++;
	while (!spaces->last_place || spaces_find(spaces, spaces->last_place));
	space->place = spaces->last_place;
	page = &spaces->places[space->place / PLACE_PAGE];
	if (!*page)
		*page = alloc_zero(PLACE_PAGE, sizeof(struct space *));
	(*page)[space->place % PLACE_PAGE] = space;
}

static void unset_place(struct spaces *spaces, const struct space *space)
{
	spaces->places[space->place / PLACE_PAGE][space->place % PLACE_PAGE] = NULL;
}

/* ---- the list ---- */

static void space_free(struct space *space)
{
	if (space->process >= 0)
		close(space->process);
	free(space->mount);
	free(space);
}

/* Returns NULL if there is no room. */
static struct space *add(struct spaces *spaces, uint64_t inode, uint64_t net_file)
{
	struct space *space;

	if (spaces->count >= SPACES_MAX)
		return NULL;
	space = alloc_zero(1, sizeof(*space));
	*space = (struct space){
		.inode = inode,
		.net_file = net_file,
		.process = -1,
		.first_seen_us = spaces->time.boot_us,
	};
	set_place(spaces, space);
	spaces->list[spaces->count++] = space;
	if (2 * spaces->count > spaces->by_inode.size) {
		spaces_rebuild_index(spaces);
		return space;
	}
	if (inode)
		*spaces_index_slot(&spaces->by_inode, inode, false) = space;
	if (net_file)
		*spaces_index_slot(&spaces->by_file, net_file, true) = space;
	return space;
}

struct space *spaces_by_inode(struct spaces *spaces, uint64_t inode)
{
	struct space *space;

	if (inode == spaces->own.inode)
		return &spaces->own;
	space = spaces_index_find(&spaces->by_inode, inode, false);
	return space ? space : add(spaces, inode, 0);
}

struct space *spaces_by_file(struct spaces *spaces, uint64_t net_file)
{
	struct space *space;

	if (net_file == spaces->own.net_file)
		return &spaces->own;
	space = spaces_index_find(&spaces->by_file, net_file, true);
	return space ? space : add(spaces, 0, net_file);
}

static void move_processes(
	struct spaces_processes *processes, const struct space *from, struct space *to)
{
	for (size_t i = 0; i < processes->count; i++)
		if (processes->list[i].space == from)
			processes->list[i].space = to;
}

void spaces_learn_file(struct spaces *spaces, struct space *space, uint64_t net_file)
{
	struct space **slot = spaces_index_slot(&spaces->by_file, net_file, true);
	struct space *other = *slot;

	if (other && !other->inode) {
		/* Only processes that may not be read have told of it until now. */
		move_processes(&spaces->now, other, space);
		move_processes(&spaces->before, other, space);
		space->processes += other->processes;
		other->processes = 0;
		other->net_file = 0;
	}
	space->net_file = net_file;
	*slot = space;
}

/* ---- what has changed ---- */

static void say(struct spaces *spaces, bool came, const struct space *space)
{
	if (spaces->change_count == spaces->change_capacity) {
		spaces->change_capacity =
			spaces->change_capacity ? 2 * spaces->change_capacity : 64;
		spaces->changes = alloc_resize(
			spaces->changes, spaces->change_capacity, sizeof(*spaces->changes));
	}
	spaces->changes[spaces->change_count++] = (struct space_change){
		.what = came ? SPACE_CAME : SPACE_WENT,
		.space = space,
	};
}

/* The space is taken out of the list by the caller. */
static void say_gone(struct spaces *spaces, struct space *space)
{
	unset_place(spaces, space);
	if (spaces->gone_count == spaces->gone_capacity) {
		spaces->gone_capacity = spaces->gone_capacity ? 2 * spaces->gone_capacity : 64;
		spaces->gone =
			alloc_resize(spaces->gone, spaces->gone_capacity, sizeof(struct space *));
	}
	spaces->gone[spaces->gone_count++] = space;
	if (space->told)
		say(spaces, false, space);
}

/* Returns a new space with all that was found in this look in the place of `old`. */
static struct space *replace(struct spaces *spaces, struct space *old)
{
	struct space *space = alloc_zero(1, sizeof(*space));

	*space = *old;
	old->process = -1;
	old->mount = NULL;
	space->cookie = 0;
	space->held = space->told = space->another = false;
	space->first_seen_us = spaces->time.boot_us;
	move_processes(&spaces->now, old, space);
	set_place(spaces, space);
	return space;
}

static bool is_found(const struct space *space)
{
	return space->processes || (space->mount && !space->mount_missed);
}

static void compare(struct spaces *spaces)
{
	size_t kept = 0;
	bool changed = false;

	for (size_t i = 0; i < spaces->count; i++) {
		struct space *space = spaces->list[i];

		if (!is_found(space) && !spaces->incomplete) {
			if (space->told && !space->missed) {
				space->missed = true;
				spaces->mounts_changed = true;
				spaces->list[kept++] = space;
				continue;
			}
			say_gone(spaces, space);
			changed = true;
			continue;
		}
		if (space->told && (space->another || (!space->proven && !space->held &&
							      !spaces->incomplete))) {
			struct space *new = replace(spaces, space);

			say_gone(spaces, space);
			space = new;
			changed = true;
		}
		space->missed = space->missed && spaces->incomplete;
		if (!space->told)
			say(spaces, true, space);
		space->told = true;
		spaces->list[kept++] = space;
	}
	spaces->count = kept;
	if (changed)
		spaces_rebuild_index(spaces);
}

/* ---- a look ---- */

static void free_gone(struct spaces *spaces)
{
	while (spaces->gone_count)
		space_free(spaces->gone[--spaces->gone_count]);
	spaces->change_count = 0;
	spaces->change_at = 0;
}

void spaces_begin(struct spaces *spaces, const struct instant *now)
{
	bool mounts = spaces->mounts_changed || !spaces->look ||
		      now->mono_us - spaces->mounts_us >= MOUNTS_EVERY;

	free_gone(spaces);
	if (spaces->phase == SPACES_IDLE) {
		struct spaces_processes last = spaces->before;

		spaces->before = spaces->now;
		spaces->now = last;
	}
	spaces->now.count = 0;
	spaces->before_at = 0;
	spaces->incomplete = false;
	spaces->before_us = spaces->time.boot_us;
	spaces->time = *now;
	spaces->look++;
	spaces->own.processes = 0;
	for (size_t i = 0; i < spaces->count; i++) {
		spaces->list[i]->processes = 0;
		spaces->list[i]->proven = spaces->list[i]->mount && !mounts;
	}
	rewinddir(spaces->directory);
	spaces->phase = mounts ? SPACES_AT_MOUNTS : SPACES_AT_PROCESSES;
}

bool spaces_step(struct spaces *spaces, size_t budget)
{
	switch (spaces->phase) {
	case SPACES_IDLE:
		return false;
	case SPACES_AT_MOUNTS:
		spaces_read_mounts(spaces);
		spaces->phase = SPACES_AT_PROCESSES;
		return true;
	case SPACES_AT_PROCESSES:
		if (!spaces_read_processes(spaces, budget))
			spaces->phase = SPACES_AT_END;
		return true;
	case SPACES_AT_END:
		spaces_settle_processes(spaces);
		compare(spaces);
		spaces->phase = SPACES_IDLE;
		return false;
	}
	return false;
}

bool spaces_next_change(struct spaces *spaces, struct space_change *ret_change)
{
	if (spaces->change_at == spaces->change_count)
		return false;
	*ret_change = spaces->changes[spaces->change_at++];
	return true;
}

/* ---- outside ---- */

static int open_below(const struct spaces *spaces, const char *path, int flags)
{
	char full[4096];

	snprintf(full, sizeof(full), "%s%s", spaces->root, path);
	return open(full, flags | O_CLOEXEC);
}

struct spaces *spaces_new(const char *root)
{
	struct spaces *spaces = alloc_zero(1, sizeof(*spaces));
	struct stat status;

	spaces->root = alloc_copy(root);
	spaces->own.process = -1;
	spaces->proc = open_below(spaces, "/proc", O_RDONLY | O_DIRECTORY);
	spaces->mountinfo = open_below(spaces, "/proc/self/mountinfo", O_RDONLY);
	if (spaces->proc >= 0)
		spaces->directory = fdopendir(fcntl(spaces->proc, F_DUPFD_CLOEXEC, 0));
	if (!spaces->directory) {
		spaces_free(spaces);
		return NULL;
	}
	spaces->own.process = openat(spaces->proc, "self", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (spaces_read_link(spaces->proc, "self/ns/net", &spaces->own.inode) < 0)
		spaces->own.inode = 0;
	if (fstatat(spaces->proc, "self/net/snmp", &status, 0) == 0)
		spaces->own.net_file = status.st_ino;
	spaces->list = alloc_zero(SPACES_MAX, sizeof(struct space *));
	spaces_rebuild_index(spaces);
	return spaces;
}

void spaces_free(struct spaces *spaces)
{
	if (!spaces)
		return;
	free_gone(spaces);
	for (size_t i = 0; i < spaces->count; i++)
		space_free(spaces->list[i]);
	for (size_t i = 0; i < sizeof(spaces->places) / sizeof(spaces->places[0]); i++)
		free(spaces->places[i]);
	if (spaces->directory)
		closedir(spaces->directory);
	if (spaces->proc >= 0)
		close(spaces->proc);
	if (spaces->mountinfo >= 0)
		close(spaces->mountinfo);
	if (spaces->own.process >= 0)
		close(spaces->own.process);
	free(spaces->own.mount);
	free(spaces->list);
	free(spaces->by_inode.slots);
	free(spaces->by_file.slots);
	free(spaces->now.list);
	free(spaces->before.list);
	free(spaces->changes);
	free(spaces->gone);
	free(spaces->root);
	free(spaces);
}

int spaces_fd(const struct spaces *spaces)
{
	return spaces->mountinfo;
}

void spaces_mounts_changed(struct spaces *spaces)
{
	spaces->mounts_changed = true;
}

size_t spaces_count(const struct spaces *spaces)
{
	return spaces->count;
}

struct space *spaces_at(const struct spaces *spaces, size_t index)
{
	return spaces->list[index];
}

bool spaces_of_process(const struct spaces *spaces, uint32_t pid, uint16_t *ret_place)
{
	const struct spaces_process *process = spaces_find_process(spaces, pid);

	if (!process || !process->space)
		return false;
	*ret_place = process->space->place;
	return true;
}

size_t spaces_processes(
	const struct spaces *spaces, uint16_t place, uint32_t *ret_pids, size_t count)
{
	const struct spaces_processes *processes =
		spaces->phase == SPACES_IDLE ? &spaces->now : &spaces->before;
	size_t found = 0;

	for (size_t i = 0; i < processes->count && found < count; i++)
		if (processes->list[i].space && processes->list[i].space->place == place)
			ret_pids[found++] = processes->list[i].pid;
	return found;
}

size_t spaces_left_out(const struct spaces *spaces)
{
	return spaces->left_out;
}

const struct space *spaces_own(const struct spaces *spaces)
{
	return &spaces->own;
}

/* What was found there is another namespace, or nothing: the processes are read again. */
static int doubt(struct spaces *spaces, const struct space *space)
{
	for (size_t i = 0; i < spaces->now.count; i++)
		if (spaces->now.list[i].space == space)
			spaces->now.list[i].next_us = 0;
	spaces->mounts_changed = true;
	return -ESRCH;
}

static int open_namespace(const struct spaces *spaces, const struct space *space)
{
	char path[32];

	if (space->process >= 0)
		return openat(space->process, "ns/net", O_RDONLY | O_CLOEXEC);
	if (space->pid) {
		snprintf(path, sizeof(path), "%u/ns/net", space->pid);
		return openat(spaces->proc, path, O_RDONLY | O_CLOEXEC);
	}
	return open_below(spaces, space->mount, O_RDONLY | O_NONBLOCK | O_NOCTTY);
}

int spaces_open(struct spaces *spaces, struct space *space, int *ret_fd)
{
	struct stat status;
	int fd;

	if (!space->inode || (!space->pid && !space->mount))
		return -EACCES;
	fd = open_namespace(spaces, space);
	if (fd < 0)
		return errno == ENOENT || errno == ESRCH ? doubt(spaces, space) : -errno;
	if (fstat(fd, &status) < 0 || status.st_ino != space->inode) {
		close(fd);
		return doubt(spaces, space);
	}
	*ret_fd = fd;
	return 0;
}

bool spaces_take_cookie(struct spaces *spaces, struct space *space, uint64_t cookie)
{
	(void)spaces;
	if (!space->cookie)
		space->cookie = cookie;
	space->another |= cookie && cookie != space->cookie;
	return !space->another;
}
