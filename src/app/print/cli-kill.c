/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/cli-kill.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/system/complain.h"
#include "app/system/clock.h"
#include "app/print/cli-kill-internal.h"
#include "app/system/signal-name.h"
#include "app/close/result-text.h"
#include "base/alloc.h"
#include "base/i18n.h"

enum { EXIT_NOT_ALL = 1, EXIT_NO_MATCH = 3, EXIT_SIGNAL = 128 };

/* The signal that asked the program to end while sockets were being closed. Global, because a
 * handler has no argument. */
static volatile sig_atomic_t ended_by;

/* -------- results -------- */

static void print_socket_result(struct cli_kill *batch, size_t index)
{
	const struct close_outcome *outcome = close_job_outcome(&batch->job, index);
	bool dry = batch->options->dry_run, data = batch->teller.data;
	struct cli_kill_words words = {.result = dry ? result_text_forecast_name(outcome)
						     : close_result_name(outcome->result)};
	struct buffer text = {0};

	if (dry)
		result_text_add_forecast(&text, outcome, !data);
	else if (data)
		result_text_add_plain(&text, outcome);
	else
		result_text_add_result(&text, outcome);
	words.text = buffer_get(&text);
	if (!close_result_is_good(outcome->result))
		words.error = words.text;
	else if (outcome->unbound)
		words.note = words.text;
	cli_kill_print_socket(&batch->teller, batch->job.targets[index].row, &words);
	buffer_done(&text);
}

static void print_process_result(struct cli_kill *batch, const struct close_job_process *process)
{
	static const char would[] = N_("would be signalled");
	bool data = batch->teller.data;
	struct buffer words = {0};

	if (!process->error && batch->options->dry_run && !process->own) {
		cli_kill_print_process(
			&batch->teller, process, "would-signal", data ? would : _(would), NULL);
		return;
	}
	if (process->own) {
		batch->kept++;
		batch->kept_own++;
		cli_kill_print_process(&batch->teller, process, "kept",
			_(close_job_reason_text(CLOSE_JOB_SESSION)),
			close_job_reason_text(CLOSE_JOB_SESSION));
		return;
	}
	result_text_add_signal(&words, batch->options->signal, process->error, !data);
	cli_kill_print_process(&batch->teller, process, result_text_signal_name(process->error),
		buffer_get(&words),
		result_text_signal_is_good(process->error) ? NULL : buffer_get(&words));
	buffer_done(&words);
}

/* Prints the sockets that no signal can reach. */
static void print_ownerless(struct cli_kill *batch)
{
	static const char unknown[] = N_("no process is known that holds it");

	for (size_t i = 0; i < close_job_count(&batch->job); i++) {
		const struct close_job_target *target = &batch->job.targets[i];
		const char *why = target->hidden ? engine_hidden_text(batch->engine) : unknown;

		if (target->holder_count)
			continue;
		cli_kill_print_socket(&batch->teller, target->row,
			&(struct cli_kill_words){target->hidden ? "not-permitted" : "no-process",
				_(why), why, NULL});
		batch->bad++;
	}
}

/* True if a target's result is not final: the kernel did not close it, and its descriptor is tried
 * next. */
static bool waits_for_retry(struct cli_kill *batch, size_t index)
{
	if (!batch->options->by_descriptor || batch->job.way != CLOSE_JOB_DESTROY)
		return false;
	if (!batch->waiting)
		batch->waiting = alloc_zero(close_job_count(&batch->job), sizeof(bool));
	batch->waiting[index] = close_job_could_seize(&batch->job, index);
	return batch->waiting[index];
}

/* Prints the new results since the last call. Writes them at once: whatever ends the program next,
 * the user knows what was done. */
static void print_results(struct cli_kill *batch)
{
	size_t done = close_job_progress(&batch->job);

	for (; batch->printed < done; batch->printed++)
		if (batch->way == CLOSE_JOB_SIGNAL)
			print_process_result(batch, &batch->job.processes[batch->printed]);
		else if (batch->job.way == batch->way ? !waits_for_retry(batch, batch->printed)
						      : batch->waiting[batch->printed])
			print_socket_result(batch, batch->printed);
	output_flush(&batch->teller.output);
}

