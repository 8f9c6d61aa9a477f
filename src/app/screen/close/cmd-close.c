/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/close/cmd-close.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/close/effect-text.h"
#include "app/close/target-text.h"
#include "app/screen/close/close-answer.h"
#include "app/screen/close/close-choices.h"
#include "app/screen/close/close-guard.h"
#include "app/screen/close/close-results.h"
#include "app/screen/close/close-run.h"
#include "app/screen/close/close-scope.h"
#include "app/screen/close/close-take.h"
#include "app/screen/state/app.h"
#include "app/system/signal-name.h"
#include "base/i18n.h"

void cmd_close_done(struct app *app)
{
	close_take_let_go(app);
	close_run_done(&app->close_run);
	close_results_done(&app->results);
}

/* -------- the dialog -------- */

static void add_consequences(struct app *app)
{
	struct buffer *text = &app->dialog.text;
	const struct close_dialog *dialog = &app->close_dialog;

	if (dialog->way == CLOSE_JOB_DESTROY && close_choices_hopeless(app)) {
		buffer_printf(text, "%s\n", close_choices_hopeless(app));
		return;
	}
	effect_text_add(text, &dialog->job, dialog->way);
	if (dialog->way == CLOSE_JOB_DESTROY && effect_text_is_partial(&dialog->job))
		buffer_printf(text, "%s\n", _("d closes MPTCP whole."));
	if (dialog->way == CLOSE_JOB_DESTROY && !app->close_dialog.permitted)
		buffer_printf(text, "%s\n", _("Without CAP_NET_ADMIN the kernel will refuse."));
}

/* The last line: what has to be typed, or that y suffices. */
static void ask_for_word(struct app *app)
{
	struct close_dialog *dialog = &app->close_dialog;

	app->dialog.typed = dialog->word[0] != '\0';
	if (dialog->question != CLOSE_DIALOG_SIGNAL && dialog->way == CLOSE_JOB_DESTROY &&
		close_choices_hopeless(app)) {
		app->dialog.typed = false;
		app->dialog.ask = _("A letter, or Esc:");
	} else if (!app->dialog.typed) {
		app->dialog.ask = dialog->question == CLOSE_DIALOG_SIGNAL ? _("Send it?  y/N")
									  : _("Close it?  y/N");
	} else if (dialog->question != CLOSE_DIALOG_SIGNAL && dialog->by_port) {
		app->dialog.ask = _("Type its port to close it:");
	} else {
		snprintf(dialog->ask, sizeof(dialog->ask),
			dialog->question == CLOSE_DIALOG_SIGNAL ? _("Type %s to send it to all:")
								: _("Type %s to close them:"),
			dialog->word);
		app->dialog.ask = dialog->ask;
	}
}

static void want_number(struct close_dialog *dialog, size_t number)
{
	dialog->word[0] = '\0';
	if (number > 1)
		snprintf(dialog->word, sizeof(dialog->word), "%zu", number);
}

static void want_word(struct close_dialog *dialog)
{
	want_number(dialog, close_job_count(&dialog->job));
	if (dialog->by_port)
		snprintf(dialog->word, sizeof(dialog->word), "%u",
			close_job_conn(&dialog->job, 0)->local.port);
}

static void answered(struct app *app, enum dialog_answer answer);

static const struct app_answers answers = {
	.ignores = close_answer_is_hasty,
	.answered = answered,
	.keeps_table = true,
};

static void open_dialog(struct app *app, enum close_dialog_question question, const char *title)
{
	app->close_dialog.question = question;
	app->close_dialog.scope.counting = false;
	app->close_dialog.typed_us = app->now.mono_us;
	app->close_dialog.hasty = false;
	app_ask(app, DIALOG_CHOICE, title, &answers);
}

static void add_targets(struct app *app)
{
	struct buffer *text = &app->dialog.text;

	target_text_add_targets(
		text, &app->close_dialog.job, app->close_dialog.hidden, app->grid.charset);
	buffer_text(text, " \n");
}

/* The letter was chosen in the menu, before the question. */
static void answer_at_once(struct app *app)
{
	char wish = app->close_dialog.wish;

	app->close_dialog.wish = '\0';
	if (!wish || !strchr(app->dialog.letters, wish))
		return;
	app->dialog.chosen = wish;
	dialog_close(&app->dialog);
	app->answers = NULL;
	answered(app, DIALOG_CHOSEN);
}

static void open_question(struct app *app, bool own_session)
{
	struct close_dialog *dialog = &app->close_dialog;
	struct buffer *text = &app->dialog.text;
	bool many = close_job_count(&dialog->job) > 1;

	close_job_hold(&dialog->job);
	open_dialog(app, CLOSE_DIALOG_SOCKETS,
		many                                            ? _("Close the tagged connections")
		: conn_accepts(close_job_conn(&dialog->job, 0)) ? _("Close this listener")
								: _("Close this connection"));
	add_targets(app);
	if (own_session)
		buffer_printf(text, "%s\n", _("Your own session (SSH) hangs on it."));
	add_consequences(app);
	buffer_text(text, " \n");
	close_choices_all(app);
	want_word(dialog);
	ask_for_word(app);
	answer_at_once(app);
}

