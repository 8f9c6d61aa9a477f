/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a job has, and what came of it, in numbers. */
#include "app/close/close-job.h"
#include "app/close/result-text.h"

void close_job_add_states(const struct close_job *job, struct buffer *out)
{
	size_t counts[CONN_PROTOS][CONN_STATES] = {{0}};
	const char *between = "";

	for (size_t i = 0; i < close_job_count(job); i++)
		counts[close_job_conn(job, i)->proto][close_job_conn(job, i)->state]++;
	for (unsigned proto = 0; proto < kind_count; proto++)
		for (int state = 0; state < CONN_STATES; state++)
			if (counts[proto][state]) {
				buffer_printf(out, "%s%s %s %zu", between, conn_proto_name(proto),
					conn_state_name(proto, state), counts[proto][state]);
				between = ", ";
			}
}

static void tally_processes(const struct close_job *job, size_t *good, size_t *bad)
{
	for (size_t i = 0; i < job->process_count; i++) {
		const struct close_job_process *process = &job->processes[i];

		if (process->done && result_text_signal_is_good(process->error))
			++*good;
		else if (process->done)
			++*bad;
	}
}

void close_job_tally(const struct close_job *job, size_t *ret_good, size_t *ret_bad)
{
	size_t good = 0, bad = 0;

	if (job->way == CLOSE_JOB_SIGNAL)
		tally_processes(job, &good, &bad);
	for (size_t i = 0; job->way != CLOSE_JOB_SIGNAL && i < close_job_count(job); i++) {
		enum close_result result = close_job_outcome(job, i)->result;

		if (close_result_is_good(result))
			good++;
		else if (result != CLOSE_RESULT_NOT_TRIED)
			bad++;
	}
	*ret_good = good;
	*ret_bad = bad;
}

size_t close_job_count_reset(const struct close_job *job)
{
	size_t count = 0;

	for (size_t i = 0; job->way != CLOSE_JOB_SIGNAL && i < close_job_count(job); i++)
		count += close_job_outcome(job, i)->result == CLOSE_RESULT_RESET;
	return count;
}
