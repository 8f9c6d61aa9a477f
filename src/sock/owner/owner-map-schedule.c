/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The order of the search, from refresh to refresh: known processes, likely processes, changed and
 * new processes, all processes. A sweep or a full walk may take longer than one refresh; new
 * sockets are looked for before it continues.
 */
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "sock/owner/owner-map-internal.h"

#define SECOND_US INT64_C(1000000)

/* A full walk takes at most one part in WALK_SHARE of the time. */
#define WALK_SHARE 50
#define WALK_LEAST_US (10 * SECOND_US)

/* How many names of processes are read again in a refresh. */
#define NAMES_A_REFRESH 16

bool owner_map_is_due(const struct owner_map *owners, const struct owner_map_want *want)
{
	return want->due <= owner_map_tenths(owners);
}

bool owner_map_any_due(const struct owner_map *owners)
{
	for (size_t i = 0; i < owners->want_count; i++)
		if (owner_map_is_due(owners, &owners->wants[i]))
			return true;
	return false;
}

bool owner_map_may_have_changed(const struct owner_map *owners,
	const struct owner_map_process *process, const struct stat *stat)
{
	if (process->fds.stale)
		return true;
	if (owners->counted)
		return (size_t)stat->st_size != owner_map_known(process);
	return owners->now_us >= process->list_after_us;
}

/* Reads the names of the next processes again, in turn. */
static void refresh_names(struct owner_map *owners)
{
	unsigned left = NAMES_A_REFRESH;

	for (size_t i = 0; i < owners->process_count && left; i++) {
		size_t index = owners->name_cursor++ % owners->process_count;

		if (!owner_map_sockets(owners, (uint32_t)index))
			continue;
		owner_map_process_refresh(owners, (uint32_t)index);
		left--;
	}
}

static void enqueue(struct owner_map *owners, uint32_t index, enum owner_map_depth depth)
{
	struct owner_map_process *process = &owners->processes[index];

	if (process->life != PROCESS_LIVE || process->refused)
		return;
	if (depth > OWNER_MAP_DEPTH_PROBE && owners->now_us < process->list_after_us)
		depth = OWNER_MAP_DEPTH_PROBE;
	if (process->queued == OWNER_MAP_DEPTH_NONE) {
		if (alloc_try_grow((void **)&owners->queue, &owners->queue_capacity,
			    owners->queue_count + 1, sizeof(*owners->queue)) < 0)
			return;
		owners->queue[owners->queue_count++] = index;
	}
	if (process->queued < depth)
		process->queued = (uint8_t)depth;
}

static void enqueue_holders(struct owner_map *owners, uint32_t inode, enum owner_map_depth depth)
{
	uint32_t item = inode_index_first(&owners->holders, inode);

	for (; item != INODE_INDEX_NONE; item = inode_index_next(&owners->holders, item))
		if (owners->holders.items[item].process != OWNER_MAP_NONE)
			enqueue(owners, owners->holders.items[item].process, depth);
}

/* A sweep goes through /proc and does not see the tables that threads have for themselves. */
static bool is_changed_table(struct owner_map *owners, uint32_t index)
{
	const struct owner_map_process *process = &owners->processes[index];
	struct stat stat;

	if (process->life != PROCESS_LIVE || !owner_map_is_table(process))
		return false;
	if (owner_map_process_look(owners, index, &stat) < 0) {
		owner_map_process_drop(owners, index);
		return false;
	}
	return owner_map_may_have_changed(owners, process, &stat);
}

static void fill_queue(struct owner_map *owners)
{
	uint32_t last_hint = 0;

	owners->queue_count = owners->queue_at = 0;
	for (size_t i = 0; i < owners->process_count; i++) {
		owners->processes[i].queued = OWNER_MAP_DEPTH_NONE;
		if (owners->processes[i].fds.stale || is_changed_table(owners, (uint32_t)i))
			enqueue(owners, (uint32_t)i, OWNER_MAP_DEPTH_PROBE);
	}
	for (size_t i = 0; i < owners->want_count; i++) {
		const struct owner_map_want *want = &owners->wants[i];

		/* The clients of one server come one after the other: enqueue its holders once. */
		if (!want->hint || !owner_map_is_due(owners, want) ||
			(want->hint == last_hint && !want->tries))
			continue;
		enqueue_holders(owners, want->hint,
			want->tries ? OWNER_MAP_DEPTH_LIST : OWNER_MAP_DEPTH_PROBE);
		last_hint = want->hint;
	}
}

static void after_verify(struct owner_map *owners)
{
	refresh_names(owners);
	owners->queue_count = owners->queue_at = 0;
	if (owner_map_any_due(owners)) {
		owners->news = true;
		fill_queue(owners);
	}
	owners->phase = OWNER_MAP_QUEUE;
}

static void verify(struct owner_map *owners)
{
	uint32_t index = (uint32_t)owners->verify_cursor;
	struct owner_map_process *process;
	struct stat stat;

	if (owners->verify_cursor >= owners->process_count) {
		after_verify(owners);
		return;
	}
	owners->verify_cursor++;
	process = &owners->processes[index];
	if (process->life != PROCESS_LIVE ||
		!(process->asked || (owners->counts_held && process->held)))
		return;
	if (owner_map_process_look(owners, index, &stat) < 0)
		owner_map_process_drop(owners, index);
	else if (owner_map_misses_fds(owners, process, (size_t)stat.st_size))
		owner_map_scan_start(owners, index, OWNER_MAP_DEPTH_LIST);
	else if (owners->counted && (size_t)stat.st_size < owner_map_known(process) &&
		 owners->now_us >= process->list_after_us)
		owner_map_scan_start(owners, index, OWNER_MAP_DEPTH_NAMES);
}

