/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/alloc.h"
#include "sock/owner/owner-map-internal.h"

/* Reading so many descriptors is a matter of a twentieth of a second. */
#define AMPLE 20000

#define PROC_SUPER_MAGIC 0x9fa0

/* The inode of the first pid namespace is the same on every machine (PROC_PID_INIT_INO). */
#define FIRST_NAMESPACE "pid:[4026531836]"

/*
 * Finds out what this /proc supports. Only the kernel's own /proc lists descriptors in order and
 * reports how many there are.
 */
static void learn_proc(struct owner_map *owners)
{
	struct statfs fs;
	struct stat stat;
	char namespace[32], self[16];
	ssize_t length;

	if (fstatfs(owners->proc, &fs) < 0 || fs.f_type != PROC_SUPER_MAGIC)
		return;
	owners->counted = fstatat(owners->proc, "self/fd", &stat, 0) == 0 && stat.st_size > 0;
	if (fstatat(owners->proc, "1", &stat, 0) < 0)
		owners->hidden_always |= OWNER_MAP_HIDDEN_HIDEPID;
	length = readlinkat(owners->proc, "self", self, sizeof(self) - 1);
	self[length > 0 ? length : 0] = '\0';
	if (!process_take_number(self, &owners->self))
		owners->self = 0;
	length = readlinkat(owners->proc, "self/ns/pid", namespace, sizeof(namespace) - 1);
	if (length <= 0)
		return;
	namespace[length] = '\0';
	if (strcmp(namespace, FIRST_NAMESPACE) != 0)
		owners->hidden_always |= OWNER_MAP_HIDDEN_NAMESPACE;
}

static void init_empty(struct owner_map *owners)
{
	*owners = (struct owner_map){.proc = -1, .scan.directory = -1, .tasks.directory = -1};
	owners->scan.process = owners->first_free_process = OWNER_MAP_NONE;
	inode_index_init(&owners->holders);
	bpf_iterator_init(&owners->bpf);
	owners->read_protocol = owner_map_read_protocol;
	owners->ample = AMPLE;
}

void owner_map_init_recorded(struct owner_map *owners)
{
	init_empty(owners);
}

int owner_map_init(struct owner_map *owners, const char *root)
{
	char path[4096];

	init_empty(owners);
	snprintf(path, sizeof(path), "%s/proc", root);
	owners->proc = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (owners->proc < 0) {
		int error = -errno;

		owner_map_note_short(owners, error);
		return error;
	}
	learn_proc(owners);
	return 0;
}

void owner_map_done(struct owner_map *owners)
{
	if (owners->scan.directory >= 0)
		close(owners->scan.directory);
	owner_map_threads_stop(owners);
	if (owners->proc >= 0)
		close(owners->proc);
	bpf_iterator_close(&owners->bpf);
	for (size_t i = 0; i < owners->process_count; i++) {
		fd_table_done(&owners->processes[i].fds);
		free(owners->processes[i].command);
		free(owners->processes[i].cgroup);
		owner_map_held_free(&owners->processes[i]);
	}
	inode_index_done(&owners->holders);
	free(owners->wants);
	free(owners->processes);
	hash_index_done(&owners->by_pid);
	free(owners->queue);
	free(owners->scan.added);
	*owners = (struct owner_map){.proc = -1, .scan.directory = -1, .tasks.directory = -1};
}

/* A want is also an item in the index of holders: descriptor `index` of no process. */
static int add_want(struct owner_map *owners, uint32_t inode, uint32_t hint, uint32_t due)
{
	int error = alloc_try_grow((void **)&owners->wants, &owners->want_capacity,
		owners->want_count + 1, sizeof(*owners->wants));

	if (!error)
		error = inode_index_add(
			&owners->holders, inode, (uint32_t)owners->want_count, OWNER_MAP_NONE);
	if (error)
		return error;
	owners->wants[owners->want_count++] = (struct owner_map_want){
		.inode = inode,
		.hint = hint,
		.due = due,
		.born = owners->refresh + 1,
		.last = OWNER_MAP_NONE,
	};
	return 0;
}

static void remove_want(struct owner_map *owners, uint32_t index)
{
	struct owner_map_want *last = &owners->wants[owners->want_count - 1];
	uint32_t item;

	if (owners->wants[index].last != OWNER_MAP_NONE)
		owner_map_release(owners, owners->wants[index].last);
	inode_index_drop(&owners->holders, owners->wants[index].inode, index, OWNER_MAP_NONE);
	owners->wants[index] = *last;
	owners->want_count--;
	if (index == owners->want_count)
		return;
	item = inode_index_first(&owners->holders, last->inode);
	if (item != INODE_INDEX_NONE)
		owners->holders.items[item].fd = index;
}

/* Returns the want of a socket, or NULL. A socket that has a want has no holder. */
static const struct owner_map_want *find_want(const struct owner_map *owners, uint32_t inode)
{
	uint32_t item = inode_index_first(&owners->holders, inode);

	if (item == INODE_INDEX_NONE || owners->holders.items[item].process != OWNER_MAP_NONE)
		return NULL;
	return &owners->wants[owners->holders.items[item].fd];
}

