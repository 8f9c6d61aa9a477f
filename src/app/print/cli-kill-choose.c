/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What -K is about to close, and the question before it does. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/print/cli-kill-internal.h"
#include "app/system/signal-name.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "sock/rows/row-walk.h"

/* A row that is spared, and why. */
struct kept {
	uint32_t row;
	enum close_job_reason reason;
};

/* Prints skipped sockets after all targets are known: only then is it known whether a signal
 * reaches a listener through another socket of its process. */
static void print_kept(struct cli_kill *batch, const struct kept *kept, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *reason = close_job_reason_text(kept[i].reason);

		if (batch->way == CLOSE_JOB_SIGNAL && close_job_reaches(&batch->job, kept[i].row))
			continue;
		batch->kept++;
		batch->kept_own += kept[i].reason == CLOSE_JOB_SESSION;
		cli_kill_print_socket(&batch->teller, kept[i].row,
			&(struct cli_kill_words){"kept", _(reason), reason, NULL});
	}
}

/* A socket of the user's own session is offered if it is all that matches, and somebody can be
 * asked: to type its port. */
static void offer_own_session(struct cli_kill *batch, const struct kept *kept, size_t *count)
{
	const struct options *options = batch->options;

	if (options->yes || options->dry_run || batch->way == CLOSE_JOB_SIGNAL)
		return;
	if (close_job_count(&batch->job) || *count != 1 || kept->reason != CLOSE_JOB_SESSION)
		return;
	close_job_take(&batch->job, kept->row);
	batch->own = true;
	*count = 0;
}

/* True if the only target is one that must not be closed by a hasty "y". */
static bool asks_for_port(const struct cli_kill *batch)
{
	if (batch->way == CLOSE_JOB_SIGNAL || close_job_count(&batch->job) != 1)
		return false;
	return batch->own || conn_accepts(close_job_conn(&batch->job, 0));
}

/*
 * Lets FILTER ask for the hosts that it looks at, and waits for their names: a name that is not
 * known yet looks like a number, so that `not remote ~ NAME` would match it. (The names of users
 * are waited for as they are asked for.)
 */
static void wait_for_hosts(struct cli_kill *batch)
{
	size_t budget = SIZE_MAX;
	struct buffer scratch = {0};
	struct row_walk walk = {0};
	uint32_t row;

	while (row_walk_next(&walk, &batch->engine->track, &budget, &row))
		table_picks(&batch->options->pick, &batch->engine->context, row, &scratch);
	name_cache_wait_for_missed(batch->engine->name_cache);
	buffer_done(&scratch);
}

void cli_kill_choose(struct cli_kill *batch)
{
	const struct options *options = batch->options;
	bool listeners = options->pick.listening || filter_says_state(options->filter, CONN_LISTEN);
	struct kept *kept = NULL;
	size_t count = 0, capacity = 0, budget = SIZE_MAX;
	struct buffer scratch = {0};
	struct row_walk walk = {0};
	uint32_t row;

	name_cache_take_missed(batch->engine->name_cache);
	if (batch->engine->context.hosts)
		wait_for_hosts(batch);
	while (!batch->job.starved && row_walk_next(&walk, &batch->engine->track, &budget, &row)) {
		enum close_job_reason reason;

		if (!table_picks(&options->pick, &batch->engine->context, row, &scratch))
			continue;
		reason = close_job_offer(&batch->job, row, listeners);
		if (reason == CLOSE_JOB_TAKEN)
			continue;
		if (alloc_try_grow((void **)&kept, &capacity, count + 1, sizeof(*kept)) < 0)
			batch->job.starved = true;
		else
			kept[count++] = (struct kept){row, reason};
	}
	batch->late = name_cache_take_missed(batch->engine->name_cache);
	offer_own_session(batch, kept, &count);
	batch->by_port = asks_for_port(batch);
	/* From here on, exactly these processes are signalled or read, never others with the same
	 * numbers. */
	if (batch->way != CLOSE_JOB_DESTROY || options->by_descriptor) {
		close_job_spare_all(&batch->job);
		close_job_hold(&batch->job);
	}
	print_kept(batch, kept, count);
	free(kept);
	buffer_done(&scratch);
}

size_t cli_kill_count_meant(const struct cli_kill *batch)
{
	size_t count = 0;

	if (batch->way != CLOSE_JOB_SIGNAL)
		return close_job_count(&batch->job);
	for (size_t i = 0; i < batch->job.process_count; i++)
		count += !batch->job.processes[i].own;
	return count;
}

/* Asks the question: "y" confirms one item; for several, their number has to be typed, for a
 * listener its port. */
static void put_question(const struct cli_kill *batch, size_t count)
{
	const char *signal = signal_name_of(batch->options->signal);

	if (batch->by_port)
		fprintf(stderr, "%s ", _("Type its port to close it:"));
	else if (batch->way != CLOSE_JOB_SIGNAL && count == 1)
		fputs(_("Close it?  y/N "), stderr);
	else if (batch->way != CLOSE_JOB_SIGNAL)
		fprintf(stderr, _("Type %zu to close these %zu sockets: "), count, count);
	else if (count == 1)
		fprintf(stderr, _("Send it %s?  y/N "), signal);
	else
		fprintf(stderr, _("Type %zu to send these %zu processes %s: "), count, count,
			signal);
	fflush(stderr);
}

bool cli_kill_is_confirmed(struct cli_kill *batch)
{
	size_t meant = cli_kill_count_meant(batch);
	char answer[64] = "", word[32];

	output_flush(
		&batch->teller.output); /* the spared sockets are printed before the question */
	cli_kill_print_preview(&batch->teller, &batch->job, batch->way);
	if (batch->own)
		fprintf(stderr, "%s\n", _("Your own session (SSH) hangs on it."));
	put_question(batch, meant);
	if (!fgets(answer, sizeof(answer), stdin))
		return false;
	answer[strcspn(answer, "\r\n")] = '\0';
	if (meant == 1 && !batch->by_port)
		return strcmp(answer, "y") == 0 || strcmp(answer, "Y") == 0;
	snprintf(word, sizeof(word), "%zu",
		batch->by_port ? close_job_conn(&batch->job, 0)->local.port : meant);
	return strcmp(answer, word) == 0;
}
