/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-close.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/close/effect-text.h"
#include "app/close/target-text.h"
#include "app/screen/command/close-answer.h"
#include "app/screen/command/close-choices.h"
#include "app/screen/command/close-results.h"
#include "app/screen/command/close-run.h"
#include "app/screen/command/close-scope.h"
#include "app/screen/state/app.h"
#include "app/system/signal-name.h"
#include "base/i18n.h"

static void give_back(struct kill *kill)
{
	if (kill->taken)
		killing_done(&kill->killing);
	kill->taken = false;
}

static void let_go(struct kill *kill)
{
	give_back(kill);
	aim_done(&kill->aim);
}

void kill_done(struct app *app)
{
	let_go(&app->kill);
	kill_run_done(&app->kill_run);
	results_done(&app->results);
}

static struct killing *begin_taking(struct app *app)
{
	struct kill *kill = &app->kill;

	give_back(kill);
	killing_init(&kill->killing, &app->engine, &app->guard);
	kill->taken = true;
	kill->hidden = 0;
	kill->by_port = false;
	return &kill->killing;
}

/* -------- the dialog -------- */

static void add_consequences(struct app *app)
{
	struct buffer *text = &app->overlay.text;
	const struct kill *kill = &app->kill;

	if (kill->way == KILLING_DESTROY && kill_hopeless(app)) {
		buffer_printf(text, "%s\n", kill_hopeless(app));
		return;
	}
	consequence_add(text, &kill->killing, kill->way);
	if (kill->way == KILLING_DESTROY && consequence_is_partial(&kill->killing))
		buffer_printf(text, "%s\n", _("d closes MPTCP whole."));
	if (kill->way == KILLING_DESTROY && !app->kill.permitted)
		buffer_printf(text, "%s\n", _("Without CAP_NET_ADMIN the kernel will refuse."));
}

/* The last line: what has to be typed, or that y suffices. */
static void ask_for_word(struct app *app)
{
	struct kill *kill = &app->kill;

	app->overlay.typed = kill->word[0] != '\0';
	if (kill->question != KILL_SIGNAL && kill->way == KILLING_DESTROY && kill_hopeless(app)) {
		app->overlay.typed = false;
		app->overlay.ask = _("A letter, or Esc:");
	} else if (!app->overlay.typed) {
		app->overlay.ask =
			kill->question == KILL_SIGNAL ? _("Send it?  y/N") : _("Close it?  y/N");
	} else if (kill->question != KILL_SIGNAL && kill->by_port) {
		app->overlay.ask = _("Type its port to close it:");
	} else {
		snprintf(kill->ask, sizeof(kill->ask),
			kill->question == KILL_SIGNAL ? _("Type %s to send it to all:")
						      : _("Type %s to close them:"),
			kill->word);
		app->overlay.ask = kill->ask;
	}
}

static void want_number(struct kill *kill, size_t number)
{
	kill->word[0] = '\0';
	if (number > 1)
		snprintf(kill->word, sizeof(kill->word), "%zu", number);
}

static void want_word(struct kill *kill)
{
	want_number(kill, killing_count(&kill->killing));
	if (kill->by_port)
		snprintf(kill->word, sizeof(kill->word), "%u",
			killing_conn(&kill->killing, 0)->local.port);
}

static void answered(struct app *app, enum overlay_answer answer);

static const struct app_answers answers = {.ignores = kill_is_hasty, .answered = answered};

static void open_dialog(struct app *app, enum kill_question question, const char *title)
{
	app->kill.question = question;
	app->kill.typed_us = app->now.mono_us;
	app->kill.hasty = false;
	app_ask(app, OVERLAY_CHOICE, title, &answers);
}

static void add_targets(struct app *app)
{
	struct buffer *text = &app->overlay.text;

	kill_add_targets(text, &app->kill.killing, app->kill.hidden, app->grid.charset);
	buffer_text(text, " \n");
}

static void open_question(struct app *app, bool own_session)
{
	struct kill *kill = &app->kill;
	struct buffer *text = &app->overlay.text;
	bool many = killing_count(&kill->killing) > 1;

	killing_hold(&kill->killing);
	open_dialog(app, KILL_SOCKETS,
		many                                            ? _("Close the tagged connections")
		: conn_accepts(killing_conn(&kill->killing, 0)) ? _("Close this listener")
								: _("Close this connection"));
	add_targets(app);
	if (own_session)
		buffer_printf(text, "%s\n", _("Your own session (SSH) hangs on it."));
	add_consequences(app);
	buffer_text(text, " \n");
	kill_offer_all(app);
	buffer_text(text, " \n");
	want_word(kill);
	ask_for_word(app);
}