static struct fd_table_entry *entry_of(struct owner_map *owners, uint32_t process, uint32_t fd)
{
	struct owner_map_scan *scan = &owners->scan;
	size_t hint = 0;
	struct fd_table_entry *entry = fd_table_find(&owners->processes[process].fds, fd, &hint);

	if (!entry && scan->process == process)
		entry = fd_table_find_unsorted(scan->added, scan->added_count, fd);
	return entry;
}

void owner_map_forget(struct owner_map *owners, uint32_t inode)
{
	uint32_t item;

	while ((item = inode_index_first(&owners->holders, inode)) != INODE_INDEX_NONE) {
		struct inode_index_item holder = owners->holders.items[item];
		struct owner_map_process *process;
		struct fd_table_entry *entry;

		if (holder.process == OWNER_MAP_NONE) {
			remove_want(owners, holder.fd);
			continue;
		}
		process = &owners->processes[holder.process];
		entry = entry_of(owners, holder.process, holder.fd);
		if (entry) {
			entry->stale = 1;
			process->asked -= entry->asked;
			entry->asked = 0;
			/*
			 * An entry of the scan in progress is counted later, when it is put into
			 * the table.
			 */
			if (entry >= process->fds.entries &&
				entry < process->fds.entries + process->fds.count)
				process->fds.stale++;
		}
		inode_index_drop(&owners->holders, inode, holder.fd, holder.process);
	}
}

/* True if this socket was asked for; it has either a holder or a want. */
static bool is_asked(struct owner_map *owners, uint32_t inode, uint32_t *ret_want)
{
	uint32_t item = inode_index_first(&owners->holders, inode);
	struct fd_table_entry *entry;
	struct inode_index_item holder;

	*ret_want = OWNER_MAP_NONE;
	if (item == INODE_INDEX_NONE)
		return false;
	holder = owners->holders.items[item];
	if (holder.process == OWNER_MAP_NONE) {
		*ret_want = holder.fd;
		return true;
	}
	entry = entry_of(owners, holder.process, holder.fd);
	return entry && entry->asked;
}

int owner_map_want(struct owner_map *owners, uint32_t inode, uint32_t hint)
{
	uint32_t item = inode_index_first(&owners->holders, inode), want;

	if (!inode)
		return 0;
	if (is_asked(owners, inode, &want)) {
		if (want != OWNER_MAP_NONE && hint)
			owners->wants[want].hint = hint;
		return 0;
	}
	/*
	 * A holder of a socket that was not asked for was not checked in each refresh: read its
	 * descriptor again before returning it.
	 */
	if (item != INODE_INDEX_NONE)
		owner_map_forget(owners, inode);
	return add_want(owners, inode, hint, 0);
}

/* Returns the process that has this table, or the same number if it is a process. */
static uint32_t process_of(const struct owner_map *owners, uint32_t index)
{
	const struct owner_map_process *process = &owners->processes[index];

	return owner_map_is_table(process) ? process->leader : index;
}

/* The descriptor no longer is this socket. If the socket was asked for, it stays wanted. */
static void release_entry(struct owner_map *owners, uint32_t process, struct fd_table_entry *entry)
{
	bool asked = entry->asked;
	uint32_t inode = entry->inode;

	if (entry->stale)
		owners->processes[process].fds.stale--;
	else if (inode)
		inode_index_drop(&owners->holders, inode, entry->fd, process);
	owners->processes[process].asked -= asked;
	entry->stale = entry->asked = 0;
	entry->inode = 0;
	/*
	 * Most sockets that lose their holder were closed; the next dump will show that, so wait
	 * for it.
	 */
	if (!asked || inode_index_first(&owners->holders, inode) != INODE_INDEX_NONE ||
		add_want(owners, inode, 0, owner_map_tenths(owners) + 1) < 0)
		return;
	process = process_of(owners, process);
	owners->wants[owners->want_count - 1].last = process;
	owner_map_hold(owners, process);
}

int owner_map_assign(
	struct owner_map *owners, uint32_t process, struct fd_table_entry *entry, uint32_t inode)
{
	uint32_t want;
	bool asked;
	int error;

	if (entry->inode == inode && !entry->stale)
		return 0;
	release_entry(owners, process, entry);
	if (!inode)
		return 0;
	asked = is_asked(owners, inode, &want);
	if (want != OWNER_MAP_NONE)
		remove_want(owners, want);
	error = inode_index_add(&owners->holders, inode, entry->fd, process);
	if (error) {
		if (want != OWNER_MAP_NONE)
			add_want(owners, inode, 0, 0);
		return error;
	}
	entry->inode = inode;
	entry->asked = asked;
	owners->processes[process].asked += asked;
	return 0;
}

void owner_map_close(struct owner_map *owners, uint32_t process, struct fd_table_entry *entry)
{
	release_entry(owners, process, entry);
	entry->dead = 1;
}

