/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/close-run.h"

#include <errno.h>

#include "app/close/target-text.h"
#include "app/screen/command/close-results.h"
#include "app/screen/state/app.h"
#include "app/system/errno-text.h"
#include "app/system/signal-name.h"
#include "app/close/result-text.h"
#include "base/format.h"
#include "base/i18n.h"

/* Sockets of one step: a datagram of the kernel's, or less than a millisecond. */
#define STEP_BUDGET 64

/* Links of descriptors that are read in one step. */
#define LOOK_BUDGET 256

/* So often its progress is drawn. */
#define SHOWN_EVERY_US 100000

void kill_run_done(struct kill_run *run)
{
	if (run->any)
		killing_done(&run->killing);
	kill_held_done(&run->held);
}

static void set_out(struct app *app, enum killing_way way, int signal)
{
	struct kill_run *run = &app->kill_run;

	killing_begin(&run->killing, way, signal);
	run->running = true;
	run->looking = false;
	run->shown_us = app->now.mono_us;
}

void kill_run_begin(struct app *app, struct killing *killing, enum killing_way way, int signal)
{
	struct kill_run *run = &app->kill_run;

	results_forget(&app->results);
	if (run->any)
		killing_done(&run->killing);
	run->killing = *killing;
	run->any = true;
	set_out(app, way, signal);
}

void kill_run_seize(struct app *app)
{
	set_out(app, KILLING_DESCRIPTOR, 0);
}

void kill_run_cancel(struct app *app)
{
	killing_cancel(&app->kill_run.killing);
}

/* -------- what came of it -------- */

/* Another way to it, or what its program is left with. */
static void add_hint(const struct app *app, struct buffer *out)
{
	const struct killing *killing = &app->kill_run.killing;
	const struct killing_process *owner = killing_owner(killing, 0);

	if (killing->way == KILLING_DESTROY && killing_could_seize(killing, 0))
		buffer_text(out, _("F9 d: by its descriptor"));
	else if (owner)
		kill_held_add_text(&app->kill_run.held, owner, app->grid.charset, out);
}

/* The result of one socket stands in the message line; a hint behind it where that fits whole. */
static void say_one(struct app *app)
{
	const struct killing *killing = &app->kill_run.killing;
	const struct closing_outcome *outcome = killing_outcome(killing, 0);
	struct buffer text = {0}, hint = {0};
	enum text_charset charset = app->grid.charset;

	conn_add_pair(&text, killing_conn(killing, 0), text_arrow(charset));
	buffer_text(&text, ": ");
	verdict_add_result(&text, outcome);
	add_hint(app, &hint);
	if (hint.length && text_width(buffer_get(&text), charset) +
					   text_width(buffer_get(&hint), charset) + 3 <=
				   (size_t)app->grid.columns)
		buffer_printf(&text, "; %s", buffer_get(&hint));
	app_say(app, !closing_is_good(outcome->result), "%s", buffer_get(&text));
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
	const struct killing *killing = &app->kill_run.killing;
	struct buffer text = {0};
	size_t good, bad, untried, reset = killing_count_reset(killing);

	killing_tally(killing, &good, &bad);
	untried = killing_total(killing) - good - bad;
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

/* "api (2210): SIGTERM sent" */
static void add_signalled(
	struct buffer *out, const struct killing *killing, size_t index, enum text_charset charset)
{
	const struct killing_process *process = &killing->processes[index];

	kill_add_process(out, process->name, process->pid, charset);
	buffer_text(out, ": ");
	if (process->own)
		buffer_text(out, _("left alone, your own session hangs on it"));
	else if (!process->done)
		buffer_text(out, _("not tried"));
	else if (!process->error)
		buffer_printf(out, _("%s sent"), signal_name_of(killing->signal));
	else if (process->error == -ESRCH)
		buffer_text(out, _("already ended"));
	else if (process->error == -EPERM)
		buffer_text(out, _("not permitted (needs CAP_KILL)"));
	else
		buffer_text(out, reason_text(-process->error, true));
}

/* What went well is counted where there are many; what did not is named. */
static void say_signalled(struct app *app)
{
	const struct killing *killing = &app->kill_run.killing;
	struct buffer text = {0};
	size_t sent = 0;

	for (size_t i = 0; i < killing->process_count; i++) {
		const struct killing_process *process = &killing->processes[i];
		bool well = process->done && !process->error;

		sent += well;
		if (well && killing->process_count > 1)
			continue;
		buffer_text(&text, text.length ? ", " : "");
		add_signalled(&text, killing, i, app->grid.charset);
	}
	if (sent && killing->process_count > 1)
		buffer_printf(&text,
			P_("%s%s sent to %zu process", "%s%s sent to %zu processes", sent),
			text.length ? "; " : "", signal_name_of(killing->signal), sent);
	app_say(app, sent < killing->process_count, "%s", buffer_get(&text));
	buffer_done(&text);
}

static void finish(struct app *app)
{
	struct kill_run *run = &app->kill_run;

	run->running = false;
	app_refresh_now(app);
	app->dirty = true;
	if (run->killing.way == KILLING_SIGNAL) {
		say_signalled(app);
		return;
	}
	results_gather(app);
	if (killing_count(&run->killing) == 1) {
		say_one(app);
		return;
	}
	say_many(app);
	/* Whoever is at something else by now is not torn from it. */
	if (!overlay_is_open(&app->overlay) && !app->pages.count)
		run->show(app);
}

void kill_run_look(struct app *app)
{
	struct kill_run *run = &app->kill_run;

	run->looking |= !run->running;
}

static void look(struct app *app)
{
	struct kill_run *run = &app->kill_run;

	if (kill_held_step(&run->held, app->engine.owning.owners.proc, LOOK_BUDGET))
		return;
	run->looking = false;
	app->dirty = true;
	if (run->running)
		finish(app);
	else
		results_sum_up(app);
}

static void step(struct app *app)
{
	struct kill_run *run = &app->kill_run;

	if (run->looking) {
		look(app);
	} else if (!killing_step(&run->killing, STEP_BUDGET)) {
		kill_held_add(&run->held, &run->killing);
		run->looking = true;
	} else if (app->now.mono_us - run->shown_us >= SHOWN_EVERY_US) {
		run->shown_us = app->now.mono_us;
		app->dirty = true;
	}
}

bool kill_run_step(struct app *app, int64_t cpu_us)
{
	struct kill_run *run = &app->kill_run;

	if (run->stepped)
		meter_exempt(&app->meter, cpu_us - run->cpu_us);
	run->stepped = !run->stepped && kill_run_has_work(run);
	run->cpu_us = cpu_us;
	if (run->stepped)
		step(app);
	return run->stepped;
}

void kill_run_add_progress(const struct kill_run *run, struct buffer *out)
{
	const struct killing *killing = &run->killing;
	size_t good, bad;

	killing_tally(killing, &good, &bad);
	buffer_printf(out, "%s ", _("closing:"));
	format_grouped(out, killing_progress(killing));
	buffer_printf(out, " %s ", _("of"));
	format_grouped(out, killing_total(killing));
	if (bad)
		add_count(out, ", ", bad, _("not closed"));
	buffer_printf(out, "; %s", killing->cancelled ? _("cancelled") : _("Esc cancels"));
}

bool kill_run_could_seize(const struct kill_run *run, uint64_t cookie)
{
	for (size_t i = 0; run->any && i < killing_count(&run->killing); i++)
		if (killing_conn(&run->killing, i)->cookie == cookie)
			return killing_could_seize(&run->killing, i);
	return false;
}
