/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/close/close-job.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/system/signal-name.h"
#include "app/close/result-text.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "sock/machine/process-fd.h"
#include "sock/close/close-by-fd.h"

/* Owners for which a descriptor is kept open. */
enum { HELD_MAX = 64 };

static const char *const reason_texts[KILLING_REASONS] = {
	[KILLING_LISTENER] =
		N_("a listener: kept, unless FILTER says 'state listen' or -l is given"),
	[KILLING_SESSION] = N_("of your own session: kept"),
};

const char *killing_reason_text(enum killing_reason reason)
{
	return reason_texts[reason];
}

void killing_init(struct killing *killing, struct engine *engine, const struct guard *guard)
{
	*killing = (struct killing){.engine = engine, .guard = guard};
	closing_batch_init(&killing->batch, &engine->kernel, engine->closes, engine->close_buffer);
}

void killing_done(struct killing *killing)
{
	for (size_t i = 0; i < killing->process_count; i++)
		if (killing->processes[i].fd >= 0)
			close(killing->processes[i].fd);
	closing_batch_done(&killing->batch);
	audit_done(&killing->audit);
	free(killing->targets);
	free(killing->holders);
	free(killing->processes);
	*killing = (struct killing){0};
}

/* Why it is kept from a closing by the way; `listeners`: they are what is meant. */
static enum killing_reason guard(const struct killing *killing, uint32_t row, bool listeners)
{
	const struct conn *conn = &killing->engine->track.rows[row].conn;

	if (conn_accepts(conn) && !listeners)
		return KILLING_LISTENER;
	if (guard_is_own_session(killing->guard, killing->engine, row))
		return KILLING_SESSION;
	return KILLING_TAKEN;
}

enum killing_reason killing_offer(struct killing *killing, uint32_t row, bool listeners)
{
	enum killing_reason reason = guard(killing, row, listeners);

	killing->kept[reason]++;
	if (reason == KILLING_TAKEN)
		killing_take(killing, row);
	return reason;
}

/* -------- owners -------- */

/* False where memory is short, which is noted. */
static bool grow(struct killing *killing, void **array, size_t *capacity, size_t count, size_t size)
{
	if (alloc_try_grow(array, capacity, count, size) < 0)
		killing->starved = true;
	return !killing->starved;
}

/* Sockets of one process mostly come one after the other. */
static uint32_t find_process(const struct killing *killing, const struct process *process)
{
	for (size_t i = killing->process_count; i-- > 0;)
		if (killing->processes[i].pid == process->pid &&
			killing->processes[i].start == process->start)
			return (uint32_t)i;
	return KILLING_NONE;
}

static uint32_t add_process(struct killing *killing, const struct process *process)
{
	uint32_t index = find_process(killing, process);
	struct killing_process *added;

	if (index != KILLING_NONE)
		return index;
	if (!grow(killing, (void **)&killing->processes, &killing->process_capacity,
		    killing->process_count + 1, sizeof(*killing->processes)))
		return KILLING_NONE;
	added = &killing->processes[killing->process_count];
	*added = (struct killing_process){
		.start = process->start,
		.pid = process->pid,
		.fd = -1,
		.own = guard_is_own_process(killing->guard, process->pid),
	};
	memcpy(added->name, process->name, sizeof(added->name));
	return (uint32_t)killing->process_count++;
}

/* A process that has the socket twice counts it once. */
static void add_holders(struct killing *killing, struct killing_target *target,
	const struct owner *owners, size_t count)
{
	const struct owners *map = &killing->engine->owning.owners;
	uint32_t last = KILLING_NONE;

	if (!grow(killing, (void **)&killing->holders, &killing->holder_capacity,
		    killing->holder_count + count, sizeof(*killing->holders)))
		return;
	for (size_t i = 0; i < count; i++) {
		uint32_t index;

		if (owners[i].fd == OWNERS_NONE)
			continue; /* it had it once */
		index = add_process(killing, owners_process(map, owners[i].process));
		if (index == KILLING_NONE)
			return;
		killing->holders[killing->holder_count++] =
			(struct killing_holder){.process = index, .fd = owners[i].fd};
		killing->processes[index].sockets += index != last;
		target->holder_count++;
		last = index;
	}
}

/* Every owner of a row; none where they are not looked for. */
static void find_owners(const struct killing *killing, uint32_t row, struct owning_list *ret_list)
{
	struct engine *engine = killing->engine;

	ret_list->all = ret_list->few;
	ret_list->count = 0;
	if (engine->owners_wanted)
		owning_find_all(&engine->owning, &engine->track, row, ret_list);
}

