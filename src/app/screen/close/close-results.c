/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/close/close-results.h"

#include <stdlib.h>

#include "app/close/result-text.h"
#include "app/screen/state/app.h"
#include "base/alloc.h"
#include "base/format.h"
#include "base/i18n.h"

/* Most processes that are named with the descriptors that they still hold. */
#define HOLDERS_TOLD 3

void close_results_done(struct close_results *results)
{
	free(results->order);
	buffer_done(&results->head);
}

/* -------- the order: what went wrong first, then by what came of it -------- */

static bool is_alike(const struct close_outcome *left, const struct close_outcome *right)
{
	return left->result == right->result && left->connection == right->connection &&
	       left->unbound == right->unbound;
}

/* Makes one pass for each result, so that sockets with the same result stay in the order of their
 * closing. */
static void add_results(struct close_results *results, const struct close_job *job,
	const struct close_outcome *like)
{
	for (size_t i = 0; i < close_job_count(job); i++)
		if (is_alike(close_job_outcome(job, i), like))
			results->order[results->count++] = (uint32_t)i;
}

/* Adds all sockets with this result, those with the same sentence together. */
static void add_result(
	struct close_results *results, const struct close_job *job, enum close_result result)
{
	struct close_outcome like = {.result = result};

	for (int left = MPTCP_NONE; left <= MPTCP_UNTOLD; left++) {
		like.connection = (uint8_t)left;
		add_results(results, job, &like);
	}
	like = (struct close_outcome){.result = result, .unbound = true};
	add_results(results, job, &like);
}

static void put_in_order(struct close_results *results, const struct close_job *job)
{
	results->count = 0;
	for (int good = 0; good <= 1; good++)
		for (int result = 0; result < CLOSE_RESULTS; result++)
			if (close_result_is_good((enum close_result)result) == good)
				add_result(results, job, (enum close_result)result);
}

/* -------- the head -------- */

static void add_totals(
	struct buffer *out, const struct close_results *results, const struct close_job *job)
{
	for (size_t at = 0; at < results->count;) {
		const struct close_outcome *outcome = close_job_outcome(job, results->order[at]);
		size_t first = at;

		while (at < results->count &&
			is_alike(close_job_outcome(job, results->order[at]), outcome))
			at++;
		format_grouped(out, at - first);
		buffer_text(out, "  ");
		result_text_add_result(out, outcome);
		buffer_char(out, '\n');
	}
}

static void add_holders(struct buffer *out, const struct app *app)
{
	const struct close_job *job = &app->close_run.job;
	size_t told = 0;

	for (size_t i = 0; i < job->process_count && told < HOLDERS_TOLD; i++)
		if (leftover_fds_add_text(
			    &app->close_run.held, &job->processes[i], app->grid.charset, out)) {
			buffer_char(out, '\n');
			told++;
		}
}

size_t close_results_count_seizable(const struct close_job *job)
{
	size_t count = 0;

	if (job->way != CLOSE_JOB_DESTROY || job->cancelled)
		return 0;
	for (size_t i = 0; i < close_job_count(job); i++)
		count += close_job_could_seize(job, i);
	return count;
}

void close_results_sum_up(struct app *app)
{
	struct buffer *head = &app->results.head;
	const struct close_job *job = &app->close_run.job;
	size_t seizable = close_results_count_seizable(job);

	buffer_clear(head);
	add_totals(head, &app->results, job);
	add_holders(head, app);
	if (seizable)
		buffer_printf(head,
			P_("d: close %zu of them by its program's own descriptor\n",
				"d: close %zu of them by their programs' own descriptors\n",
				seizable),
			seizable);
}

void close_results_forget(struct close_results *results)
{
	results->count = 0;
	buffer_clear(&results->head);
}

void close_results_gather(struct app *app)
{
	struct close_results *results = &app->results;
	const struct close_job *job = &app->close_run.job;

	results->order =
		alloc_resize(results->order, close_job_count(job), sizeof(*results->order));
	results->scroller = (struct scroller){.reading = true};
	put_in_order(results, job);
	close_results_sum_up(app);
}
