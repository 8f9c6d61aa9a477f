/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The accelerator at work: where all descriptors of all processes are to be read, in the first
 * sweep and in full walks, those of a process are taken from what the kernel tells (owners-bpf.h)
 * instead of from its directory. The directory is opened all the same, and one link read: whose it
 * is, and that it may be read, is decided there, so that the answers are those of /proc. Where the
 * kernel tells nothing of a process that has descriptors, or tells of another one of that number,
 * all of it is read in /proc.
 *
 * A refresh that reads only what is new does better without: it looks at some processes, and the
 * kernel tells of all.
 */
#include <errno.h>
#include <unistd.h>

#include "sock/owner/owner-map-internal.h"

int owners_accelerate(struct owners *owners)
{
	/* The kernel tells processes by their numbers in our namespace; so must /proc. */
	if (!owners->self || owners->self != (uint32_t)getpid())
		return -ENOTSUP;
	if (owners_bpf_is_open(&owners->bpf))
		return 0;
	owners->tick_ns = 1000000000 / (uint64_t)sysconf(_SC_CLK_TCK);
	return owners_bpf_open(&owners->bpf);
}

enum owners_way owners_way(const struct owners *owners)
{
	return owners_bpf_is_open(&owners->bpf) ? OWNERS_BY_BPF : OWNERS_BY_PROC;
}

void owners_records_begin(struct owners *owners, enum owners_phase phase)
{
	int error;

	if (!owners_bpf_is_open(&owners->bpf))
		return;
	owners->told_phase = phase;
	owners->told_pid = 0;
	error = owners_bpf_begin(&owners->bpf);
	/* Where descriptors or memory are short, there may be some the next time. */
	if (error && error != -EMFILE && error != -ENFILE && error != -ENOMEM)
		owners_bpf_close(&owners->bpf);
}

static int peek(struct owners *owners, const struct owners_record **ret_record)
{
	uint64_t before = owners->bpf.read;
	int more = owners_bpf_peek(&owners->bpf, ret_record);
	unsigned read = (unsigned)(owners->bpf.read - before);

	owners->work.records += read;
	owners_spend(owners, read / RECORDS_A_QUARTER);
	if (more <= 0)
		owners_bpf_end(&owners->bpf);
	return more;
}

bool owners_records_next_pid(struct owners *owners, uint32_t *ret_pid)
{
	const struct owners_record *record;

	if (peek(owners, &record) <= 0)
		return false;
	*ret_pid = record->pid;
	if (record->pid == owners->told_pid) {
		owners_bpf_skip(&owners->bpf);
		return false;
	}
	owners->told_pid = record->pid;
	return true;
}

bool owners_records_wanted(const struct owners *owners, const struct owners_process *process)
{
	return owners_bpf_is_listing(&owners->bpf) && owners->phase == owners->told_phase &&
	       !process->thread && process->process.pid != owners->self;
}

static int take(struct owners *owners, const struct owners_record *record)
{
	struct owners_scan *scan = &owners->scan;
	struct fdtable *fds = &owners->processes[scan->process].fds;
	struct fd_entry *entry;
	uint32_t inode = record->inode <= UINT32_MAX ? (uint32_t)record->inode : 0;
	int error = 0;

	if (record->fd < scan->next_fd)
		return 0;
	if (!scan->taken)
		error = owners_scan_read(owners, record->fd, &inode);
	if (error)
		return error == -ENOENT ? 0 : error;
	scan->next_fd = record->fd + 1;
	scan->taken++;
	entry = fdtable_find(fds, record->fd, &scan->cursor);
	if (!entry)
		return owners_scan_add(owners, record->fd, inode);
	entry->seen = 1;
	scan->changes += entry->inode != inode || entry->stale;
	return owners_assign(owners, scan->process, entry, inode);
}

static void read_in_proc(struct owners *owners)
{
	uint32_t process = owners->scan.process;

	owners_scan_stop(owners);
	if (!owners_scan_start(owners, process, OWNERS_DEPTH_ALL))
		owners->scan.told = false;
}

int owners_records_step(struct owners *owners)
{
	struct owners_scan *scan = &owners->scan;
	const struct process *process = &owners->processes[scan->process].process;
	const struct owners_record *record;
	int more, error;

	for (;;) {
		if (owners->left <= 0)
			return 1;
		more = owners_bpf_is_listing(&owners->bpf) ? peek(owners, &record) : 0;
		if (more <= 0 || record->pid > process->pid)
			break;
		if (record->pid == process->pid &&
			record->start_ns / owners->tick_ns == process->start) {
			error = take(owners, record);
			if (error < 0)
				return error;
		}
		owners_bpf_skip(&owners->bpf);
	}
	if (more >= 0 && (scan->taken || (owners->counted && !scan->counted)))
		return 0;
	read_in_proc(owners);
	return 1;
}