static void note_end(int number)
{
	ended_by = number;
}

/*
 * From here on, the first signal lets the program finish the sockets that were begun and print the
 * results; the second one ends the program at once. Signals that were ignored at the start (nohup)
 * stay ignored.
 */
static void catch_ends(void)
{
	static const int ends[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct sigaction action = {
			.sa_handler = note_end, .sa_flags = (int)(SA_RESTART | SA_RESETHAND)};
		struct sigaction now;

		if (sigaction(ends[i], NULL, &now) < 0 || now.sa_handler != SIG_IGN)
			sigaction(ends[i], &action, NULL);
	}
}

static void summarize(struct cli_kill *batch)
{
	size_t good, bad, reset = close_job_count_reset(&batch->job);

	close_job_tally(&batch->job, &good, &bad);
	batch->good += good;
	batch->bad += bad;
	if (reset)
		fprintf(stderr,
			_("sockview: %zu closed or gone, %zu reset, %zu not closed, %zu kept\n"),
			batch->good - reset, reset, batch->bad, batch->kept);
	else
		fprintf(stderr,
			batch->way == CLOSE_JOB_SIGNAL
				? _("sockview: %zu signalled or gone, %zu not signalled, %zu "
				    "kept\n")
				: _("sockview: %zu closed or gone, %zu not closed, %zu kept\n"),
			batch->good, batch->bad, batch->kept);
}

/* Closes by one way until all is done or a signal asks for an end; returns how many were not
 * tried. */
static size_t run_way(struct cli_kill *batch, enum close_way way)
{
	struct close_job *job = &batch->job;
	bool more = true;

	close_job_begin(job, way, batch->options->signal);
	batch->printed = 0;
	/* A closed pipe ends the printing, not the closing: the user has asked for that. */
	while (more) {
		if (ended_by)
			close_job_cancel(job);
		more = close_job_step(job, DIAG_QUERY_MAX);
		print_results(batch);
	}
	return close_job_total(job) - close_job_progress(job);
}

/* Retries the sockets that the kernel did not close, or closed only partly, through a duplicate of
 * their descriptor. If a signal ends this, the others keep the result that they have. */
static void retry_by_descriptor(struct cli_kill *batch)
{
	run_way(batch, CLOSE_JOB_DESCRIPTOR);
	for (; batch->printed < close_job_count(&batch->job); batch->printed++)
		if (batch->waiting[batch->printed])
			print_socket_result(batch, batch->printed);
}

static int carry_out(struct cli_kill *batch)
{
	size_t left;

	catch_ends();
	if (batch->way == CLOSE_JOB_SIGNAL)
		print_ownerless(batch);
	left = run_way(batch, batch->way);
	if (batch->waiting)
		retry_by_descriptor(batch);
	summarize(batch);
	if (left) {
		fprintf(stderr, _("sockview: interrupted, %zu more were not tried\n"), left);
		return EXIT_SIGNAL + ended_by;
	}
	cli_kill_print_hint(&batch->teller, &batch->job);
	return batch->bad || batch->kept_own ? EXIT_NOT_ALL : 0;
}

/* The same words as after a deed, in another mood; and the same status. */
static int would_do(struct cli_kill *batch)
{
	struct close_job *job = &batch->job;
	size_t good, bad;

	close_job_foresee(job, batch->way, batch->options->by_descriptor);
	if (batch->way == CLOSE_JOB_SIGNAL)
		print_ownerless(batch);
	for (size_t i = 0; i < close_job_total(job); i++)
		if (batch->way == CLOSE_JOB_SIGNAL)
			print_process_result(batch, &job->processes[i]);
		else
			print_socket_result(batch, i);
	output_flush(&batch->teller.output);
	close_job_tally(job, &good, &bad);
	batch->bad += bad;
	fprintf(stderr,
		batch->way == CLOSE_JOB_SIGNAL
			? _("sockview: %zu would be signalled, %zu would not, %zu kept\n")
			: _("sockview: %zu would be closed or reset, %zu would not, %zu kept\n"),
		good, batch->bad, batch->kept);
	return batch->bad || batch->kept_own ? EXIT_NOT_ALL : 0;
}