/* Of the targets' owners, the next after index `at` that holds the row, too; or KILLING_NONE. */
static uint32_t next_common(
	const struct killing *killing, const struct owning_list *list, size_t *at)
{
	while (*at < list->count) {
		uint32_t index =
			find_process(killing, owners_process(&killing->engine->owning.owners,
						      list->all[(*at)++].process));

		if (index != KILLING_NONE)
			return index;
	}
	return KILLING_NONE;
}

bool killing_reaches(const struct killing *killing, uint32_t row)
{
	struct owning_list list;
	uint32_t index;
	size_t at = 0;

	find_owners(killing, row, &list);
	do
		index = next_common(killing, &list, &at);
	while (index != KILLING_NONE && killing->processes[index].own);
	owning_list_done(&list);
	return index != KILLING_NONE;
}

/* The processes at either end of the user's SSH session, whatever else of theirs was meant. */
static void spare_carriers(struct killing *killing)
{
	const struct track *track = &killing->engine->track;

	for (uint32_t row = 0; row < track->row_count; row++) {
		struct owning_list list;
		uint32_t index;
		size_t at = 0;

		if (track->rows[row].life == ROW_FREE ||
			!guard_is_ssh(killing->guard, &track->rows[row].conn))
			continue;
		find_owners(killing, row, &list);
		while ((index = next_common(killing, &list, &at)) != KILLING_NONE)
			killing->processes[index].own = true;
		owning_list_done(&list);
	}
}

void killing_take(struct killing *killing, uint32_t row)
{
	struct killing_target target = {
		.row = row, .first_holder = (uint32_t)killing->holder_count};
	struct owning_list list;

	find_owners(killing, row, &list);
	add_holders(killing, &target, list.all, list.count);
	owning_list_done(&list);
	if (!grow(killing, (void **)&killing->targets, &killing->target_capacity,
		    killing->batch.count + 1, sizeof(*killing->targets)))
		return;
	killing->targets[killing->batch.count] = target;
	killing->starved =
		closing_batch_add(&killing->batch, &killing->engine->track.rows[row].conn) < 0;
}

static void hold(struct killing *killing, struct killing_process *process)
{
	if (process->fd < 0 && !process->error)
		process->error = procfd_open(killing->engine->owning.owners.proc, process->pid,
			process->start, &process->fd);
	/* What is short now may be there when its turn comes. */
	if (process->error == -EMFILE || process->error == -ENFILE || process->error == -ENOMEM)
		process->error = 0;
}

void killing_hold(struct killing *killing)
{
	spare_carriers(killing);
	for (size_t i = 0; i < killing->process_count && i < HELD_MAX; i++)
		hold(killing, &killing->processes[i]);
}

const struct killing_process *killing_owner(const struct killing *killing, size_t index)
{
	const struct killing_target *target = &killing->targets[index];

	return target->holder_count
		       ? &killing->processes[killing->holders[target->first_holder].process]
		       : NULL;
}

void killing_add_states(const struct killing *killing, struct buffer *out)
{
	size_t counts[CONN_PROTOS][CONN_STATES] = {{0}};
	const char *between = "";

	for (size_t i = 0; i < killing_count(killing); i++)
		counts[killing_conn(killing, i)->proto][killing_conn(killing, i)->state]++;
	for (unsigned proto = 0; proto < kind_count; proto++)
		for (int state = 0; state < CONN_STATES; state++)
			if (counts[proto][state]) {
				buffer_printf(out, "%s%s %s %zu", between, conn_proto_name(proto),
					conn_state_name(proto, state), counts[proto][state]);
				between = ", ";
			}
}

/* -------- the deed -------- */

enum killing_way killing_best_way(const struct engine *engine)
{
	return engine->kernel.can_destroy ? KILLING_DESTROY : KILLING_DESCRIPTOR;
}

bool killing_could_seize(const struct killing *killing, size_t index)
{
	switch (killing_outcome(killing, index)->result) {
	case CLOSING_NOT_PERMITTED:
	case CLOSING_NO_KERNEL:
	case CLOSING_NOT_SUPPORTED:
	case CLOSING_UNREACHABLE:
	case CLOSING_STILL_THERE:
	case CLOSING_NOT_TRIED:
		return killing->engine->closes && killing->targets[index].holder_count &&
		       seize_is_possible(killing_conn(killing, index));
	default:
		return false;
	}
}

bool killing_is_part(const struct killing *killing, size_t index)
{
	const struct conn *conn = killing_conn(killing, index);

	return conn->has & CONN_HAS_MPTCP && conn->has & CONN_HAS_INODE;
}

