/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A sweep: all processes, of which those are read that are new or have changed. Those that are in
 * another network namespace than all that is wanted can wait until something is not found.
 */
#include <string.h>
#include <unistd.h>

#include "sock/owner/owner-map-internal.h"

/* The checks of a sweep take at most one part in SWEEP_SHARE of the time. */
#define SWEEP_SHARE 20

/*
 * Even if the likely processes had all wanted sockets, a sweep still follows at this interval: a
 * new process may share one of them.
 */
#define SWEEP_AT_LATEST_US INT64_C(5000000)

/* What a process is taken to have where the kernel does not count its descriptors. */
#define UNCOUNTED 64

void owner_map_start_sweep(struct owner_map *owners)
{
	owners->sweeping = true;
	owners->short_of = 0;
	owners->sweep++;
	owners->sweep_us = owners->now_us;
	owners->work.sweeps++;
	owners->pids_length = owners->pids_at = 0;
	owners->swept = 0;
	owners->far_cursor = owners->far_want = 0;
	owners->far = false;
	owners->news = false;
	lseek(owners->proc, 0, SEEK_SET);
	if (owners->sweep == 1) /* only the first sweep reads all descriptors */
		owner_map_records_begin(owners, OWNER_MAP_SWEEP);
	for (size_t i = 0; i < owners->want_count; i++)
		if (owner_map_is_due(owners, &owners->wants[i]))
			owners->wants[i].flags |= WANT_ACTIVE;
}

bool owner_map_is_sweep_due(const struct owner_map *owners)
{
	if (owners->now_us < owners->sweep_after_us)
		return false;
	return owner_map_any_due(owners) ||
	       (owners->news && owners->now_us >= owners->sweep_us + SWEEP_AT_LATEST_US);
}

static bool has_other_threads(const struct owner_map_process *process)
{
	return process->process.state == 'Z' && process->process.threads > 1;
}

/*
 * True if the process can wait: the sockets that are looked for are in one network namespace, and
 * it is known to be in another one. It is asked only where there are many descriptors.
 */
static bool is_far(struct owner_map *owners, uint32_t pid, const struct stat *stat)
{
	char path[32], *end = process_put_number(path, pid);
	struct stat space;

	owners->swept += owners->counted ? (uint64_t)stat->st_size : UNCOUNTED;
	if (!owners->near || owners->swept <= owners->ample)
		return false;
	strcpy(end, "/ns/net");
	owner_map_spend(owners, COST_LOOK);
	if (fstatat(owners->proc, path, &space, 0) < 0 || space.st_ino == owners->near)
		return false;
	owners->swept -= owners->counted ? (uint64_t)stat->st_size : UNCOUNTED;
	return true;
}

/* Adds a process that is seen for the first time. */
static void add_process(struct owner_map *owners, uint32_t pid)
{
	uint32_t index = owner_map_process_add(owners, pid);
	struct owner_map_process *process;
	struct stat stat;

	if (index == OWNER_MAP_NONE)
		return;
	process = &owners->processes[index];
	process->sweep = owners->sweep;
	if (owner_map_process_look(owners, index, &stat) < 0)
		owner_map_process_drop(owners, index);
	else if (owners->counted && stat.st_size == 0 && !has_other_threads(process))
		process->read_all = owners->refresh;
	else if (is_far(owners, pid, &stat))
		process->put_off = true;
	else
		owner_map_scan_start(owners, index, OWNER_MAP_DEPTH_ALL);
}

static void visit(struct owner_map *owners, uint32_t pid)
{
	uint32_t index = owner_map_process_find(owners, pid);
	struct owner_map_process *process;
	struct stat stat;

	if (index != OWNER_MAP_NONE && owner_map_process_look(owners, index, &stat) < 0) {
		owner_map_process_drop(owners, index);
		index = OWNER_MAP_NONE;
	}
	if (index == OWNER_MAP_NONE) {
		add_process(owners, pid);
		return;
	}
	process = &owners->processes[index];
	process->sweep = owners->sweep;
	if (process->put_off)
		return;
	if (process->refused) {
		if (process->viewer != stat.st_uid)
			owner_map_scan_start(owners, index, OWNER_MAP_DEPTH_ALL);
	} else if (owner_map_may_have_changed(owners, process, &stat)) {
		owner_map_scan_start(owners, index, OWNER_MAP_DEPTH_PROBE);
	}
}

