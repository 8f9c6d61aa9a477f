/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Feeds the owner map from the accelerator. Where all descriptors of all processes are to be read
 * (in the first sweep and in full walks), the descriptors of a process are taken from the kernel's
 * records (bpf-iterator.h) instead of its directory. The directory is opened all the same, and one
 * link is read: this decides to which process the directory belongs and whether it may be read, so
 * the results are the same as those of /proc. If the kernel has no records for a process that has
 * descriptors, or records for another process of that number, all descriptors are read from /proc.
 *
 * A refresh that reads only new sockets is cheaper without the accelerator: it looks at some
 * processes, while the kernel lists all of them.
 */
#include <errno.h>
#include <unistd.h>

#include "sock/owner/owner-map-internal.h"

int owner_map_accelerate(struct owner_map *owners)
{
	/*
	 * The kernel lists processes by their numbers in our namespace; /proc must have the same
	 * numbers.
	 */
	if (!owners->self || owners->self != (uint32_t)getpid())
		return -ENOTSUP;
	if (bpf_iterator_is_open(&owners->bpf))
		return 0;
	owners->tick_ns = 1000000000 / (uint64_t)sysconf(_SC_CLK_TCK);
	return bpf_iterator_open(&owners->bpf);
}

enum owner_map_way owner_map_way(const struct owner_map *owners)
{
	return bpf_iterator_is_open(&owners->bpf) ? OWNER_MAP_BY_BPF : OWNER_MAP_BY_PROC;
}

void owner_map_records_begin(struct owner_map *owners, enum owner_map_phase phase)
{
	int error;

	if (!bpf_iterator_is_open(&owners->bpf))
		return;
	owners->told_phase = phase;
	owners->told_pid = 0;
	error = bpf_iterator_begin(&owners->bpf);
	/* If descriptors or memory are short now, the next listing may succeed. */
	if (error && error != -EMFILE && error != -ENFILE && error != -ENOMEM)
		bpf_iterator_close(&owners->bpf);
}

static int peek(struct owner_map *owners, const struct bpf_record **ret_record)
{
	uint64_t before = owners->bpf.read;
	int more = bpf_iterator_peek(&owners->bpf, ret_record);
	unsigned read = (unsigned)(owners->bpf.read - before);

	owners->work.records += read;
	owner_map_spend(owners, read / RECORDS_A_QUARTER);
	if (more <= 0)
		bpf_iterator_end(&owners->bpf);
	return more;
}

bool owner_map_records_next_pid(struct owner_map *owners, uint32_t *ret_pid)
{
	const struct bpf_record *record;

	if (peek(owners, &record) <= 0)
		return false;
	*ret_pid = record->pid;
	if (record->pid == owners->told_pid) {
		bpf_iterator_skip(&owners->bpf);
		return false;
	}
	owners->told_pid = record->pid;
	return true;
}

bool owner_map_records_wanted(
	const struct owner_map *owners, const struct owner_map_process *process)
{
	return bpf_iterator_is_listing(&owners->bpf) && owners->phase == owners->told_phase &&
	       !process->thread && process->process.pid != owners->self;
}

static int take(struct owner_map *owners, const struct bpf_record *record)
{
	struct owner_map_scan *scan = &owners->scan;
	struct fd_table *fds = &owners->processes[scan->process].fds;
	struct fd_table_entry *entry;
	uint32_t inode = record->inode <= UINT32_MAX ? (uint32_t)record->inode : 0;
	int error = 0;

	if (record->fd < scan->next_fd)
		return 0;
	if (!scan->taken)
		error = owner_map_scan_read(owners, record->fd, &inode);
	if (error)
		return error == -ENOENT ? 0 : error;
	scan->next_fd = record->fd + 1;
	scan->taken++;
	entry = fd_table_find(fds, record->fd, &scan->cursor);
	if (!entry)
		return owner_map_scan_add(owners, record->fd, inode);
	entry->seen = 1;
	scan->changes += entry->inode != inode || entry->stale;
	return owner_map_assign(owners, scan->process, entry, inode);
}

static void read_in_proc(struct owner_map *owners)
{
	uint32_t process = owners->scan.process;

	owner_map_scan_stop(owners);
	if (!owner_map_scan_start(owners, process, OWNER_MAP_DEPTH_ALL))
		owners->scan.told = false;
}

int owner_map_records_step(struct owner_map *owners)
{
	struct owner_map_scan *scan = &owners->scan;
	const struct process *process = &owners->processes[scan->process].process;
	const struct bpf_record *record;
	int more, error;

	for (;;) {
		if (owners->left <= 0)
			return 1;
		more = bpf_iterator_is_listing(&owners->bpf) ? peek(owners, &record) : 0;
		if (more <= 0 || record->pid > process->pid)
			break;
		if (record->pid == process->pid &&
			record->start_ns / owners->tick_ns == process->start) {
			error = take(owners, record);
			if (error < 0)
				return error;
		}
		bpf_iterator_skip(&owners->bpf);
	}
	if (more >= 0 && (scan->taken || (owners->counted && !scan->counted)))
		return 0;
	read_in_proc(owners);
	return 1;
}
