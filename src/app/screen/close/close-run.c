/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/close/close-run.h"

#include "app/close/place-text.h"
#include "app/close/target-text.h"
#include "app/screen/close/close-results.h"
#include "app/screen/state/app.h"
#include "app/system/signal-name.h"
#include "app/close/result-text.h"
#include "base/format.h"
#include "base/i18n.h"

/* Sockets per step: as many as one datagram to the kernel holds, or less than a millisecond of
 * work. */
#define STEP_BUDGET 64

/* Descriptors whose links are read in one step. */
#define LOOK_BUDGET 256

/* Time between two drawings of the progress. */
#define SHOWN_EVERY_US 100000

void close_run_done(struct close_run *run)
{
	if (run->any)
		close_job_done(&run->job);
	leftover_fds_done(&run->held);
}

static void set_out(struct app *app, enum close_way way, int signal)
{
	struct close_run *run = &app->close_run;

	close_job_begin(&run->job, way, signal);
	run->running = true;
	run->looking = false;
	run->shown_us = app->now.mono_us;
}

void close_run_begin(struct app *app, struct close_job *job, enum close_way way, int signal)
{
	struct close_run *run = &app->close_run;

	close_results_forget(&app->results);
	if (run->any)
		close_job_done(&run->job);
	run->job = *job;
	run->any = true;
	set_out(app, way, signal);
}

void close_run_seize(struct app *app)
{
	set_out(app, CLOSE_JOB_DESCRIPTOR, 0);
}

void close_run_cancel(struct app *app)
{
	close_job_cancel(&app->close_run.job);
}

/* -------- what came of it -------- */

/* Appends a hint: another way to close the socket, or the descriptors that its program still
 * holds. */
static void add_hint(const struct app *app, struct buffer *out)
{
	const struct close_job *job = &app->close_run.job;
	const struct close_job_process *owner = close_job_owner(job, 0);

	if (job->way == CLOSE_JOB_DESTROY && close_job_could_seize(job, 0))
		buffer_text(out, _("F9 d: by its descriptor"));
	else if (owner)
		leftover_fds_add_text(&app->close_run.held, owner, app->grid.charset, out);
}

/* Shows the result of one socket in the message line, and the hint after it if both fit. */
static void say_one(struct app *app)
{
	const struct close_job *job = &app->close_run.job;
	const struct close_outcome *outcome = close_job_outcome(job, 0);
	struct buffer text = {0}, hint = {0};
	enum text_charset charset = app->grid.charset;

	names_add_pair(&app->engine.names, close_job_conn(job, 0), text_arrow(charset), &text);
	place_text_add(&text, &app->engine.names, close_job_conn(job, 0), charset);
	buffer_text(&text, ": ");
	result_text_add_result(&text, outcome);
	add_hint(app, &hint);
	if (hint.length && text_width(buffer_get(&text), charset) +
					   text_width(buffer_get(&hint), charset) + 3 <=
				   (size_t)app->grid.columns)
		buffer_printf(&text, "; %s", buffer_get(&hint));
	app_say(app, !close_result_is_good(outcome->result), "%s", buffer_get(&text));
	buffer_done(&text);
	buffer_done(&hint);
}

static void add_count(struct buffer *out, const char *before, size_t count, const char *words)
{
	buffer_text(out, before);
	format_grouped(out, count);
	buffer_printf(out, " %s", words);
}

static void say_many(struct app *app)
{
	const struct close_job *job = &app->close_run.job;
	struct buffer text = {0};
	size_t good, bad, untried, reset = close_job_count_reset(job);

	close_job_tally(job, &good, &bad);
	untried = close_job_total(job) - good - bad;
	add_count(&text, "", good - reset, _("closed or gone"));
	if (reset)
		add_count(&text, ", ", reset, _("reset"));
	if (bad)
		add_count(&text, ", ", bad, _("not closed"));
	if (untried)
		add_count(&text, ", ", untried, _("not tried"));
	app_say(app, bad || untried, "%s", buffer_get(&text));
	buffer_done(&text);
}

/* Appends "api (2210): sent SIGTERM". */
static void add_signalled(
	struct buffer *out, const struct close_job *job, size_t index, enum text_charset charset)
{
	const struct close_job_process *process = &job->processes[index];

