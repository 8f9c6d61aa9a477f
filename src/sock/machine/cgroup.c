/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/machine/cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/readfile.h"
#include "sock/machine/cgroup-name.h"
#include "sock/machine/process.h"

#define NONE HASH_INDEX_NONE
#define SECOND_US INT64_C(1000000)

/*
 * The pause after a walk, per directory read, so that walks take at most one twentieth of the time.
 */
#define PAUSE_US 1000
#define RETRY_AT_LATEST_US (300 * SECOND_US)

/*
 * No more groups than this are kept: so many can only come from somebody who creates groups to fill
 * this table.
 */
#define MOST 200000

struct cgroup_entry {
	uint64_t id;
	struct cgroup cgroup; /* path NULL: not found */
	int64_t retry_us;
	uint32_t seen; /* number of the last walk that found it */
	uint32_t used; /* number of the last walk before cgroup_find() was called for it */
	uint32_t tries;
};

/* Where the hierarchy of v2 is mounted: alone, or beside those of v1. */
static const char *const places[] = {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"};

enum { PLACES = sizeof(places) / sizeof(places[0]) };

/* Writes the root of the hierarchy of v2; returns its index in places[], or PLACES. */
static size_t find_root(const char *root, char *path, size_t size)
{
	size_t i = 0;

	for (; i < PLACES; i++) {
		/* Only cgroup v2 has this file; every directory has it. */
		snprintf(path, size, "%s%s/cgroup.controllers", root, places[i]);
		if (access(path, F_OK) == 0)
			break;
	}
	*strrchr(path, '/') = '\0';
	return i;
}

void cgroup_init(struct cgroups *cgroups, const char *root)
{
	char path[4096];
	size_t place = find_root(root, path, sizeof(path));

	*cgroups = (struct cgroups){0};
	if (place == PLACES)
		return;
	cgroups->directory = alloc_copy(path);
	cgroups->mixed = place > 0;
}

/* An inode number of another file system would mean nothing. */
static bool is_group(const char *path, dev_t hierarchy, uint64_t *ret_id)
{
	struct stat stat_at;

	if (stat(path, &stat_at) < 0 || !S_ISDIR(stat_at.st_mode) || stat_at.st_dev != hierarchy)
		return false;
	*ret_id = stat_at.st_ino;
	return true;
}

bool cgroup_find_id(const char *root, const char *path, uint64_t *ret_id)
{
	char top[4096], full[8192];
	struct stat hierarchy;

	if (find_root(root, top, sizeof(top)) == PLACES || stat(top, &hierarchy) < 0)
		return false;
	snprintf(full, sizeof(full), "%s/%s", top, path);
	return is_group(full, hierarchy.st_dev, ret_id) ||
	       (*path == '/' && is_group(path, hierarchy.st_dev, ret_id));
}

static void free_entry(struct cgroup_entry *entry)
{
	free((char *)entry->cgroup.path);
	free((char *)entry->cgroup.unit);
	free((char *)entry->cgroup.container);
	free((char *)entry->cgroup.pod);
}

void cgroup_done(struct cgroups *cgroups)
{
	for (size_t i = 0; i < cgroups->count; i++)
		free_entry(&cgroups->entries[i]);
	free(cgroups->entries);
	hash_index_done(&cgroups->index);
	free(cgroups->queue);
	free(cgroups->directory);
	*cgroups = (struct cgroups){0};
}

static uint32_t hash_of_entry(const void *owner, uint32_t entry)
{
	const struct cgroups *cgroups = owner;

	return hash_u64(cgroups->entries[entry].id);
}

/* The slot of the entry, or the free slot where it would be. */
static uint32_t *slot_of(const struct cgroups *cgroups, uint64_t id)
{
	uint32_t *slot = hash_index_first(&cgroups->index, hash_u64(id));

	while (*slot != NONE && cgroups->entries[*slot].id != id)
		slot = hash_index_next(&cgroups->index, slot);
	return slot;
}

static struct cgroup_entry *find_entry(const struct cgroups *cgroups, uint64_t id)
{
	uint32_t entry = hash_index_is_empty(&cgroups->index) ? NONE : *slot_of(cgroups, id);

	return entry == NONE ? NULL : &cgroups->entries[entry];
}

static struct cgroup_entry *add_entry(struct cgroups *cgroups, uint64_t id)
{
	struct cgroup_entry *entry;

	if (cgroups->count >= MOST ||
		alloc_try_grow((void **)&cgroups->entries, &cgroups->capacity, cgroups->count + 1,
			sizeof(*cgroups->entries)) < 0 ||
		hash_index_reserve(&cgroups->index, hash_of_entry, cgroups) < 0)
		return NULL;
	entry = &cgroups->entries[cgroups->count];
	*entry = (struct cgroup_entry){.id = id};
	hash_index_put(&cgroups->index, slot_of(cgroups, id), (uint32_t)cgroups->count++);
	return entry;
}

const struct cgroup *cgroup_find(struct cgroups *cgroups, uint64_t id)
{
	struct cgroup_entry *entry = id ? find_entry(cgroups, id) : NULL;

	if (!id || !cgroups->directory)
		return NULL;
	if (!entry) {
		entry = add_entry(cgroups, id);
		if (!entry)
			return NULL;
		cgroups->asked = true;
		cgroups->retry_us = 0;
	}
	entry->used = cgroups->walk;
	return entry->cgroup.path ? &entry->cgroup : NULL;
}

/*
 * Adds a directory of the hierarchy that was found. Takes ownership of `path`. Returns the index of
 * its entry, or NONE.
 */
static uint32_t take_directory(struct cgroups *cgroups, uint64_t id, char *path)
{
	struct cgroup_entry *entry = find_entry(cgroups, id);
	struct cgroup_name name;

	if (!entry)
		entry = add_entry(cgroups, id);
	if (!entry) {
		free(path);
		return NONE;
	}
	entry->seen = cgroups->walk;
	if (entry->cgroup.path && strcmp(entry->cgroup.path, path) == 0) {
		free(path);
		return (uint32_t)(entry - cgroups->entries);
	}
	free_entry(entry);
	cgroup_name_parse(path, &name);
	entry->cgroup = (struct cgroup){
		.path = path,
		.unit = alloc_copy(name.unit),
		.container = alloc_copy(name.container),
		.pod = alloc_copy(name.pod),
		.runtime = name.runtime ? name.runtime : "",
	};
	return (uint32_t)(entry - cgroups->entries);
}

static void enqueue(struct cgroups *cgroups, uint32_t index)
{
	if (index != NONE && alloc_try_grow((void **)&cgroups->queue, &cgroups->queue_capacity,
				     cgroups->queue_count + 1, sizeof(*cgroups->queue)) == 0)
		cgroups->queue[cgroups->queue_count++] = index;
}

static char *join(const char *left, const char *right)
{
	size_t length = strlen(left);
	char *path = alloc_zero(length + strlen(right) + 2, 1);

	memcpy(path, left, length);
	if (!length || left[length - 1] != '/')
		path[length++] = '/';
	strcpy(path + length, right);
	return path;
}

static void take_child(
	struct cgroups *cgroups, int parent, const char *parent_path, const char *name)
{
	struct stat stat;
	uint32_t index;

	if (fstatat(parent, name, &stat, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISDIR(stat.st_mode))
		return;
	index = take_directory(cgroups, stat.st_ino, join(parent_path, name));
	/* A directory with two links has no directories below it. */
	if (stat.st_nlink != 2)
		enqueue(cgroups, index);
}

static void read_directory(struct cgroups *cgroups, uint32_t index)
{
	/* The array may move while children are added; the path's text stays in place. */
	const char *path = cgroups->entries[index].cgroup.path;
	char *full = join(cgroups->directory, path + 1);
	DIR *directory = opendir(full);
	struct dirent *entry;

	free(full);
	cgroups->directories_read++;
	if (!directory)
		return;
	while ((entry = readdir(directory)))
		if (entry->d_name[0] != '.' &&
			(entry->d_type == DT_DIR || entry->d_type == DT_UNKNOWN))
			take_child(cgroups, dirfd(directory), path, entry->d_name);
	closedir(directory);
}

static void start_walk(struct cgroups *cgroups)
{
	struct stat stat;

	cgroups->asked = false;
	cgroups->walk++;
	cgroups->queue_count = cgroups->queue_at = 0;
	cgroups->walking = true;
	if (lstat(cgroups->directory, &stat) == 0)
		enqueue(cgroups, take_directory(cgroups, stat.st_ino, alloc_copy("/")));
}

/* Waits longer each time before a number that was not found is looked for again. */
static void delay_retry(struct cgroups *cgroups, struct cgroup_entry *entry)
{
	int64_t pause_us = SECOND_US << (entry->tries < 9 ? entry->tries : 9);

	entry->tries++;
	entry->retry_us =
		cgroups->now_us + (pause_us < RETRY_AT_LATEST_US ? pause_us : RETRY_AT_LATEST_US);
	if (entry->retry_us < cgroups->retry_us)
		cgroups->retry_us = entry->retry_us;
}

/* Forgets groups that no longer exist and that were not asked for since the previous walk. */
static void end_walk(struct cgroups *cgroups)
{
	int64_t pause_us = (int64_t)(cgroups->queue_count * PAUSE_US);
	size_t kept = 0;

	cgroups->walking = false;
	cgroups->walk_after_us = cgroups->now_us + (pause_us > SECOND_US ? pause_us : SECOND_US);
	cgroups->retry_us = cgroups->asked ? 0 : INT64_MAX;
	hash_index_clear(&cgroups->index);
	for (size_t i = 0; i < cgroups->count; i++) {
		struct cgroup_entry *entry = &cgroups->entries[i];

		if (entry->seen != cgroups->walk && entry->used + 1 < cgroups->walk) {
			free_entry(entry);
			continue;
		}
		if (!entry->cgroup.path && entry->retry_us <= cgroups->now_us)
			delay_retry(cgroups, entry);
		else if (!entry->cgroup.path && entry->retry_us < cgroups->retry_us)
			cgroups->retry_us = entry->retry_us;
		cgroups->entries[kept] = *entry;
		hash_index_put(&cgroups->index, slot_of(cgroups, entry->id), (uint32_t)kept);
		kept++;
	}
	cgroups->count = kept;
}

void cgroup_begin(struct cgroups *cgroups, const struct instant *now)
{
	cgroups->now_us = now->mono_us;
	if (cgroups->directory && !cgroups->walking && now->mono_us >= cgroups->walk_after_us &&
		(cgroups->asked || (cgroups->walk && now->mono_us >= cgroups->retry_us)))
		start_walk(cgroups);
}

bool cgroup_step(struct cgroups *cgroups, size_t budget)
{
	while (cgroups->walking && budget--) {
		if (cgroups->queue_at < cgroups->queue_count)
			read_directory(cgroups, cgroups->queue[cgroups->queue_at++]);
		else
			end_walk(cgroups);
	}
	return cgroups->walking;
}

int cgroup_read_process(int proc, uint32_t pid, char *path, size_t size)
{
	char name[32], *end = process_put_number(name, pid), text[16384];
	size_t length;
	int error;

	strcpy(end, "/cgroup");
	error = readfile_at(proc, name, text, sizeof(text), &length);
	if (error && !length)
		return error == -ENOENT ? -ESRCH : error;
	if (!length)
		return -ESRCH;
	return cgroup_name_choose(text, path, size) ? 0 : -EINVAL;
}