void killing_begin(struct killing *killing, enum killing_way way, int signal)
{
	killing->way = way;
	killing->signal = signal;
	killing->at = 0;
	killing->cancelled = false;
	for (size_t i = 0; i < killing->process_count; i++)
		killing->processes[i].done = false;
}

static bool step_destroying(struct killing *killing, size_t budget)
{
	struct closing_batch *batch = &killing->batch;
	size_t done = batch->done;
	bool more = closing_batch_step(batch, budget);

	for (; done < batch->done; done++)
		audit_close(
			&killing->audit, &batch->entries[done].conn, &batch->entries[done].outcome);
	return more;
}

/* By the first of its descriptors that may be taken. */
static struct closing_outcome seize(struct killing *killing, size_t index)
{
	const struct killing_target *target = &killing->targets[index];
	struct engine *engine = killing->engine;
	struct closing_outcome outcome = {.result = CLOSING_NO_DESCRIPTOR};

	for (uint32_t i = 0; i < target->holder_count; i++) {
		const struct killing_holder *holder = &killing->holders[target->first_holder + i];
		struct killing_process *process = &killing->processes[holder->process];

		hold(killing, process);
		if (process->fd < 0)
			continue;
		outcome = seize_run(engine->closes, engine->close_buffer, process->fd, holder->fd,
			killing_conn(killing, index), &killing->batch.entries[index].mptcp);
		if (outcome.result != CLOSING_NOT_SEIZED && outcome.result != CLOSING_NO_DESCRIPTOR)
			break;
	}
	return outcome;
}

/* Without a way there, it stays what was said before; or the kernel cannot, and nor can we. */
static void seize_next(struct killing *killing)
{
	size_t index = killing->at++;
	struct closing_entry *entry = &killing->batch.entries[index];

	if (killing_could_seize(killing, index))
		entry->outcome = seize(killing, index);
	else if (entry->outcome.result == CLOSING_NOT_TRIED)
		entry->outcome.result =
			killing->engine->closes ? CLOSING_NO_DESCRIPTOR : CLOSING_NO_COOKIE;
	else
		return;
	audit_close(&killing->audit, &entry->conn, &entry->outcome);
}

static void signal_next(struct killing *killing)
{
	struct killing_process *process = &killing->processes[killing->at++];

	if (process->own)
		return;
	hold(killing, process);
	if (process->fd >= 0)
		process->error = procfd_signal(process->fd, killing->signal);
	else if (!process->error)
		process->error = -EMFILE;
	process->done = true;
	audit_signal(&killing->audit, process->pid, process->name, signal_name_of(killing->signal),
		process->error);
}

static size_t remaining(const struct killing *killing)
{
	return killing_total(killing) - killing->at;
}

bool killing_step(struct killing *killing, size_t budget)
{
	if (killing->way == KILLING_DESTROY)
		return step_destroying(killing, budget);
	for (; budget && remaining(killing) && !killing->cancelled; budget--)
		if (killing->way == KILLING_SIGNAL)
			signal_next(killing);
		else
			seize_next(killing);
	return remaining(killing) && !killing->cancelled;
}

void killing_cancel(struct killing *killing)
{
	killing->cancelled = true;
	closing_batch_cancel(&killing->batch);
}

size_t killing_total(const struct killing *killing)
{
	return killing->way == KILLING_SIGNAL ? killing->process_count : killing_count(killing);
}

size_t killing_progress(const struct killing *killing)
{
	return killing->way == KILLING_DESTROY ? killing->batch.done : killing->at;
}

static void tally_processes(const struct killing *killing, size_t *good, size_t *bad)
{
	for (size_t i = 0; i < killing->process_count; i++) {
		const struct killing_process *process = &killing->processes[i];

		if (process->done && verdict_signal_is_good(process->error))
			++*good;
		else if (process->done)
			++*bad;
	}
}

void killing_tally(const struct killing *killing, size_t *ret_good, size_t *ret_bad)
{
	size_t good = 0, bad = 0;

	if (killing->way == KILLING_SIGNAL)
		tally_processes(killing, &good, &bad);
	for (size_t i = 0; killing->way != KILLING_SIGNAL && i < killing_count(killing); i++) {
		enum closing_result result = killing_outcome(killing, i)->result;

		if (closing_is_good(result))
			good++;
		else if (result != CLOSING_NOT_TRIED)
			bad++;
	}
	*ret_good = good;
	*ret_bad = bad;
}

size_t killing_count_reset(const struct killing *killing)
{
	size_t count = 0;

	for (size_t i = 0; killing->way != KILLING_SIGNAL && i < killing_count(killing); i++)
		count += killing_outcome(killing, i)->result == CLOSING_RESET;
	return count;
}
