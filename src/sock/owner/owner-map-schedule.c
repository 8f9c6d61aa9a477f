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

/* After so many failed searches a socket is looked for in a full walk. */
#define TRIES_FULL 2

/*
 * A full walk takes at most one part in WALK_SHARE of the time, the checks of a sweep at most one
 * part in SWEEP_SHARE.
 */
#define WALK_SHARE 50
#define SWEEP_SHARE 20
#define WALK_LEAST_US (10 * SECOND_US)

/*
 * Even if the likely processes had all wanted sockets, a sweep still follows at this interval: a
 * new process may share one of them.
 */
#define SWEEP_AT_LATEST_US (5 * SECOND_US)

/* How many names of processes are read again in a refresh. */
#define NAMES_A_REFRESH 16

static bool is_due(const struct owner_map *owners, const struct owner_map_want *want)
{
	return want->due <= owner_map_tenths(owners);
}

static bool any_due(const struct owner_map *owners)
{
	for (size_t i = 0; i < owners->want_count; i++)
		if (is_due(owners, &owners->wants[i]))
			return true;
	return false;
}

static bool may_have_changed(const struct owner_map *owners,
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
	return may_have_changed(owners, process, &stat);
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
		if (!want->hint || !is_due(owners, want) ||
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
	if (any_due(owners)) {
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

static void start_sweep(struct owner_map *owners)
{
	owners->sweeping = true;
	owners->short_of = 0;
	owners->sweep++;
	owners->sweep_us = owners->now_us;
	owners->work.sweeps++;
	owners->pids_length = owners->pids_at = 0;
	owners->news = false;
	lseek(owners->proc, 0, SEEK_SET);
	if (owners->sweep == 1) /* only the first sweep reads all descriptors */
		owner_map_records_begin(owners, OWNER_MAP_SWEEP);
	for (size_t i = 0; i < owners->want_count; i++)
		if (is_due(owners, &owners->wants[i]))
			owners->wants[i].flags |= WANT_ACTIVE;
}

static bool is_sweep_due(const struct owner_map *owners)
{
	if (owners->now_us < owners->sweep_after_us)
		return false;
	return any_due(owners) ||
	       (owners->news && owners->now_us >= owners->sweep_us + SWEEP_AT_LATEST_US);
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
	if (!owners->sweeping && is_sweep_due(owners))
		start_sweep(owners);
	owners->phase = owners->sweeping ? OWNER_MAP_SWEEP : OWNER_MAP_WALK;
}

static bool has_other_threads(const struct owner_map_process *process)
{
	return process->process.state == 'Z' && process->process.threads > 1;
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
	if (process->refused) {
		if (process->viewer != stat.st_uid)
			owner_map_scan_start(owners, index, OWNER_MAP_DEPTH_ALL);
	} else if (may_have_changed(owners, process, &stat)) {
		owner_map_scan_start(owners, index, OWNER_MAP_DEPTH_PROBE);
	}
}

/* A new want is tried again at once, an old one after up to a minute. */
static void age_want(struct owner_map *owners, struct owner_map_want *want)
{
	unsigned shift = want->tries > TRIES_FULL ? want->tries - TRIES_FULL : 0;

	if (want->tries < 10)
		want->tries++;
	if (shift)
		want->due = owner_map_tenths(owners) + (shift < 6 ? 10U << shift : 600);
	want->flags &= (uint8_t)~WANT_ACTIVE;
}

static void begin_walk(struct owner_map *owners, size_t cursor)
{
	owners->walking = true;
	owners->walk_cursor = cursor;
	owners->walk_cost = owners->spent;
	owner_map_threads_begin(owners);
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
		begin_walk(owners, owners->process_count);
	owners->phase = OWNER_MAP_WALK;
}

static void sweep(struct owner_map *owners)
{
	uint32_t pid;
	int more = owner_map_next_number(owners->proc, owners->pids, sizeof(owners->pids),
		&owners->pids_length, &owners->pids_at, &pid);

	owner_map_spend(owners, COST_NAME);
	if (more > 0)
		visit(owners, pid);
	else
		end_sweep(owners);
}

static bool start_walk(struct owner_map *owners)
{
	bool needed = false;

	if (owners->now_us < owners->walk_after_us)
		return false;
	for (size_t i = 0; i < owners->want_count && !needed; i++)
		needed = owners->wants[i].tries >= TRIES_FULL &&
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
	begin_walk(owners, 0);
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
		[OWNER_MAP_SWEEP] = sweep,
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
