/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/close/close-choices.h"

#include <string.h>

#include "app/close/effect-text.h"
#include "app/screen/close/close-run.h"
#include "app/screen/close/close-scope.h"
#include "app/screen/state/app.h"
#include "app/close/target-text.h"
#include "app/close/result-text.h"
#include "base/format.h"
#include "base/i18n.h"

/* Cells of a number in front of its words. */
#define NUMBER_WIDTH 7

/* Rows that are counted in one step: a millisecond or so. */
#define COUNT_STEP 2000

const char *close_choices_hopeless(const struct app *app)
{
	return result_text_hopeless(&app->engine.here.kernel, app->engine.here.closes != NULL);
}

static bool can_be_seized(const struct close_dialog *dialog)
{
	for (size_t i = 0; i < close_job_count(&dialog->job); i++)
		if (close_job_could_seize(&dialog->job, i))
			return true;
	return false;
}

/* Offered where SOCK_DESTROY will not do, and named for what it is. */
static bool offers_descriptor(const struct app *app)
{
	const struct close_dialog *dialog = &app->close_dialog;

	if (dialog->way == CLOSE_JOB_DESCRIPTOR || !can_be_seized(dialog))
		return false;
	return close_choices_hopeless(app) || !dialog->permitted ||
	       effect_text_is_partial(&dialog->job) ||
	       close_run_could_seize(&app->close_run, close_job_conn(&dialog->job, 0)->cookie);
}

/* A line with its letter; `number` is of cells that are a byte each, or the mark. */
static void add_line(
	struct app *app, char letter, const char *number, const char *words, const char *name)
{
	struct dialog *dialog = &app->dialog;
	size_t length = strlen(dialog->letters), width = text_width(number, app->grid.charset);

	dialog->letters[length] = letter;
	dialog->letters[length + 1] = '\0';
	buffer_printf(&dialog->text, "%c ", letter);
	buffer_repeat(&dialog->text, ' ', width < NUMBER_WIDTH ? NUMBER_WIDTH - width : 0);
	buffer_printf(&dialog->text, "%s  %s%s\n", number, words, name);
}

static void offer(struct app *app, char letter, const char *words, const char *name)
{
	add_line(app, letter, "", words, name);
}

/* With the number of the sockets that it means: a mark, as long as they are being counted. */
static void offer_scope(
	struct app *app, char letter, enum close_scope_at at, const char *words, const char *name)
{
	const struct close_scope *scope = &app->close_dialog.scope;
	struct buffer number = {0};

	if (scope->counting)
		buffer_text(&number, app->grid.charset == TEXT_UTF8 ? "\xe2\x80\xa6" : "...");
	else if (scope->counts[at])
		format_grouped(&number, scope->counts[at]);
	add_line(app, letter, buffer_get(&number), words, name);
	buffer_done(&number);
}

void close_choices_descriptor(struct app *app)
{
	if (offers_descriptor(app))
		offer(app, CLOSE_CHOICE_DESCRIPTOR, _("by the program's own descriptor"), "");
}

static void offer_process(struct app *app)
{
	const struct close_scope *scope = &app->close_dialog.scope;
	struct buffer name = {0};

	if (!scope->owned)
		return;
	target_text_add_process(&name, scope->process.name, scope->process.pid, app->grid.charset);
	offer_scope(app, CLOSE_CHOICE_PROCESS, CLOSE_SCOPE_PROCESS, _("all of this process: "),
		buffer_get(&name));
	buffer_done(&name);
}

static void offer_remote(struct app *app)
{
	const struct close_scope *scope = &app->close_dialog.scope;
	struct buffer name = {0};

	if (!scope->remote)
		return;
	conn_add_addr(&name, &scope->conn, &scope->conn.remote);
	offer_scope(app, CLOSE_CHOICE_REMOTE, CLOSE_SCOPE_REMOTE, _("all of this remote host: "),
		buffer_get(&name));
	buffer_done(&name);
}

static void add_group(struct app *app, struct buffer *out)
{
	const struct groups *groups = &app->table.groups;
	const struct buffer *key = &app->close_dialog.scope.group;
	struct column_context context = app_shown_context(app);
	struct buffer name = {0};

	group_add_name(groups->kind, &context, buffer_get(key), key->length, &name);
	text_add_shown(out, buffer_get(&name), app->grid.charset);
	buffer_done(&name);
}

static void offer_group(struct app *app)
{
	struct buffer name = {0};

	if (!app->close_dialog.scope.group.length)
		return;
	add_group(app, &name);
	offer_scope(app, CLOSE_CHOICE_GROUP, CLOSE_SCOPE_GROUP, _("all of this group: "),
		buffer_get(&name));
	buffer_done(&name);
}

static void offer_signals(struct app *app)
{
	const struct close_job *job = &app->close_dialog.job;
	struct buffer name = {0};

	if (!job->process_count)
		return;
	if (job->process_count == 1)
		target_text_add_process(
			&name, job->processes[0].name, job->processes[0].pid, app->grid.charset);
	else
		buffer_printf(&name, _("these %zu processes"), job->process_count);
	offer(app, CLOSE_CHOICE_TERM, _("SIGTERM to "), buffer_get(&name));
	offer(app, CLOSE_CHOICE_KILL, _("SIGKILL to "), buffer_get(&name));
	buffer_done(&name);
}

/* From the end of the question on, whatever was there before. */
static void write_all(struct app *app)
{
	struct buffer *text = &app->dialog.text;

	text->length = app->close_dialog.choices_at;
	app->dialog.letters[0] = '\0';
	offer_process(app);
	offer_remote(app);
	offer_group(app);
	offer_scope(app, CLOSE_CHOICE_SHOWN, CLOSE_SCOPE_SHOWN, _("all that are shown"), "");
	close_choices_descriptor(app);
	offer_signals(app);
	buffer_text(text, " \n");
}

void close_choices_all(struct app *app)
{
	struct close_scope *scope = &app->close_dialog.scope;

	app->close_dialog.choices_at = app->dialog.text.length;
	scope->counting = close_scope_count(app, scope, COUNT_STEP);
	write_all(app);
}

bool close_choices_step(struct app *app)
{
	struct close_scope *scope = &app->close_dialog.scope;

	if (!scope->counting)
		return false;
	scope->counting = close_scope_count(app, scope, COUNT_STEP);
	if (!scope->counting) {
		write_all(app);
		app->dirty = true;
	}
	return scope->counting;
}