/* -------- what is meant -------- */

static void look(struct app *app, uint32_t row)
{
	close_scope_done(&app->close_dialog.scope);
	close_scope_look(app, row, &app->close_dialog.scope);
}

static void ask_about_one(struct app *app, uint32_t row)
{
	const struct row *r = &app->engine.track.rows[row];
	bool listener = conn_accepts(&r->conn);
	bool own = session_guard_is_own_session(&app->guard, &app->engine, row);

	if (r->life == ROW_GONE) {
		app_say(app, false, "%s", _("already gone"));
		return;
	}
	look(app, row);
	close_take_row(app, row);
	app->close_dialog.by_port = listener || own;
	if (close_choices_hopeless(app) && !app->close_dialog.scope.owned)
		app_say(app, true, "%s", close_choices_hopeless(app));
	else if (close_take_is_askable(app))
		open_question(app, own);
}

static void question_tagged(struct app *app)
{
	if (close_take_is_askable(app))
		open_question(app, false);
}

static void ask_about_tagged(struct app *app)
{
	look(app, table_selected(&app->table, &app->engine.track));
	close_take_all(app, CLOSE_SCOPE_TAGGED, _("Close the tagged connections"), question_tagged);
}

/* -------- answers -------- */

static void preview(struct app *app, const char *title)
{
	open_dialog(app, CLOSE_DIALOG_RELATED, title);
	add_targets(app);
	add_consequences(app);
	buffer_text(&app->dialog.text, " \n");
	close_choices_descriptor(app);
	if (app->dialog.letters[0])
		buffer_text(&app->dialog.text, " \n");
	want_word(&app->close_dialog);
	ask_for_word(app);
}

static void preview_taken(struct app *app)
{
	if (close_take_is_askable(app))
		preview(app, app->close_dialog.take.title);
}

static void relate(struct app *app, enum close_scope_at at, const char *title)
{
	close_take_all(app, at, title, preview_taken);
}

/* One run at a time. */
static bool is_free(struct app *app)
{
	if (app->close_run.running)
		app_say(app, true, "%s", _("sockets are being closed; Esc cancels"));
	app->close_dialog.way = CLOSE_JOB_DESTROY;
	return !app->close_run.running;
}

static void ask_about_group(struct app *app)
{
	look(app, TRACK_NONE);
	relate(app, CLOSE_SCOPE_GROUP, _("Close all of this group"));
}

static void ask_about_selected(struct app *app)
{
	uint32_t row = table_selected(&app->table, &app->engine.track);

	if (row != TRACK_NONE)
		ask_about_one(app, row);
	else if (table_selected_group(&app->table) != GROUPS_NONE)
		ask_about_group(app);
	else
		app_say(app, true, "%s", _("no socket is selected"));
}

static void ask_about_table(struct app *app)
{
	tags_prune(&app->tags, &app->engine.track); /* a refresh may be half-way */
	if (app->tags.count > 1)
		ask_about_tagged(app);
	else if (app->tags.count == 1)
		ask_about_one(app, app->tags.items[0].row);
	else
		ask_about_selected(app);
}

/* -------- first, what the own session hangs on -------- */

/* No row has to be selected, and the selected one may have gone. */
static void ask_about_shown(struct app *app)
{
	look(app, TRACK_NONE);
	relate(app, CLOSE_SCOPE_SHOWN, _("Close all that are shown"));
}

static void ask(struct app *app)
{
	const struct close_dialog *dialog = &app->close_dialog;

	if (dialog->shown)
		ask_about_shown(app);
	else if (dialog->about.row == TRACK_NONE)
		ask_about_table(app);
	else if (row_ref_holds(&dialog->about, &app->engine.track))
		ask_about_one(app, dialog->about.row);
	else
		app_say(app, false, "%s", _("already gone"));
	if (!dialog_is_open(&app->dialog))
		close_take_let_go(app);
}

/* `shown`: about all that are shown, not about a row. */
static void begin_to_ask(struct app *app, uint32_t row, char wish, bool shown)
{
	struct close_dialog *dialog = &app->close_dialog;

	if (!is_free(app))
		return;
	dialog->wish = wish;
	dialog->shown = shown;
	dialog->about = row_ref_to(&app->engine.track, row);
	close_guard_begin(app, ask);
}

bool cmd_close_step(struct app *app)
{
	bool guarding = close_guard_step(app, ask), counting = close_choices_step(app);

	return guarding || counting;
}

void cmd_close_row(struct app *app, uint32_t row)
{
	begin_to_ask(app, row, '\0', false);
}

