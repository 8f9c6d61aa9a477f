/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the descriptors of one process. Most of the time is spent here, so reading one descriptor
 * allocates no memory and formats no text.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/alloc.h"
#include "sock/owner/owner-map-internal.h"

/*
 * Descriptors without a wanted socket are read again only if there are no more of them than this.
 */
#define LOOSE_PROBE 64
#define LOOSE_LIST 1024

/*
 * The kernel assigns the lowest free number: after so many numbers that are still free, new
 * descriptors must be elsewhere.
 */
#define MISSES 128

/* The record of getdents64(), which C libraries name differently. */
struct name_record {
	uint64_t inode;
	int64_t offset;
	uint16_t length;
	uint8_t type;
	char name[];
};

int owner_map_next_number(
	int directory, char *buffer, size_t size, size_t *length, size_t *at, uint32_t *ret_number)
{
	for (;;) {
		const struct name_record *record;

		if (*at >= *length) {
			long got = syscall(SYS_getdents64, directory, buffer, size);

			if (got <= 0)
				return got < 0 ? -errno : 0;
			*length = (size_t)got;
			*at = 0;
		}
		record = (const void *)(buffer + *at);
		*at += record->length;
		if (process_take_number(record->name, ret_number))
			return 1;
	}
}

int owner_map_scan_read(struct owner_map *owners, uint32_t fd, uint32_t *ret_inode)
{
	char name[12], link[32];
	ssize_t length;

	process_put_number(name, fd);
	if (fd == owners->scan.own)
		return -ENOENT;
	owners->work.links++;
	owner_map_spend(owners, COST_LINK);
	length = readlinkat(owners->scan.directory, name, link, sizeof(link));
	if (length < 0)
		return errno == EACCES || errno == EPERM ? -EACCES : -ENOENT;
	if (!process_take_socket(link, (size_t)length, ret_inode))
		*ret_inode = 0;
	return 0;
}

/* Reads a descriptor that is not known. Returns 1; 0: it is not open; or -errno. */
static int read_new(struct owner_map *owners, uint32_t fd)
{
	uint32_t inode;
	int error = owner_map_scan_read(owners, fd, &inode);

	if (error)
		return error == -ENOENT ? 0 : error;
	return owner_map_scan_add(owners, fd, inode);
}

int owner_map_scan_add(struct owner_map *owners, uint32_t fd, uint32_t inode)
{
	struct owner_map_scan *scan = &owners->scan;
	struct fd_table_entry *entry;
	int error = alloc_try_grow((void **)&scan->added, &scan->added_capacity,
		scan->added_count + 1, sizeof(*scan->added));

	if (error)
		return error;
	entry = &scan->added[scan->added_count++];
	*entry = (struct fd_table_entry){.fd = fd & (FD_LIMIT - 1)};
	scan->changes++;
	error = owner_map_assign(owners, scan->process, entry, inode);
	return error ? error : 1;
}

/* Reads a known descriptor again. Returns 1; 0: it was closed; or -errno. */
static int read_again(struct owner_map *owners, struct fd_table_entry *entry)
{
	struct owner_map_scan *scan = &owners->scan;
	uint32_t inode;
	int error = owner_map_scan_read(owners, entry->fd, &inode);

	if (error == -ENOENT) {
		scan->changes++;
		owner_map_close(owners, scan->process, entry);
		return 0;
	}
	if (error)
		return error;
	scan->changes += entry->inode != inode || entry->stale;
	error = owner_map_assign(owners, scan->process, entry, inode);
	return error ? error : 1;
}

static bool needs_reading(const struct owner_map_scan *scan, const struct fd_table_entry *entry)
{
	return entry->stale || scan->depth == OWNER_MAP_DEPTH_ALL ||
	       (!entry->asked && scan->loose_too);
}

static void close_directory(struct owner_map_scan *scan)
{
	close(scan->directory);
	scan->directory = -1;
	scan->process = OWNER_MAP_NONE;
}

void owner_map_scan_stop(struct owner_map *owners)
{
	struct owner_map_scan *scan = &owners->scan;
	struct owner_map_process *process = &owners->processes[scan->process];

	for (size_t i = 0; i < scan->added_count; i++) {
		scan->added[i].inode = scan->added[i].stale ? 0 : scan->added[i].inode;
		scan->added[i].stale = 0;
		owner_map_close(owners, scan->process, &scan->added[i]);
	}
	scan->added_count = 0;
	for (size_t i = 0; i < process->fds.count; i++)
		process->fds.entries[i].seen = 0;
	close_directory(scan);
}