int owner_map_load_holder(struct owner_map *owners, uint32_t inode, uint32_t process, uint32_t fd)
{
	uint32_t item = inode_index_first(&owners->holders, inode);

	if (item != INODE_INDEX_NONE && owners->holders.items[item].process == OWNER_MAP_NONE)
		remove_want(owners, owners->holders.items[item].fd);
	owners->processes[process].asked++;
	return inode_index_add(&owners->holders, inode, fd, process);
}

void owner_map_load_end(struct owner_map *owners, bool hidden)
{
	owners->hidden = hidden ? OWNER_MAP_HIDDEN_REFUSED : 0;
	for (size_t i = 0; i < owners->want_count; i++) {
		owners->wants[i].tries = 1;
		owners->wants[i].flags |= WANT_WALKED;
	}
}

static bool is_before(const struct owner *left, const struct owner *right)
{
	if (left->pid != right->pid)
		return left->pid < right->pid;
	return left->thread != right->thread ? left->thread < right->thread : left->fd < right->fd;
}

/*
 * A thread that gets a table of its own gets a copy. True if this holder is such a copy of a
 * descriptor that is still the same in the table of the process, or in one before it in the list.
 */
static bool is_copy(const struct owner_map *owners, const struct inode_index_item *holder)
{
	uint32_t leader = process_of(owners, holder->process), at = leader;

	while (at != holder->process) {
		const struct owner_map_process *process = &owners->processes[at];
		size_t hint = 0;
		const struct fd_table_entry *entry =
			fd_table_find(&process->fds, holder->fd, &hint);

		if (entry && entry->inode == holder->inode && !entry->stale && !entry->dead)
			return true;
		at = at == leader ? process->tables : process->next;
	}
	return false;
}

size_t owner_map_find(
	const struct owner_map *owners, uint32_t inode, struct owner *ret_owners, size_t max)
{
	uint32_t item = inode ? inode_index_first(&owners->holders, inode) : INODE_INDEX_NONE;
	size_t count = 0;

	for (; item != INODE_INDEX_NONE; item = inode_index_next(&owners->holders, item)) {
		const struct inode_index_item *holder = &owners->holders.items[item];
		struct owner owner = {.fd = holder->fd};
		size_t at = count < max ? count : max;

		if (holder->process == OWNER_MAP_NONE)
			return 0;
		if (is_copy(owners, holder))
			continue;
		if (owner_map_is_table(&owners->processes[holder->process]))
			owner.thread = owners->processes[holder->process].thread;
		owner.process = process_of(owners, holder->process);
		owner.pid = owners->processes[owner.process].process.pid;
		count++;
		for (; at && is_before(&owner, &ret_owners[at - 1]); at--)
			if (at < max)
				ret_owners[at] = ret_owners[at - 1];
		if (at < max)
			ret_owners[at] = owner;
	}
	return count;
}

uint32_t owner_map_last(const struct owner_map *owners, uint32_t inode)
{
	const struct owner_map_want *want = inode ? find_want(owners, inode) : NULL;

	return want ? want->last : OWNER_MAP_NONE;
}

size_t owner_map_count(struct owner_map *owners, uint32_t inode)
{
	uint32_t item = inode ? inode_index_first(&owners->holders, inode) : INODE_INDEX_NONE;
	size_t count = 0;

	owners->stamp++;
	for (; item != INODE_INDEX_NONE; item = inode_index_next(&owners->holders, item)) {
		uint32_t process = owners->holders.items[item].process;

		if (process == OWNER_MAP_NONE)
			continue;
		process = process_of(owners, process);
		if (owners->processes[process].stamp == owners->stamp)
			continue;
		owners->processes[process].stamp = owners->stamp;
		count++;
	}
	return count;
}

unsigned owner_map_hidden(const struct owner_map *owners)
{
	return owners->hidden | owners->hidden_always |
	       (owners->short_of ? OWNER_MAP_HIDDEN_SHORT : 0U);
}

/* Wanted is only what was not found: mostly little, and the first has been looked for. */
bool owner_map_hides_any(const struct owner_map *owners)
{
	if (!owner_map_hidden(owners))
		return false;
	for (size_t i = 0; i < owners->want_count; i++)
		if (owners->wants[i].tries)
			return true;
	return false;
}

size_t owner_map_count_hidden(const struct owner_map *owners)
{
	size_t count = 0;

	for (size_t i = 0; owner_map_hidden(owners) && i < owners->want_count; i++)
		count += owners->wants[i].tries > 0;
	return count;
}

enum owner_map_reason owner_map_reason(const struct owner_map *owners, uint32_t inode)
{
	const struct owner_map_want *want = inode ? find_want(owners, inode) : NULL;

	if (!want)
		return inode && inode_index_first(&owners->holders, inode) != INODE_INDEX_NONE
			       ? OWNER_MAP_FOUND
			       : OWNER_MAP_NOT_WANTED;
	if (want->tries == 0)
		return OWNER_MAP_SEARCHING;
	if (owner_map_hidden(owners))
		return OWNER_MAP_NOT_PERMITTED;
	return want->flags & WANT_WALKED ? OWNER_MAP_NOBODY : OWNER_MAP_SEARCHING;
}