/* A new want is tried again at once, an old one after up to a minute. */
static void age_want(struct owner_map *owners, struct owner_map_want *want)
{
	unsigned shift =
		want->tries > OWNER_MAP_TRIES_FULL ? want->tries - OWNER_MAP_TRIES_FULL : 0;

	if (want->tries < 10)
		want->tries++;
	if (shift)
		want->due = owner_map_tenths(owners) + (shift < 6 ? 10U << shift : 600);
	want->flags &= (uint8_t)~WANT_ACTIVE;
}

static void end_sweep(struct owner_map *owners)
{
	bool refused = false, left = false;

	owners->sweeping = false;
	if (owners->sweep == 1)
		bpf_iterator_end(&owners->bpf);
	for (size_t i = 0; i < owners->process_count; i++) {
		struct owner_map_process *process = &owners->processes[i];

		if (process->life != PROCESS_LIVE || owner_map_is_table(process))
			continue;
		if (process->sweep != owners->sweep)
			owner_map_process_drop(owners, (uint32_t)i);
		else
			refused |= process->refused;
	}
	owners->hidden = refused ? OWNER_MAP_HIDDEN_REFUSED : 0;
	/* This process would be there: nothing is mounted, or another file system is. */
	if (!owners->by_pid.count)
		owners->hidden |= OWNER_MAP_HIDDEN_EMPTY;
	owners->sweep_after_us = owners->now_us + (int64_t)(owners->by_pid.count * COST_LOOK *
							    COST_NS / 1000 * SWEEP_SHARE);
	for (size_t i = 0; i < owners->want_count; i++) {
		if (!(owners->wants[i].flags & WANT_ACTIVE))
			continue;
		age_want(owners, &owners->wants[i]);
		/*
		 * The first sweep reads all descriptors of all processes: of a full walk only the
		 * threads are left.
		 */
		if (owners->sweep == 1) {
			owners->wants[i].flags |= WANT_WALKING;
			left = true;
		}
	}
	if (left)
		owner_map_begin_walk(owners, owners->process_count);
	owners->phase = OWNER_MAP_WALK;
}

static bool any_active(struct owner_map *owners)
{
	if (owners->far_want >= owners->want_count ||
		!(owners->wants[owners->far_want].flags & WANT_ACTIVE))
		owners->far_want = 0;
	while (owners->far_want < owners->want_count &&
		!(owners->wants[owners->far_want].flags & WANT_ACTIVE))
		owners->far_want++;
	return owners->far_want < owners->want_count;
}

/* Reads the next process that was put off, if something is still not found. */
static bool read_far(struct owner_map *owners)
{
	while (owners->far_cursor < owners->process_count) {
		uint32_t index = (uint32_t)owners->far_cursor;
		struct owner_map_process *process = &owners->processes[index];

		if (process->life != PROCESS_LIVE || !process->put_off) {
			owners->far_cursor++;
			continue;
		}
		if (!any_active(owners))
			return false;
		/* The accelerator has passed them: it lists once more. */
		if (owners->sweep == 1 && !owners->far)
			owner_map_records_begin(owners, OWNER_MAP_SWEEP);
		owners->far = true;
		owners->far_cursor++;
		process->put_off = false;
		owner_map_scan_start(owners, index, OWNER_MAP_DEPTH_ALL);
		return true;
	}
	return false;
}

void owner_map_sweep_step(struct owner_map *owners)
{
	uint32_t pid;
	int more = owner_map_next_number(owners->proc, owners->pids, sizeof(owners->pids),
		&owners->pids_length, &owners->pids_at, &pid);

	owner_map_spend(owners, COST_NAME);
	if (more > 0)
		visit(owners, pid);
	else if (!read_far(owners))
		end_sweep(owners);
}
