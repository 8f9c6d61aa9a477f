/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/close/close-take.h"

#include <stdio.h>

#include "app/close/target-text.h"
#include "app/screen/close/close-scope.h"
#include "app/screen/state/app.h"
#include "base/i18n.h"

/* Rows of one step: a millisecond or so. */
#define STEP_BUDGET 2000

/* So often its progress is drawn. */
#define SHOWN_EVERY_US 100000

/* -------- what was taken -------- */

static void give_back(struct close_dialog *dialog)
{
	if (dialog->taken)
		close_job_done(&dialog->job);
	dialog->taken = false;
}

void close_take_let_go(struct app *app)
{
	struct close_dialog *dialog = &app->close_dialog;

	dialog->take.going = false;
	give_back(dialog);
	close_scope_done(&dialog->scope);
}

static struct close_job *begin_job(struct app *app)
{
	struct close_dialog *dialog = &app->close_dialog;

	give_back(dialog);
	close_job_init(&dialog->job, &app->engine, &app->guard);
	dialog->taken = true;
	dialog->hidden = 0;
	dialog->by_port = false;
	return &dialog->job;
}

void close_take_row(struct app *app, uint32_t row)
{
	close_job_take(begin_job(app), row);
	app->close_dialog.hidden = close_scope_is_hidden(app, row);
}

static void say_nothing_to_close(struct app *app)
{
	struct buffer text = {0};

	target_text_add_left_out(&text, &app->close_dialog.job);
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] == '\n')
			text.data[i] = i + 1 < text.length ? ';' : '\0';
	app_say(app, true, _("nothing to close: %s"), buffer_get(&text));
	buffer_done(&text);
}

bool close_take_is_askable(struct app *app)
{
	const struct close_job *job = &app->close_dialog.job;

	if (job->starved)
		app_say(app, true, "%s", _("short of memory: nothing is closed"));
	else if (!close_job_count(job))
		say_nothing_to_close(app);
	return !job->starved && close_job_count(job);
}

/* -------- the dialog meanwhile -------- */

/* Nothing was asked: there is nothing that could be accepted. */
static bool refuses(struct app *app)
{
	(void)app;
	return true;
}

static void answered(struct app *app, enum dialog_answer answer)
{
	(void)answer;
	close_take_let_go(app);
	app_say(app, false, "%s", _("cancelled: nothing is closed"));
}

static const struct app_answers answers = {
	.refuses = refuses,
	.answered = answered,
	.keeps_table = true,
};

static void show_progress(struct app *app)
{
	struct close_take *take = &app->close_dialog.take;

	snprintf(take->ask, sizeof(take->ask), _("finding the sockets: %u %%, Esc cancels"),
		row_walk_percent(&take->walk, &app->engine.track));
	app->dialog.ask = take->ask;
	take->shown_us = app->now.mono_us;
	app->dirty = true;
}

/* -------- all rows, in steps -------- */

/* The first step is done at once: it is the only one, unless there are thousands of sockets. */
static void begin(struct app *app, bool (*step)(struct app *app), const char *title,
	void (*then)(struct app *app))
{
	struct close_dialog *dialog = &app->close_dialog;
	struct close_take *take = &dialog->take;

	dialog->scope.counting = false;
	take->step = step;
	take->title = title;
	take->then = then;
	take->walk = (struct row_walk){0};
	take->held = 0;
	take->going = step(app);
	if (!take->going) {
		then(app);
		return;
	}
	app_ask(app, DIALOG_QUESTION, title, &answers);
	show_progress(app);
}

static bool step_taking(struct app *app)
{
	return close_scope_take(app, STEP_BUDGET);
}

void close_take_all(
	struct app *app, enum close_scope_at at, const char *title, void (*then)(struct app *app))
{
	begin_job(app);
	app->close_dialog.take.at = at;
	begin(app, step_taking, title, then);
}

static bool step_sparing(struct app *app)
{
	return close_scope_spare(app, STEP_BUDGET);
}

void close_take_processes(struct app *app, const char *title, void (*then)(struct app *app))
{
	begin(app, step_sparing, title, then);
}

static void finish(struct app *app)
{
	struct close_take *take = &app->close_dialog.take;

	take->going = false;
	dialog_close(&app->dialog);
	app->answers = NULL;
	app->dirty = true;
	take->then(app);
	if (dialog_is_open(&app->dialog))
		return;
	close_take_let_go(app);
	app_catch_up(app);
}

bool close_take_step(struct app *app, int64_t cpu_us)
{
	struct close_take *take = &app->close_dialog.take;

	if (take->stepped)
		meter_exempt(&app->meter, cpu_us - take->cpu_us);
	take->stepped = take->going;
	take->cpu_us = cpu_us;
	if (!take->going)
		return false;
	if (!take->step(app))
		finish(app);
	else if (app->now.mono_us - take->shown_us >= SHOWN_EVERY_US)
		show_progress(app);
	return true;
}