/* Reports what is missing. Sockets that could not be read may have matched; and if nothing matched,
 * so may sockets whose owners are hidden. */
static void complain_of_gaps(const struct cli_kill *batch)
{
	bool hidden = close_job_count(&batch->job) + batch->kept == 0 &&
		      engine_filter_misses(batch->engine, batch->options->filter);
	struct buffer text = {0};

	engine_add_notes(batch->engine, hidden, true, &text);
	if (text.length)
		complain(batch->teller.charset, "%s", buffer_get(&text));
	buffer_done(&text);
}

/* Without SOCK_DESTROY there is only closing by descriptor: say so before anything is done. */
static int check_way(const struct cli_kill *batch)
{
	const struct engine *engine = batch->engine;
	const char *hopeless =
		result_text_hopeless(&engine->here.kernel, engine->here.closes != NULL);

	if (batch->way == CLOSE_JOB_SIGNAL || !hopeless)
		return 0;
	complain(batch->teller.charset, "%s", hopeless);
	return engine->here.closes ? 0 : EXIT_NOT_ALL;
}

static int run(struct cli_kill *batch)
{
	int status;

	if (batch->late) {
		fputs(_("sockview: names that FILTER looks at did not arrive: nothing was "
			"closed\n"),
			stderr);
		return EXIT_NOT_ALL;
	}
	if (close_job_count(&batch->job) + batch->kept == 0) {
		fputs(_("sockview: no socket matches\n"), stderr);
		return EXIT_NO_MATCH;
	}
	if (batch->options->dry_run)
		return would_do(batch);
	status = check_way(batch);
	if (status)
		return status;
	if (cli_kill_count_meant(batch) && !batch->options->yes && !cli_kill_is_confirmed(batch)) {
		fputs(batch->way == CLOSE_JOB_SIGNAL ? _("sockview: nothing was signalled\n")
						     : _("sockview: nothing was closed\n"),
			stderr);
		return EXIT_NOT_ALL;
	}
	return carry_out(batch);
}

int cli_kill(struct engine *engine, const struct options *options, enum text_charset charset)
{
	struct cli_kill batch = {
		.engine = engine,
		.options = options,
		.teller =
			{
				.engine = engine,
				.process = column_find("process"),
				.charset = charset,
				.data = options_print_data(options),
				.signal = options->signal,
			},
		.way = options->signals ? CLOSE_JOB_SIGNAL : close_job_best_way(engine),
	};
	struct instant now = clock_now();
	struct parts meant;
	int status;

	if (!options->dry_run)
		signal(SIGPIPE, SIG_IGN);
	engine->context.ascii = charset == TEXT_ASCII;
	close_job_init(&batch.job, engine, &batch.guard);
	batch.job.batch.whole = options->by_descriptor;
	engine_refresh(engine, &now);
	session_guard_begin(&batch.guard, engine_proc(engine), (uint32_t)getpid());
	while (session_guard_step(&batch.guard, 1024))
		;
	cli_kill_choose(&batch);
	complain_of_gaps(&batch);
	if (batch.job.starved) {
		fputs(_("sockview: short of memory: nothing was closed\n"), stderr);
		status = EXIT_NOT_ALL;
	} else {
		status = run(&batch);
	}
	/* The exit status must not say that all sockets were handled if not all that may match
	 * could be read. */
	meant = options->pick.parts;
	parts_keep(&meant, filter_parts(options->filter));
	if ((status == 0 || status == EXIT_NO_MATCH) && !source_is_complete(engine->source, meant))
		status = EXIT_NOT_ALL;
	if (output_flush(&batch.teller.output) < 0) {
		output_complain(&batch.teller.output);
		status = status > EXIT_SIGNAL ? status : EXIT_NOT_ALL;
	}
	close_job_done(&batch.job);
	session_guard_done(&batch.guard);
	free(batch.waiting);
	buffer_done(&batch.teller.output.text);
	return status;
}
