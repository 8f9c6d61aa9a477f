/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/close/close-job-internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/system/signal-name.h"
#include "base/alloc.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "sock/machine/process-fd.h"
#include "sock/rows/row-walk.h"
#include "sock/close/close-by-fd.h"

/* Number of owners for which a descriptor is kept open. */
enum { HELD_MAX = 64 };

static const char *const reason_texts[CLOSE_JOB_REASONS] = {
	[CLOSE_JOB_LISTENER] =
		N_("a listener: kept, unless FILTER says 'state listen' or -l is given"),
	[CLOSE_JOB_SESSION] = N_("of your own session: kept"),
};

const char *close_job_reason_text(enum close_job_reason reason)
{
	return reason_texts[reason];
}

void close_job_init(struct close_job *job, struct engine *engine, const struct session_guard *guard)
{
	*job = (struct close_job){.engine = engine, .guard = guard};
	close_many_init(
		&job->batch, &engine->here.kernel, engine->here.closes, engine->close_buffer);
	close_many_go_by_place(&job->batch, engine->places);
}

void close_job_done(struct close_job *job)
{
	for (size_t i = 0; i < job->process_count; i++)
		if (job->processes[i].fd >= 0)
			close(job->processes[i].fd);
	close_many_done(&job->batch);
	audit_done(&job->audit);
	free(job->targets);
	free(job->holders);
	free(job->processes);
	hash_index_done(&job->by_process);
	*job = (struct close_job){0};
}

/* Why a bulk close spares this socket; `listeners`: listeners are meant. */
static enum close_job_reason guard(const struct close_job *job, uint32_t row, bool listeners)
{
	const struct conn *conn = &job->engine->track.rows[row].conn;

	if (conn_accepts(conn) && !listeners)
		return CLOSE_JOB_LISTENER;
	if (session_guard_is_own_session(job->guard, job->engine, row))
		return CLOSE_JOB_SESSION;
	return CLOSE_JOB_TAKEN;
}

enum close_job_reason close_job_offer(struct close_job *job, uint32_t row, bool listeners)
{
	enum close_job_reason reason = guard(job, row, listeners);

	job->kept[reason]++;
	if (reason == CLOSE_JOB_TAKEN)
		close_job_take(job, row);
	return reason;
}

/* -------- owners -------- */

/* Returns false if memory is short, and sets `starved`. */
static bool grow(struct close_job *job, void **array, size_t *capacity, size_t count, size_t size)
{
	if (alloc_try_grow(array, capacity, count, size) < 0)
		job->starved = true;
	return !job->starved;
}

static uint32_t hash_of_process(const void *owner, uint32_t index)
{
	const struct close_job *job = owner;

	return hash_u64(job->processes[index].pid ^ job->processes[index].start << 32);
}

/* The slot of the process, or the free slot where it would be. */
static uint32_t *slot_of(const struct close_job *job, const struct process *process)
{
	uint32_t *slot =
		hash_index_first(&job->by_process, hash_u64(process->pid ^ process->start << 32));

	while (*slot != CLOSE_JOB_NONE && (job->processes[*slot].pid != process->pid ||
						  job->processes[*slot].start != process->start))
		slot = hash_index_next(&job->by_process, slot);
	return slot;
}

static uint32_t find_process(const struct close_job *job, const struct process *process)
{
	return hash_index_is_empty(&job->by_process) ? CLOSE_JOB_NONE : *slot_of(job, process);
}

static uint32_t add_process(struct close_job *job, const struct process *process)
{
	uint32_t index = find_process(job, process);
	struct close_job_process *added;

	if (index != CLOSE_JOB_NONE)
		return index;
	if (!grow(job, (void **)&job->processes, &job->process_capacity, job->process_count + 1,
		    sizeof(*job->processes)))
		return CLOSE_JOB_NONE;
	if (hash_index_reserve(&job->by_process, hash_of_process, job) < 0) {
		job->starved = true;
		return CLOSE_JOB_NONE;
	}
	added = &job->processes[job->process_count];
	*added = (struct close_job_process){
		.start = process->start,
		.pid = process->pid,
		.fd = -1,
		.own = session_guard_is_own_process(job->guard, process->pid),
	};
	memcpy(added->name, process->name, sizeof(added->name));
	hash_index_put(&job->by_process, slot_of(job, process), (uint32_t)job->process_count);
	return (uint32_t)job->process_count++;
}

/* A process that holds the socket through two descriptors counts it once. */
static void add_holders(struct close_job *job, struct close_job_target *target,
	const struct owner *owners, size_t count)
{
	const struct owner_map *map = &job->engine->row_owners.owners;
	uint32_t last = CLOSE_JOB_NONE;

	if (!grow(job, (void **)&job->holders, &job->holder_capacity, job->holder_count + count,
		    sizeof(*job->holders)))
		return;
	for (size_t i = 0; i < count; i++) {
		uint32_t index;

		if (owners[i].fd == OWNER_MAP_NONE)
			continue; /* the process no longer holds it */
		index = add_process(job, owner_map_process(map, owners[i].process));
		if (index == CLOSE_JOB_NONE)
			return;
		job->holders[job->holder_count++] = (struct close_job_holder){
			.process = index, .thread = owners[i].thread, .fd = owners[i].fd};
		job->processes[index].sockets += index != last;
		target->holder_count++;
		last = index;
	}
}