void cmd_close(struct app *app)
{
	uint32_t row;

	/* What is asked for has to be what is shown. */
	app_finish_table(app);
	row = table_selected(&app->table, &app->engine.track);
	/* The question may open later: it is about what is selected now, or about all tags. */
	begin_to_ask(app, app->tags.count ? TRACK_NONE : row, '\0', false);
}

void cmd_close_as(struct app *app, char letter)
{
	/* The socket of the menu, also if another one is selected when the question opens. */
	begin_to_ask(app, table_selected(&app->table, &app->engine.track), letter, false);
}

void cmd_close_shown(struct app *app)
{
	app_finish_table(app);
	begin_to_ask(app, TRACK_NONE, '\0', true);
}

static void question_signal(struct app *app)
{
	struct close_dialog *dialog = &app->close_dialog;
	size_t reached = 0;

	for (size_t i = 0; i < dialog->job.process_count; i++)
		reached += !dialog->job.processes[i].own;
	if (!reached) {
		app_say(app, true, "%s",
			_("no signal is sent: your own session hangs on this process"));
		return;
	}
	open_dialog(app, CLOSE_DIALOG_SIGNAL, dialog->take.title);
	target_text_add_signal(&app->dialog.text, &dialog->job, dialog->signal, dialog->take.held,
		app->grid.charset);
	want_number(dialog, reached);
	ask_for_word(app);
}

static void ask_to_signal(struct app *app, int number)
{
	app->close_dialog.signal = number;
	close_take_processes(app, signal_name_of(number), question_signal);
}

void cmd_close_by_descriptor(struct app *app, size_t count)
{
	if (!count)
		return;
	close_take_let_go(app);
	open_dialog(app, CLOSE_DIALOG_SEIZE, _("Close by the programs' own descriptors"));
	effect_text_add(&app->dialog.text, NULL, CLOSE_JOB_DESCRIPTOR);
	app->close_dialog.way = CLOSE_JOB_DESCRIPTOR;
	app->close_dialog.by_port = false;
	want_number(&app->close_dialog, count);
	ask_for_word(app);
}

static void choose(struct app *app, char letter)
{
	switch (letter) {
	case CLOSE_CHOICE_GROUP:
		relate(app, CLOSE_SCOPE_GROUP, _("Close all of this group"));
		break;
	case CLOSE_CHOICE_PROCESS:
		relate(app, CLOSE_SCOPE_PROCESS, _("Close all of this process"));
		break;
	case CLOSE_CHOICE_REMOTE:
		relate(app, CLOSE_SCOPE_REMOTE, _("Close all of this remote host"));
		break;
	case CLOSE_CHOICE_SHOWN:
		relate(app, CLOSE_SCOPE_SHOWN, _("Close all that are shown"));
		break;
	case CLOSE_CHOICE_DESCRIPTOR:
		app->close_dialog.way = CLOSE_JOB_DESCRIPTOR;
		preview(app, _("Close by the program's own descriptor"));
		break;
	case CLOSE_CHOICE_TERM:
		ask_to_signal(app, SIGTERM);
		break;
	case CLOSE_CHOICE_KILL:
		ask_to_signal(app, SIGKILL);
		break;
	}
}

/* The word is compared as it was typed: nothing is read into it. */
static bool is_typed(struct app *app)
{
	const struct close_dialog *dialog = &app->close_dialog;
	const char *typed = app->dialog.input.text;

	if (!dialog->word[0] || strcmp(typed, dialog->word) == 0)
		return true;
	if (dialog->question == CLOSE_DIALOG_SIGNAL)
		app_say(app, true, _("no signal is sent: '%s' is not %s"), typed, dialog->word);
	else if (dialog->by_port)
		app_say(app, true, _("not closed: '%s' is not its port"), typed);
	else
		app_say(app, true, _("nothing is closed: '%s' is not %s"), typed, dialog->word);
	return false;
}

static void act(struct app *app)
{
	struct close_dialog *dialog = &app->close_dialog;
	enum close_way way =
		dialog->question == CLOSE_DIALOG_SIGNAL ? CLOSE_JOB_SIGNAL : dialog->way;

	if (!is_typed(app))
		return;
	if (way == CLOSE_JOB_DESTROY && close_choices_hopeless(app)) {
		app_say(app, true, "%s", close_choices_hopeless(app));
		return;
	}
	if (dialog->question == CLOSE_DIALOG_SEIZE) {
		close_run_seize(app);
	} else {
		close_run_begin(app, &dialog->job, way, dialog->signal);
		dialog->taken = false;
	}
}

static void answered(struct app *app, enum dialog_answer answer)
{
	if (answer == DIALOG_CHOSEN)
		choose(app, app->dialog.chosen);
	else if (answer == DIALOG_ACCEPTED)
		act(app);
	if (!dialog_is_open(&app->dialog))
		close_take_let_go(app);
}