static void take_queued(struct owner_map *owners)
{
	while (owners->queue_at < owners->queue_count) {
		uint32_t index = owners->queue[owners->queue_at++];
		struct owner_map_process *process = &owners->processes[index];
		enum owner_map_depth depth = (enum owner_map_depth)process->queued;

		process->queued = OWNER_MAP_DEPTH_NONE;
		if (process->life == PROCESS_LIVE && depth != OWNER_MAP_DEPTH_NONE) {
			owner_map_scan_start(owners, index, depth);
			return;
		}
	}
	if (!owners->sweeping && owner_map_is_sweep_due(owners))
		owner_map_start_sweep(owners);
	owners->phase = owners->sweeping ? OWNER_MAP_SWEEP : OWNER_MAP_WALK;
}

void owner_map_begin_walk(struct owner_map *owners, size_t cursor)
{
	owners->walking = true;
	owners->walk_cursor = cursor;
	owners->walk_cost = owners->spent;
	owner_map_threads_begin(owners);
}

static bool start_walk(struct owner_map *owners)
{
	bool needed = false;

	if (owners->now_us < owners->walk_after_us)
		return false;
	for (size_t i = 0; i < owners->want_count && !needed; i++)
		needed = owners->wants[i].tries >= OWNER_MAP_TRIES_FULL &&
			 !(owners->wants[i].flags & WANT_WALKED);
	if (!needed)
		return false;
	owners->walk_born = 0;
	for (size_t i = 0; i < owners->want_count; i++) {
		struct owner_map_want *want = &owners->wants[i];

		if (!want->tries || want->flags & WANT_WALKED)
			continue;
		want->flags |= WANT_WALKING;
		if (want->born > owners->walk_born)
			owners->walk_born = want->born;
	}
	owner_map_begin_walk(owners, 0);
	owners->work.full_walks++;
	owner_map_records_begin(owners, OWNER_MAP_WALK);
	return true;
}

static void end_walk(struct owner_map *owners)
{
	int64_t cost_us = (int64_t)((owners->spent - owners->walk_cost) * COST_NS / 1000);
	int64_t pause_us = cost_us * WALK_SHARE;
	int64_t least_us = owners->work.full_walks ? WALK_LEAST_US : 0;

	owners->walking = false;
	bpf_iterator_end(&owners->bpf);
	owners->walk_after_us = owners->now_us + (pause_us > least_us ? pause_us : least_us);
	for (size_t i = 0; i < owners->want_count; i++) {
		struct owner_map_want *want = &owners->wants[i];

		if (want->flags & WANT_WALKING)
			want->flags |= WANT_WALKED;
		want->flags &= (uint8_t)~WANT_WALKING;
	}
	owners->phase = OWNER_MAP_IDLE;
}

static bool is_to_walk(const struct owner_map *owners, uint32_t index)
{
	const struct owner_map_process *process = &owners->processes[index];

	return process->life == PROCESS_LIVE && process->read_all < owners->walk_born;
}

/* The accelerator has its own order; processes without records are read after it. */
static void walk_told(struct owner_map *owners)
{
	uint32_t pid, index;

	if (!owner_map_records_next_pid(owners, &pid))
		return;
	index = owner_map_process_find(owners, pid);
	if (index != OWNER_MAP_NONE && is_to_walk(owners, index))
		owner_map_scan_start(owners, index, OWNER_MAP_DEPTH_ALL);
}

static void walk(struct owner_map *owners)
{
	if (!owners->walking && !start_walk(owners)) {
		owners->phase = OWNER_MAP_IDLE;
		return;
	}
	if (bpf_iterator_is_listing(&owners->bpf)) {
		walk_told(owners);
		return;
	}
	while (owners->walk_cursor < owners->process_count) {
		uint32_t index = (uint32_t)owners->walk_cursor++;

		if (is_to_walk(owners, index)) {
			owner_map_scan_start(owners, index, OWNER_MAP_DEPTH_ALL);
			return;
		}
	}
	if (!owner_map_threads_step(owners))
		end_walk(owners);
}

void owner_map_prefer(struct owner_map *owners, uint64_t netns)
{
	owners->near = netns;
}

void owner_map_begin(struct owner_map *owners, const struct instant *now)
{
	owners->now_us = now->mono_us;
	if (owners->refresh++ == 0)
		owners->start_us = now->mono_us;
	owners->verify_cursor = 0;
	owners->phase = OWNER_MAP_VERIFY;
}

bool owner_map_step(struct owner_map *owners, size_t budget)
{
	static void (*const turns[OWNER_MAP_PHASES])(struct owner_map *) = {
		[OWNER_MAP_VERIFY] = verify,
		[OWNER_MAP_QUEUE] = take_queued,
		[OWNER_MAP_SWEEP] = owner_map_sweep_step,
		[OWNER_MAP_WALK] = walk,
	};

	owners->left = (int64_t)budget * COST_LINK;
	while (owners->left > 0 && owners->phase != OWNER_MAP_IDLE)
		if (owners->scan.process != OWNER_MAP_NONE)
			owner_map_scan_step(owners);
		else
			turns[owners->phase](owners);
	return owners->phase != OWNER_MAP_IDLE;
}