	target_text_add_process(out, process->name, process->pid, charset);
	buffer_text(out, ": ");
	if (process->own)
		buffer_text(out, _("left alone, your own session hangs on it"));
	else if (!process->done)
		buffer_text(out, _("not tried"));
	else
		result_text_add_signal(out, job->signal, process->error, true);
}

/* Counts the successes if there are several processes; names each failure. */
static void say_signalled(struct app *app)
{
	const struct close_job *job = &app->close_run.job;
	struct buffer text = {0};
	size_t sent = 0;

	for (size_t i = 0; i < job->process_count; i++) {
		const struct close_job_process *process = &job->processes[i];
		bool well = process->done && !process->error;

		sent += well;
		if (well && job->process_count > 1)
			continue;
		buffer_text(&text, text.length ? ", " : "");
		add_signalled(&text, job, i, app->grid.charset);
	}
	if (sent && job->process_count > 1)
		buffer_printf(&text,
			P_("%s%s sent to %zu process", "%s%s sent to %zu processes", sent),
			text.length ? "; " : "", signal_name_of(job->signal), sent);
	app_say(app, sent < job->process_count, "%s", buffer_get(&text));
	buffer_done(&text);
}

/* What this program has closed is called so in the history. */
static void note_closed(struct app *app)
{
	const struct close_job *job = &app->close_run.job;

	for (size_t i = 0; i < close_job_count(job); i++) {
		enum close_result result = close_job_outcome(job, i)->result;

		if (close_result_is_gone(result) && result != CLOSE_RESULT_ALREADY_GONE)
			chronicle_note_ours(&app->engine.chronicle, close_job_conn(job, i)->cookie);
	}
}

static void finish(struct app *app)
{
	struct close_run *run = &app->close_run;

	run->running = false;
	app_refresh_now(app);
	app->dirty = true;
	if (run->job.way == CLOSE_JOB_SIGNAL) {
		say_signalled(app);
		return;
	}
	note_closed(app);
	close_results_gather(app);
	if (close_job_count(&run->job) == 1) {
		say_one(app);
		return;
	}
	say_many(app);
	/* Do not open the page if the user is doing something else. */
	if (!dialog_is_open(&app->dialog) && !app->pages.count)
		run->show(app);
}

void close_run_look(struct app *app)
{
	struct close_run *run = &app->close_run;

	run->looking |= !run->running;
}

static void look(struct app *app)
{
	struct close_run *run = &app->close_run;

	if (leftover_fds_step(&run->held, app->engine.row_owners.owners.proc, LOOK_BUDGET))
		return;
	run->looking = false;
	app->dirty = true;
	if (run->running)
		finish(app);
	else
		close_results_sum_up(app);
}

static void step(struct app *app)
{
	struct close_run *run = &app->close_run;

	if (run->looking) {
		look(app);
	} else if (!close_job_step(&run->job, STEP_BUDGET)) {
		leftover_fds_add(&run->held, &run->job);
		run->looking = true;
	} else if (app->now.mono_us - run->shown_us >= SHOWN_EVERY_US) {
		run->shown_us = app->now.mono_us;
		app->dirty = true;
	}
}

bool close_run_step(struct app *app, int64_t cpu_us)
{
	struct close_run *run = &app->close_run;

	if (run->stepped)
		meter_exempt(&app->meter, cpu_us - run->cpu_us);
	run->stepped = !run->stepped && close_run_has_work(run);
	run->cpu_us = cpu_us;
	if (run->stepped)
		step(app);
	return run->stepped;
}

void close_run_add_progress(const struct close_run *run, struct buffer *out)
{
	const struct close_job *job = &run->job;
	size_t good, bad;

	close_job_tally(job, &good, &bad);
	buffer_printf(out, "%s ", _("closing:"));
	format_grouped(out, close_job_progress(job));
	buffer_printf(out, " %s ", _("of"));
	format_grouped(out, close_job_total(job));
	if (bad)
		add_count(out, ", ", bad, _("not closed"));
	buffer_printf(out, "; %s", job->cancelled ? _("cancelled") : _("Esc cancels"));
}

bool close_run_could_seize(const struct close_run *run, uint64_t cookie)
{
	for (size_t i = 0; run->any && i < close_job_count(&run->job); i++)
		if (close_job_conn(&run->job, i)->cookie == cookie)
			return close_job_could_seize(&run->job, i);
	return false;
}