/* -------- what is meant -------- */

static void say_nothing_to_close(struct app *app)
{
	struct buffer text = {0};

	kill_add_left_out(&text, &app->kill.killing);
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] == '\n')
			text.data[i] = i + 1 < text.length ? ';' : '\0';
	app_say(app, true, _("nothing to close: %s"), buffer_get(&text));
	buffer_done(&text);
}

/* False where there is nothing to ask about, which is said. */
static bool is_askable(struct app *app)
{
	const struct killing *killing = &app->kill.killing;

	if (killing->starved)
		app_say(app, true, "%s", _("short of memory: nothing is closed"));
	else if (!killing_count(killing))
		say_nothing_to_close(app);
	return !killing->starved && killing_count(killing);
}

static bool take(struct app *app, enum aim_at at)
{
	struct killing *killing = begin_taking(app);

	app->kill.hidden = aim_take(app, &app->kill.aim, at, killing);
	return is_askable(app);
}

static void look(struct app *app, uint32_t row)
{
	aim_done(&app->kill.aim);
	aim_look(app, row, &app->kill.aim);
}

static void ask_about_one(struct app *app, uint32_t row)
{
	const struct row *r = &app->engine.track.rows[row];
	bool listener = conn_accepts(&r->conn);
	bool own = guard_is_own_session(&app->guard, &app->engine, row);

	if (r->life == ROW_GONE) {
		app_say(app, false, "%s", _("already gone"));
		return;
	}
	look(app, row);
	killing_take(begin_taking(app), row);
	app->kill.hidden = aim_is_hidden(app, row);
	app->kill.by_port = listener || own;
	if (kill_hopeless(app) && !app->kill.aim.owned)
		app_say(app, true, "%s", kill_hopeless(app));
	else if (is_askable(app))
		open_question(app, own);
}

static void ask_about_tagged(struct app *app)
{
	look(app, table_selected(&app->table, &app->engine.track));
	if (take(app, AIM_TAGGED))
		open_question(app, false);
}

/* -------- answers -------- */

static void preview(struct app *app, const char *title)
{
	open_dialog(app, KILL_RELATED, title);
	add_targets(app);
	add_consequences(app);
	buffer_text(&app->overlay.text, " \n");
	kill_offer_descriptor(app);
	if (app->overlay.letters[0])
		buffer_text(&app->overlay.text, " \n");
	want_word(&app->kill);
	ask_for_word(app);
}

static void relate(struct app *app, enum aim_at at, const char *title)
{
	if (take(app, at))
		preview(app, title);
}

/* One run at a time. */
static bool is_free(struct app *app)
{
	if (app->kill_run.running)
		app_say(app, true, "%s", _("sockets are being closed; Esc cancels"));
	app->kill.way = KILLING_DESTROY;
	return !app->kill_run.running;
}

