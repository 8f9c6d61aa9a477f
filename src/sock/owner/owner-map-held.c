/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The descriptors of a process: how many it has, how many it may have, and how many of them are
 * sockets of TCP or UDP that are in no table of the kernel: their connection has ended and they
 * were not closed, or they were never connected.
 *
 * Such a socket is a descriptor that the map knows as a socket, and that nobody asked for. Whether
 * it is one of TCP or UDP, the kernel is asked once for each descriptor, by an extended attribute
 * of its link, at the price of reading the link.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>

#include "base/alloc.h"
#include "sock/owner/owner-map-internal.h"

/* The most descriptors that are asked for at once: some milliseconds. */
#define ASKED_AT_ONCE 1000

/* What was answered is asked again after so many refreshes: the number may be another file's. */
#define ANSWER_LASTS 30

/* A limit is read again after so many refreshes. */
#define LIMIT_LASTS 30

/* A descriptor that nobody asked for. */
struct unasked {
	uint32_t fd, inode;
	uint32_t since; /* the refresh in which it was first met */
	uint32_t asked; /* the refresh in which the kernel was asked; 0: not yet */
	bool inet;
};

struct owner_map_held {
	struct owner_map_descriptors told;
	uint32_t refresh, limit_refresh;
	struct unasked *all;
	size_t count;
};

void owner_map_held_free(struct owner_map_process *process)
{
	if (process->held)
		free(process->held->all);
	free(process->held);
	process->held = NULL;
}

bool owner_map_misses_fds(
	const struct owner_map *owners, const struct owner_map_process *process, size_t open)
{
	bool ours = process->process.pid == owners->self; /* has one more while it is read */

	return owners->counts_held && owners->counted && !owner_map_is_table(process) &&
	       open > owner_map_known(process) + ours && owners->now_us >= process->list_after_us;
}

ssize_t owner_map_read_protocol(const char *path, char *name, size_t size)
{
	return getxattr(path, "system.sockprotoname", name, size);
}

/* True if the socket behind this descriptor is one of TCP or UDP. */
static bool ask_kernel(
	const struct owner_map *owners, const struct owner_map_process *process, uint32_t fd)
{
	static const char *const names[] = {"TCP", "TCPv6", "UDP", "UDPv6"};
	char path[96], directory[40], name[32];
	ssize_t length;

	owner_map_process_path(process, directory);
	snprintf(path, sizeof(path), "/proc/self/fd/%d/%s/%u", owners->proc, directory, fd);
	length = owners->read_protocol(path, name, sizeof(name) - 1);
	if (length <= 0)
		return false;
	name[length] = '\0';
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

/* What is already known of this descriptor; the list and the table are in order. */
static struct unasked find_known(
	const struct owner_map_held *held, size_t *at, const struct fd_table_entry *entry)
{
	while (*at < held->count && held->all[*at].fd < entry->fd)
		++*at;
	if (*at < held->count && held->all[*at].fd == entry->fd &&
		held->all[*at].inode == entry->inode)
		return held->all[*at];
	return (struct unasked){.fd = entry->fd, .inode = entry->inode};
}

/*
 * A socket that was accepted after the tables were read is in none of them either: what was not
 * there in an earlier refresh does not count yet. In the first one there was none before.
 */
static bool is_settled(const struct owner_map *owners, const struct unasked *unasked)
{
	return unasked->since < owners->refresh || owners->refresh == 1;
}

static void judge(struct owner_map *owners, const struct owner_map_process *process,
	struct unasked *unasked, unsigned *asked)
{
	struct owner_map_descriptors *told = &process->held->told;

	if (!unasked->since)
		unasked->since = owners->refresh;
	if (!is_settled(owners, unasked))
		return;
	if (!unasked->asked || owners->refresh - unasked->asked > ANSWER_LASTS) {
		if (*asked == ASKED_AT_ONCE) {
			told->held_at_least = true;
			return;
		}
		++*asked;
		owners->work.names_asked++;
		unasked->inet = ask_kernel(owners, process, unasked->fd);
		unasked->asked = owners->refresh;
	}
	told->held += unasked->inet;
}

static bool is_unasked(const struct fd_table_entry *entry)
{
	return entry->inode && !entry->asked && !entry->stale && !entry->dead;
}

static void count_held(struct owner_map *owners, struct owner_map_process *process)
{
	struct owner_map_held *held = process->held;
	struct unasked *all = NULL;
	size_t count = 0, known = 0;
	unsigned asked = 0;

	for (size_t i = 0; i < process->fds.count; i++)
		count += is_unasked(&process->fds.entries[i]);
	held->told.held = 0;
	held->told.held_at_least = false;
	all = calloc(count ? count : 1, sizeof(*all));
	held->told.held_known = all && owners->counts_held;
	if (!held->told.held_known) {
		free(all);
		return;
	}
	count = 0;
	for (size_t i = 0; i < process->fds.count; i++) {
		if (!is_unasked(&process->fds.entries[i]))
			continue;
		all[count] = find_known(held, &known, &process->fds.entries[i]);
		judge(owners, process, &all[count++], &asked);
	}
	free(held->all);
	held->all = all;
	held->count = count;
}

static void count_open(struct owner_map *owners, uint32_t index)
{
	struct owner_map_process *process = &owners->processes[index];
	struct owner_map_held *held = process->held;
	struct stat stat;

	held->told.open_known = owners->counted && !owner_map_process_look(owners, index, &stat);
	if (held->told.open_known)
		held->told.open = (uint64_t)stat.st_size;
	if (held->limit_refresh && owners->refresh - held->limit_refresh < LIMIT_LASTS)
		return;
	held->limit_refresh = owners->refresh;
	held->told.limit_known =
		!process_read_file_limit(owners->proc, process->process.pid, &held->told.limit);
}

const struct owner_map_descriptors *owner_map_descriptors(struct owner_map *owners, uint32_t index)
{
	struct owner_map_process *process = &owners->processes[index];

	if (process->life != PROCESS_LIVE || owner_map_is_table(process))
		return process->held ? &process->held->told : NULL;
	if (!process->held)
		process->held = alloc_zero(1, sizeof(*process->held));
	if (process->held->refresh == owners->refresh)
		return &process->held->told;
	process->held->refresh = owners->refresh;
	count_open(owners, index);
	if (process->refused)
		process->held->told.held_known = false;
	else
		count_held(owners, process);
	return &process->held->told;
}

void owner_map_count_held(struct owner_map *owners, bool wanted)
{
	owners->counts_held = wanted;
}

bool owner_map_is_counted(const struct owner_map *owners, uint32_t index)
{
	const struct owner_map_process *process = &owners->processes[index];

	return process->life == PROCESS_LIVE && !owner_map_is_table(process) &&
	       (process->asked || process->held);
}