/* Reading is not permitted (any more), so what was known may be outdated: forgets it. */
static void mark_refused(struct owner_map *owners)
{
	uint32_t index = owners->scan.process;
	struct owner_map_process *process = &owners->processes[index];
	struct stat stat;

	owner_map_scan_stop(owners);
	if (owner_map_is_table(process)) {
		owner_map_process_drop(owners, index);
		return;
	}
	for (size_t i = 0; i < process->fds.count; i++)
		if (!process->fds.entries[i].dead)
			owner_map_close(owners, index, &process->fds.entries[i]);
	fd_table_merge(&process->fds, NULL, 0);
	process->refused = true;
	if (!owner_map_process_look(owners, index, &stat))
		process->viewer = stat.st_uid;
}

/* Stores the descriptors that were found. The kernel's count tells whether they are all. */
static void finish(struct owner_map *owners, bool listed)
{
	struct owner_map_scan *scan = &owners->scan;
	uint32_t index = scan->process;
	struct owner_map_process *process = &owners->processes[index];
	enum owner_map_depth depth = scan->depth;
	size_t added_stale = 0, difference;

	for (size_t i = 0; listed && i < process->fds.count; i++) {
		struct fd_table_entry *entry = &process->fds.entries[i];

		if (!entry->seen && !entry->dead)
			owner_map_close(owners, index, entry);
		entry->seen = 0;
	}
	for (size_t i = 0; i < scan->added_count; i++)
		added_stale += scan->added[i].stale;
	if (fd_table_merge(&process->fds, scan->added, scan->added_count) < 0) {
		owner_map_scan_stop(owners);
		return;
	}
	process->fds.stale += added_stale;
	scan->added_count = 0;
	close_directory(scan);
	if (depth == OWNER_MAP_DEPTH_ALL)
		process->read_all = owners->refresh;
	/* Records of the accelerator may be outdated by now, so their number is compared, too. */
	if (listed && !(scan->told && owners->counted)) {
		process->differences = 0;
		process->list_after_us =
			owners->now_us + (int64_t)(process->fds.count * COST_NAME * COST_NS / 20);
		return;
	}
	difference = scan->counted > owner_map_known(process)
			     ? scan->counted - owner_map_known(process)
			     : owner_map_known(process) - scan->counted;
	if (!difference)
		process->differences = 0;
	else if ((difference > 4 + scan->changes / 8 || ++process->differences > 1) &&
		 owners->now_us >= process->list_after_us)
		owner_map_scan_start(owners, index, OWNER_MAP_DEPTH_LIST);
}

static size_t count_loose(const struct fd_table *fds)
{
	size_t count = 0;

	for (size_t i = 0; i < fds->count; i++)
		count += !fds->entries[i].asked && !fds->entries[i].stale;
	return count;
}