static void ask_about_group(struct app *app)
{
	look(app, TRACK_NONE);
	relate(app, AIM_GROUP, _("Close all of this group"));
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

/* Processes that are looked at before the dialog opens, mostly all; and in a step, of more. */
enum { GUARD_AT_ONCE = 4096, GUARD_STEP = 128 };

static void ask(struct app *app)
{
	const struct kill *kill = &app->kill;

	if (kill->row == TRACK_NONE)
		ask_about_table(app);
	else if (app->engine.track.rows[kill->row].conn.cookie == kill->cookie)
		ask_about_one(app, kill->row);
	else
		app_say(app, false, "%s", _("already gone"));
	if (!overlay_is_open(&app->overlay))
		let_go(&app->kill);
}

/* Somebody may have attached since the last time: the guard is found out when it is wanted. */
static void begin_to_ask(struct app *app, uint32_t row)
{
	struct kill *kill = &app->kill;

	if (!is_free(app))
		return;
	kill->row = row;
	kill->cookie = row == TRACK_NONE ? 0 : app->engine.track.rows[row].conn.cookie;
	kill->pages = app->pages.count;
	guard_begin(&app->guard, engine_proc(&app->engine), (uint32_t)getpid());
	kill->finding = guard_step(&app->guard, GUARD_AT_ONCE);
	if (kill->finding)
		app_say(app, false, "%s", _("looking for what your own session hangs on"));
	else
		ask(app);
}

bool kill_step(struct app *app)
{
	struct kill *kill = &app->kill;

	/* Whoever is at something else by now is not torn from it. */
	if (overlay_is_open(&app->overlay) || app->pages.count != kill->pages)
		kill->finding = false;
	if (!kill->finding || guard_step(&app->guard, GUARD_STEP))
		return kill->finding;
	kill->finding = false;
	buffer_clear(&app->message);
	ask(app);
	app->dirty = true;
	return false;
}

void kill_ask_row(struct app *app, uint32_t row)
{
	begin_to_ask(app, row);
}

void kill_ask(struct app *app)
{
	begin_to_ask(app, TRACK_NONE);
}

static void ask_to_signal(struct app *app, int number)
{
	struct kill *kill = &app->kill;
	const struct killing_process *first = &kill->killing.processes[0];
	size_t reached = 0;

	for (size_t i = 0; i < kill->killing.process_count; i++)
		reached += !kill->killing.processes[i].own;
	if (!reached) {
		app_say(app, true, "%s",
			_("no signal is sent: your own session hangs on this process"));
		return;
	}
	open_dialog(app, KILL_SIGNAL, signal_name_of(number));
	kill->signal = number;
	kill_add_signal(&app->overlay.text, &kill->killing, number,
		aim_count_held(app, first->pid, first->start), app->grid.charset);
	want_number(kill, reached);
	ask_for_word(app);
}

void kill_ask_to_seize(struct app *app, size_t count)
{
	if (!count)
		return;
	let_go(&app->kill);
	open_dialog(app, KILL_SEIZE, _("Close by the programs' own descriptors"));
	consequence_add(&app->overlay.text, NULL, KILLING_DESCRIPTOR);
	app->kill.way = KILLING_DESCRIPTOR;
	app->kill.by_port = false;
	want_number(&app->kill, count);
	ask_for_word(app);
}

static void choose(struct app *app, char letter)
{
	switch (letter) {
	case LETTER_GROUP:
		relate(app, AIM_GROUP, _("Close all of this group"));
		break;
	case LETTER_PROCESS:
		relate(app, AIM_PROCESS, _("Close all of this process"));
		break;
	case LETTER_REMOTE:
		relate(app, AIM_REMOTE, _("Close all of this remote host"));
		break;
	case LETTER_SHOWN:
		relate(app, AIM_SHOWN, _("Close all that are shown"));
		break;
	case LETTER_DESCRIPTOR:
		app->kill.way = KILLING_DESCRIPTOR;
		preview(app, _("Close by the program's own descriptor"));
		break;
	case LETTER_TERM:
		ask_to_signal(app, SIGTERM);
		break;
	case LETTER_KILL:
		ask_to_signal(app, SIGKILL);
		break;
	}
}

/* The word is compared as it was typed: nothing is read into it. */
static bool is_typed(struct app *app)
{
	const struct kill *kill = &app->kill;
	const char *typed = app->overlay.input.text;

	if (!kill->word[0] || strcmp(typed, kill->word) == 0)
		return true;
	if (kill->question == KILL_SIGNAL)
		app_say(app, true, _("no signal is sent: '%s' is not %s"), typed, kill->word);
	else if (kill->by_port)
		app_say(app, true, _("not closed: '%s' is not its port"), typed);
	else
		app_say(app, true, _("nothing is closed: '%s' is not %s"), typed, kill->word);
	return false;
}

static void act(struct app *app)
{
	struct kill *kill = &app->kill;
	enum killing_way way = kill->question == KILL_SIGNAL ? KILLING_SIGNAL : kill->way;

	if (!is_typed(app))
		return;
	if (way == KILLING_DESTROY && kill_hopeless(app)) {
		app_say(app, true, "%s", kill_hopeless(app));
		return;
	}
	if (kill->question == KILL_SEIZE) {
		kill_run_seize(app);
	} else {
		kill_run_begin(app, &kill->killing, way, kill->signal);
		kill->taken = false;
	}
}

static void answered(struct app *app, enum overlay_answer answer)
{
	if (answer == OVERLAY_CHOSEN)
		choose(app, app->overlay.chosen);
	else if (answer == OVERLAY_ACCEPTED)
		act(app);
	if (!overlay_is_open(&app->overlay))
		let_go(&app->kill);
}