/* Finds all owners of a row; none if owners are not looked for. */
static void find_owners(const struct close_job *job, uint32_t row, struct row_owners_list *ret_list)
{
	struct engine *engine = job->engine;

	ret_list->all = ret_list->few;
	ret_list->count = 0;
	if (engine->owners_wanted)
		row_owners_find_all(&engine->row_owners, &engine->track, row, ret_list);
}

/* Returns the next owner after index `at` of the row's owners that is also an owner of a target; or
 * CLOSE_JOB_NONE. */
static uint32_t next_common(
	const struct close_job *job, const struct row_owners_list *list, size_t *at)
{
	while (*at < list->count) {
		uint32_t index =
			find_process(job, owner_map_process(&job->engine->row_owners.owners,
						  list->all[(*at)++].process));

		if (index != CLOSE_JOB_NONE)
			return index;
	}
	return CLOSE_JOB_NONE;
}

bool close_job_reaches(const struct close_job *job, uint32_t row)
{
	struct row_owners_list list;
	uint32_t index;
	size_t at = 0;

	find_owners(job, row, &list);
	do
		index = next_common(job, &list, &at);
	while (index != CLOSE_JOB_NONE && job->processes[index].own);
	row_owners_list_done(&list);
	return index != CLOSE_JOB_NONE;
}

void close_job_spare(struct close_job *job, uint32_t row)
{
	struct row_owners_list list;
	uint32_t index;
	size_t at = 0;

	if (!session_guard_is_ssh(job->guard, &job->engine->track.rows[row].conn))
		return;
	find_owners(job, row, &list);
	while ((index = next_common(job, &list, &at)) != CLOSE_JOB_NONE)
		job->processes[index].own = true;
	row_owners_list_done(&list);
}

void close_job_spare_all(struct close_job *job)
{
	struct row_walk walk = {0};
	size_t budget = SIZE_MAX;
	uint32_t row;

	while (row_walk_next(&walk, &job->engine->track, &budget, &row))
		close_job_spare(job, row);
}

void close_job_take(struct close_job *job, uint32_t row)
{
	struct close_job_target target = {.row = row, .first_holder = (uint32_t)job->holder_count};
	struct row_owners_list list;

	find_owners(job, row, &list);
	add_holders(job, &target, list.all, list.count);
	row_owners_list_done(&list);
	target.hidden = !target.holder_count && engine_owner_is_hidden(job->engine, row);
	if (!grow(job, (void **)&job->targets, &job->target_capacity, job->batch.count + 1,
		    sizeof(*job->targets)))
		return;
	job->targets[job->batch.count] = target;
	job->starved = close_many_add(&job->batch, &job->engine->track.rows[row].conn) < 0;
}

void close_job_hold_process(struct close_job *job, struct close_job_process *process)
{
	if (process->fd < 0 && !process->error)
		process->error = process_fd_open(job->engine->row_owners.owners.proc, process->pid,
			process->start, &process->fd);
	/* A resource that is short now may be available when the process's turn comes. */
	if (process->error == -EMFILE || process->error == -ENFILE || process->error == -ENOMEM)
		process->error = 0;
}

void close_job_hold(struct close_job *job)
{
	for (size_t i = 0; i < job->process_count && i < HELD_MAX; i++)
		close_job_hold_process(job, &job->processes[i]);
}

const struct close_job_process *close_job_owner(const struct close_job *job, size_t index)
{
	const struct close_job_target *target = &job->targets[index];

	return target->holder_count ? &job->processes[job->holders[target->first_holder].process]
				    : NULL;
}

/* -------- the deed -------- */

enum close_way close_job_best_way(const struct engine *engine)
{
	return engine->here.kernel.can_destroy ? CLOSE_JOB_DESTROY : CLOSE_JOB_DESCRIPTOR;
}

bool close_job_could_seize(const struct close_job *job, size_t index)
{
	switch (close_job_outcome(job, index)->result) {
	case CLOSE_RESULT_NOT_PERMITTED:
	case CLOSE_RESULT_NO_KERNEL:
	case CLOSE_RESULT_NOT_SUPPORTED:
	case CLOSE_RESULT_UNREACHABLE:
	case CLOSE_RESULT_STILL_THERE:
	case CLOSE_RESULT_NOT_TRIED:
		return job->engine->here.closes && job->targets[index].holder_count &&
		       close_by_fd_is_possible(close_job_conn(job, index));
	default:
		return false;
	}
}

bool close_job_is_part(const struct close_job *job, size_t index)
{
	const struct conn *conn = close_job_conn(job, index);

	return conn->has & CONN_HAS_MPTCP && conn->has & CONN_HAS_INODE;
}