static int open_path(struct owner_map *owners, const struct owner_map_process *process)
{
	char path[40];
	int fd;

	owner_map_process_path(process, path);
	owner_map_spend(owners, COST_OPEN);
	fd = openat(owners->proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/*
 * When the first thread of a process has ended, its directory shows no descriptors and belongs to
 * root. Returns 1: the descriptors are now read through another thread; 0: the first thread has not
 * ended; -ESRCH: no thread is left.
 */
static int use_other_thread(struct owner_map *owners, struct owner_map_process *process)
{
	struct process now;

	if (process->thread)
		return 0;
	owner_map_spend(owners, COST_OPEN);
	if (process_read(owners->proc, process->process.pid, &now) < 0 ||
		(process->directory && now.start != process->process.start))
		return -ESRCH;
	if (now.state != 'Z')
		return 0;
	if (now.threads < 2 ||
		process_find_thread(owners->proc, process->process.pid, &process->thread) < 0)
		return -ESRCH;
	/*
	 * The process is now recognized by another directory; its start time was checked just
	 * above.
	 */
	process->directory = 0;
	return 1;
}

/*
 * Opens the directory to read, after checking that it belongs to this process. Returns a
 * descriptor, or -errno.
 */
static int open_directory(struct owner_map *owners, uint32_t index, struct stat *stat)
{
	struct owner_map_process *process = &owners->processes[index];
	int fd = open_path(owners, process), turned = 0, error = 0;

	if (fd == -EACCES || fd == -EPERM ||
		(fd >= 0 && owners->counted && fstat(fd, stat) == 0 && stat->st_size == 0))
		turned = use_other_thread(owners, process);
	if (turned != 0 && fd >= 0)
		close(fd);
	if (turned < 0)
		return turned;
	if (turned > 0)
		fd = open_path(owners, process);
	if (fd < 0)
		return fd;
	error = fstat(fd, stat) < 0 ? -errno : owner_map_process_identify(owners, index, stat);
	if (error) {
		close(fd);
		return error;
	}
	return fd;
}

int owner_map_scan_start(struct owner_map *owners, uint32_t index, enum owner_map_depth depth)
{
	struct owner_map_process *process = &owners->processes[index];
	struct owner_map_scan *scan = &owners->scan;
	struct stat stat;
	int fd = open_directory(owners, index, &stat);
	size_t loose;

	if (fd == -ENOENT || fd == -ESRCH || fd == -ENOTDIR) {
		owner_map_process_drop(owners, index);
		return -ESRCH;
	}
	if (fd < 0 && fd != -EACCES && fd != -EPERM) {
		owner_map_note_short(owners, fd);
		return fd;
	}
	if (!owners->counted && depth == OWNER_MAP_DEPTH_PROBE)
		depth = OWNER_MAP_DEPTH_LIST;
	loose = count_loose(&process->fds);
	scan->directory = fd;
	scan->process = index;
	scan->depth = depth;
	scan->probing = depth == OWNER_MAP_DEPTH_PROBE;
	scan->told = depth == OWNER_MAP_DEPTH_ALL && owner_map_records_wanted(owners, process);
	scan->loose_too = depth != OWNER_MAP_DEPTH_NAMES &&
			  loose <= (depth == OWNER_MAP_DEPTH_PROBE ? LOOSE_PROBE : LOOSE_LIST);
	scan->cursor = scan->next_fd = 0;
	scan->misses = 0;
	scan->changes = scan->added_count = scan->taken = scan->length = scan->at = 0;
	if (fd < 0) {
		mark_refused(owners);
		return -EACCES;
	}
	process->refused = false;
	scan->own = process->process.pid == owners->self && !owner_map_is_table(process)
			    ? (uint32_t)fd
			    : FD_LIMIT;
	scan->counted = (size_t)stat.st_size - (scan->own != FD_LIMIT);
	scan->missing = (int64_t)scan->counted - (int64_t)owner_map_known(process);
	owners->work.scans++;
	return 0;
}

/* Handles one name of the listing. */
static int take_name(struct owner_map *owners, uint32_t fd)
{
	struct owner_map_scan *scan = &owners->scan;
	struct fd_table *fds = &owners->processes[scan->process].fds;
	struct fd_table_entry *entry = fd_table_find(fds, fd, &scan->cursor);

	owners->work.names++;
	owner_map_spend(owners, COST_NAME);
	if (fd == scan->own)
		return 0;
	if (!entry)
		return scan->depth == OWNER_MAP_DEPTH_NAMES ? 0 : read_new(owners, fd);
	entry->seen = 1;
	if (scan->depth == OWNER_MAP_DEPTH_NAMES || !needs_reading(scan, entry))
		return 0;
	return read_again(owners, entry);
}

/* Continues the listing; returns 1, 0 at the end, or -errno. */
static int list_step(struct owner_map *owners)
{
	struct owner_map_scan *scan = &owners->scan;
	uint32_t fd;
	int more = 1;

	while (more > 0 && owners->left > 0) {
		more = owner_map_next_number(scan->directory, scan->names, sizeof(scan->names),
			&scan->length, &scan->at, &fd);
		if (more > 0) {
			int error = take_name(owners, fd);

			if (error < 0)
				return error;
		}
	}
	return more;
}

/*
 * Goes through the known descriptors and, while some open ones are not yet found, the free numbers
 * between them. Returns 1, 0 at the end, or -errno.
 */
static int probe_step(struct owner_map *owners)
{
	struct owner_map_scan *scan = &owners->scan;
	struct fd_table *fds = &owners->processes[scan->process].fds;
	int found;

	while (owners->left > 0) {
		struct fd_table_entry *entry = NULL;
		bool stale;

		if (scan->cursor < fds->count)
			entry = &fds->entries[scan->cursor];
		else if (scan->missing <= 0)
			return 0;
		if (scan->missing > 0 && scan->misses < MISSES &&
			(!entry || scan->next_fd < entry->fd)) {
			found = read_new(owners, scan->next_fd++);
			scan->missing -= found > 0;
			scan->misses = found ? 0 : scan->misses + 1;
			if (found < 0)
				return found;
			continue;
		}
		if (!entry)
			return 0;
		scan->next_fd = entry->fd + 1;
		scan->cursor++;
		if (entry->dead || !needs_reading(scan, entry))
			continue;
		stale = entry->stale;
		found = read_again(owners, entry);
		if (found < 0)
			return found;
		scan->missing += stale ? -found : !found;
	}
	return 1;
}

void owner_map_scan_step(struct owner_map *owners)
{
	struct owner_map_scan *scan = &owners->scan;
	int more;

	if (scan->told) {
		more = owner_map_records_step(owners);
	} else if (scan->probing) {
		more = probe_step(owners);
		if (more == 0 && scan->missing > 0 &&
			lseek(scan->directory, (off_t)scan->next_fd + 2, SEEK_SET) >= 0) {
			/*
			 * The kernel can list from any number on: the position is the number + 2.
			 */
			scan->probing = false;
			return;
		}
	} else {
		more = list_step(owners);
	}
	if (more == 0)
		finish(owners, scan->depth != OWNER_MAP_DEPTH_PROBE);
	else if (more == -EACCES)
		mark_refused(owners);
	else if (more < 0)
		owner_map_scan_stop(owners);
}
