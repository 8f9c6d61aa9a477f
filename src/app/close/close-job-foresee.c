/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What would come of closing: the same results, found out without changing anything. */
#include <errno.h>

#include "app/close/close-job-internal.h"
#include "app/system/privileges.h"
#include "sock/close/close-by-fd.h"
#include "sock/close/close-rights.h"
#include "sock/machine/process-fd.h"

/* Whether the kernel would permit SOCK_DESTROY in the namespace of this program. */
static bool is_permitted(const struct close_job *job)
{
	const struct engine *engine = job->engine;
	int error = close_rights_probe(engine->here.closes, engine->close_buffer);

	return error == 0 || (error != -EPERM && privileges_can_close());
}

/* `place`: of the socket; NULL: it has gone. */
static enum close_result foresee_destroying(
	const struct place *place, const struct conn *conn, bool permitted)
{
	const struct close_kernel *kernel = place ? &place->kernel : NULL;

	if (!place)
		return CLOSE_RESULT_ALREADY_GONE;
	if (!place->closes && (place->closes_refused == -EPERM || place->closes_refused == -EACCES))
		return CLOSE_RESULT_NOT_PERMITTED;
	if (!place->closes || !conn_names_one_socket(conn))
		return CLOSE_RESULT_NO_COOKIE;
	if (!kernel->can_destroy)
		return CLOSE_RESULT_NO_KERNEL;
	if (kernel->leaks_orphans && close_result_is_orphan(conn))
		return CLOSE_RESULT_WOULD_LEAK;
	/* The kernel does not find a socket that is bound and nothing else: it is in another table.
	 */
	if (conn->state == CONN_BOUND)
		return CLOSE_RESULT_NOT_SUPPORTED;
	if (conn->place == CONN_HERE && !permitted)
		return CLOSE_RESULT_NOT_PERMITTED;
	if (kernel->keeps_time_wait && conn->state == CONN_TIME_WAIT)
		return CLOSE_RESULT_NOT_SUPPORTED;
	return conn_kind_has(conn, KIND_SURVIVES_CLOSE) ? CLOSE_RESULT_RESET : CLOSE_RESULT_CLOSED;
}

/* Of MPTCP the kernel closes a subflow, but no listener. */
static void foresee_part(const struct close_job *job, size_t index, struct close_outcome *outcome)
{
	if (!close_result_is_good(outcome->result) || !close_job_is_part(job, index))
		return;
	if (job->batch.whole || close_job_conn(job, index)->state == CONN_LISTEN) {
		outcome->result = CLOSE_RESULT_NOT_SUPPORTED;
		return;
	}
	outcome->result = CLOSE_RESULT_STILL_THERE;
	outcome->connection = MPTCP_LIVES;
}

static enum close_result foresee_seizing(struct close_job *job, size_t index)
{
	const struct close_job_target *target = &job->targets[index];
	enum close_result result = CLOSE_RESULT_NO_DESCRIPTOR;

	for (uint32_t i = 0; i < target->holder_count && result != CLOSE_RESULT_DISCONNECTED; i++) {
		const struct close_job_holder *holder = &job->holders[target->first_holder + i];
		struct process_table table;

		int error = close_job_open_holder(job, holder, &table);

		if (error == -ENOSYS)
			result = CLOSE_RESULT_FAILED;
		if (error)
			continue;
		result = close_by_fd_probe(table.fd, holder->fd, close_job_conn(job, index));
		process_table_close(&table);
	}
	return result;
}

static void foresee_target(
	struct close_job *job, size_t index, enum close_way way, bool by_descriptor, bool permitted)
{
	const struct conn *conn = close_job_conn(job, index);
	struct close_outcome *outcome = &job->batch.entries[index].outcome;

	if (way == CLOSE_JOB_DESTROY) {
		struct place *place =
			place_list_acquire(job->engine->places, conn->place, PLACE_TO_CLOSE);

		outcome->result = foresee_destroying(place, conn, permitted);
		place_list_release(job->engine->places, place);
		outcome->unbound = outcome->result == CLOSE_RESULT_RESET && conn->interface;
		foresee_part(job, index, outcome);
		if (!by_descriptor)
			return;
	}
	if (close_job_could_seize(job, index))
		outcome->result = foresee_seizing(job, index);
	else if (outcome->result == CLOSE_RESULT_NOT_TRIED)
		outcome->result = close_job_without_descriptor(job, index);
}

/* Signal 0 is none: the kernel only says whether it would be permitted. */
static void foresee_signal(struct close_job *job, struct close_job_process *process)
{
	if (process->own)
		return;
	close_job_hold_process(job, process);
	if (process->fd >= 0)
		process->error = process_fd_signal(process->fd, 0);
	else if (!process->error)
		process->error = -EMFILE;
	process->done = true;
}

void close_job_foresee(struct close_job *job, enum close_way way, bool by_descriptor)
{
	bool permitted = way == CLOSE_JOB_DESTROY && job->engine->here.closes && is_permitted(job);

	job->way = way;
	for (size_t i = 0; way == CLOSE_JOB_SIGNAL && i < job->process_count; i++)
		foresee_signal(job, &job->processes[i]);
	for (size_t i = 0; way != CLOSE_JOB_SIGNAL && i < close_job_count(job); i++)
		foresee_target(job, i, way, by_descriptor, permitted);
}