void close_job_begin(struct close_job *job, enum close_way way, int signal)
{
	job->way = way;
	job->signal = signal;
	job->at = 0;
	job->cancelled = false;
	for (size_t i = 0; i < job->process_count; i++)
		job->processes[i].done = false;
}

static bool step_destroying(struct close_job *job, size_t budget)
{
	struct close_many *batch = &job->batch;
	size_t done = batch->done;
	bool more = close_many_step(batch, budget);

	for (; done < batch->done; done++)
		audit_close(&job->audit, &job->engine->names, &batch->entries[done].conn,
			&batch->entries[done].outcome);
	return more;
}

int close_job_open_holder(struct close_job *job, const struct close_job_holder *holder,
	struct process_table *ret_table)
{
	struct close_job_process *process = &job->processes[holder->process];

	close_job_hold_process(job, process);
	if (process->fd < 0)
		return -ESRCH;
	return process_table_open(process->fd, holder->thread, ret_table);
}

/* Closes the target through the first of its descriptors that may be duplicated; `wire` asks what
 * is left. */
static struct close_outcome seize(struct close_job *job, size_t index, struct wire *wire)
{
	const struct close_job_target *target = &job->targets[index];
	const struct engine *engine = job->engine;
	struct close_outcome outcome = {.result = CLOSE_RESULT_NO_DESCRIPTOR};

	for (uint32_t i = 0; i < target->holder_count; i++) {
		const struct close_job_holder *holder = &job->holders[target->first_holder + i];
		struct process_table table;
		int error = close_job_open_holder(job, holder, &table);

		if (error == -ENOSYS)
			outcome = (struct close_outcome){CLOSE_RESULT_FAILED, .error = error};
		if (error)
			continue;
		outcome = close_by_fd_run(wire, engine->close_buffer, table.fd, holder->fd,
			close_job_conn(job, index), &job->batch.entries[index].mptcp);
		process_table_close(&table);
		if (outcome.result != CLOSE_RESULT_NOT_SEIZED &&
			outcome.result != CLOSE_RESULT_NO_DESCRIPTOR)
			break;
	}
	return outcome;
}

/* The same in the place of the target. */
static struct close_outcome seize_there(struct close_job *job, size_t index)
{
	struct place_list *places = job->engine->places;
	struct place *place =
		place_list_acquire(places, close_job_conn(job, index)->place, PLACE_TO_CLOSE);
	struct close_outcome outcome = {.result = CLOSE_RESULT_ALREADY_GONE, .error = -ENOENT};

	/* The descriptor is the process's, whoever owns the network namespace. */
	if (place && (place->closes || place->queries))
		outcome = seize(job, index, place->closes ? place->closes : place->queries);
	else if (place)
		outcome = (struct close_outcome){.result = CLOSE_RESULT_NO_COOKIE};
	place_list_release(places, place);
	return outcome;
}

enum close_result close_job_without_descriptor(const struct close_job *job, size_t index)
{
	if (!job->engine->here.closes)
		return CLOSE_RESULT_NO_COOKIE;
	return job->targets[index].hidden ? CLOSE_RESULT_NOT_SEIZED : CLOSE_RESULT_NO_DESCRIPTOR;
}

/* If no descriptor is available, keep the earlier result; if there was none, report why. */
static void seize_next(struct close_job *job)
{
	size_t index = job->at++;
	struct close_many_entry *entry = &job->batch.entries[index];

	if (close_job_could_seize(job, index))
		entry->outcome = seize_there(job, index);
	else if (entry->outcome.result == CLOSE_RESULT_NOT_TRIED)
		entry->outcome.result = close_job_without_descriptor(job, index);
	else
		return;
	audit_close(&job->audit, &job->engine->names, &entry->conn, &entry->outcome);
}

static void signal_next(struct close_job *job)
{
	struct close_job_process *process = &job->processes[job->at++];

	if (process->own)
		return;
	close_job_hold_process(job, process);
	if (process->fd >= 0)
		process->error = process_fd_signal(process->fd, job->signal);
	else if (!process->error)
		process->error = -EMFILE;
	process->done = true;
	audit_signal(&job->audit, process->pid, process->name, signal_name_of(job->signal),
		process->error);
}

static size_t remaining(const struct close_job *job)
{
	return close_job_total(job) - job->at;
}

bool close_job_step(struct close_job *job, size_t budget)
{
	if (job->way == CLOSE_JOB_DESTROY)
		return step_destroying(job, budget);
	for (; budget && remaining(job) && !job->cancelled; budget--)
		if (job->way == CLOSE_JOB_SIGNAL)
			signal_next(job);
		else
			seize_next(job);
	return remaining(job) && !job->cancelled;
}

void close_job_cancel(struct close_job *job)
{
	job->cancelled = true;
	close_many_cancel(&job->batch);
}

size_t close_job_total(const struct close_job *job)
{
	return job->way == CLOSE_JOB_SIGNAL ? job->process_count : close_job_count(job);
}

size_t close_job_progress(const struct close_job *job)
{
	return job->way == CLOSE_JOB_DESTROY ? job->batch.done : job->at;
}
