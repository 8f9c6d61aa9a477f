/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-menu.h"

#include <string.h>

#include "app/screen/close/close-choices.h"
#include "app/screen/close/close-scope.h"
#include "app/screen/close/cmd-close.h"
#include "app/screen/command/cmd-group.h"
#include "app/screen/command/cmd-run.h"
#include "app/screen/state/app.h"
#include "base/i18n.h"

/* Two clicks on a socket within this time are one act. */
enum { DOUBLE_CLICK_US = 500000 };

/* What the menu offers of the answers to the question of `close`. */
static const struct {
	char letter;
	const char *words;
} answers_to_close[] = {
	{CLOSE_CHOICE_PROCESS, N_("close all of this process")},
	{CLOSE_CHOICE_REMOTE, N_("close all of this remote host")},
	{CLOSE_CHOICE_TERM, N_("SIGTERM to its process")},
	{CLOSE_CHOICE_KILL, N_("SIGKILL to its process")},
};

static bool works_here(const struct app *app, const struct command *command)
{
	if (!(command->flags & COMMAND_IN_MENU) ||
		(command->flags & COMMAND_CHANGES && app->options.read_only))
		return false;
	return !cmd_group_is_selected(app) || command->run_on_group ||
	       !(command->flags & COMMAND_NEEDS_ROW);
}

/* A key, which a letter jumps to, and what it does. */
static void add_entry(
	struct app *app, const struct command *command, char answer, const char *words)
{
	const char *keys = keymap_keys(&app->options.keymap, command);
	struct menu *menu = &app->menu;
	struct buffer key = {0};

	if (menu->count == MENU_ENTRIES_MAX)
		return;
	buffer_add(&key, keys, strcspn(keys, " "));
	if (answer)
		buffer_printf(&key, " %c", answer);
	buffer_printf(&app->dialog.text, "%-6s  %s\n", buffer_get(&key), words);
	buffer_done(&key);
	menu->entries[menu->count++] = (struct menu_entry){command, answer};
}

static bool is_offered(const struct close_scope *scope, char letter)
{
	return letter == CLOSE_CHOICE_REMOTE ? scope->remote : scope->owned;
}

/* Of tagged sockets, the question offers these by itself. */
static void add_answers(struct app *app, const struct command *command)
{
	uint32_t row = table_selected(&app->table, &app->engine.track);
	struct close_scope scope;

	if (row == TRACK_NONE || app->tags.count)
		return;
	close_scope_look(app, row, &scope);
	for (size_t i = 0; i < sizeof(answers_to_close) / sizeof(answers_to_close[0]); i++)
		if (is_offered(&scope, answers_to_close[i].letter))
			add_entry(app, command, answers_to_close[i].letter,
				_(answers_to_close[i].words));
	close_scope_done(&scope);
}

static void add_title(struct app *app)
{
	uint32_t row = table_selected(&app->table, &app->engine.track);
	uint32_t group = table_selected_group(&app->table);
	struct buffer *title = &app->menu.title, name = {0};

	buffer_clear(title);
	if (row != TRACK_NONE) {
		const struct conn *conn = &app->engine.track.rows[row].conn;

		buffer_printf(&name, "%s ", conn_proto_name((enum conn_proto)conn->proto));
		names_add_pair(&app->engine.names, conn, text_arrow(app->grid.charset), &name);
	} else {
		groups_add_name(&app->table.groups, &app->engine.context, group, &name);
	}
	text_add_shown(title, buffer_get(&name), app->grid.charset);
	buffer_done(&name);
}

/* The selected socket; none: a group is selected, or nothing. */
static struct row_ref selected_socket(const struct app *app)
{
	return row_ref_to(&app->engine.track, table_selected(&app->table, &app->engine.track));
}

/* The socket may have gone while the menu was read, and the next one been selected. */
static void answered(struct app *app, enum dialog_answer answer)
{
	const struct menu *menu = &app->menu;
	const struct menu_entry *entry = &menu->entries[app->dialog.selected];
	struct row_ref selected = selected_socket(app);

	if (answer != DIALOG_ACCEPTED || app->dialog.selected >= menu->count)
		return;
	if (selected.row != menu->about.row ||
		(selected.row != TRACK_NONE && !row_ref_equals(&selected, &menu->about)))
		app_say(app, false, "%s", _("already gone"));
	else if (entry->answer)
		cmd_close_as(app, entry->answer);
	else
		cmd_run(app, entry->command);
}

void cmd_menu(struct app *app)
{
	static const struct app_answers answers = {.answered = answered};
	struct row_ref about = selected_socket(app);
	struct command_scope table;

	if (about.row == TRACK_NONE && !cmd_group_is_selected(app)) {
		app_say(app, true, "%s", _("no socket is selected"));
		return;
	}
	add_title(app);
	app_ask(app, DIALOG_LIST, buffer_get(&app->menu.title), &answers);
	app->menu.count = 0;
	app->menu.about = about;
	app->options.keymap.scope(KEYMAP_TABLE, &table);
	for (size_t i = 0; i < table.count; i++) {
		const struct command *command = &table.commands[i];

		if (!works_here(app, command))
			continue;
		add_entry(app, command, '\0', _(command->help));
		if (command->run == cmd_close)
			add_answers(app, command);
	}
}

/* -------- clicks -------- */

static void run_details(struct app *app)
{
	struct command_scope table;

	app->options.keymap.scope(KEYMAP_TABLE, &table);
	for (size_t i = 0; i < table.count; i++)
		if (strcmp(table.commands[i].id, "details") == 0)
			cmd_run(app, &table.commands[i]);
}

void cmd_menu_click(struct app *app, size_t line, int cell)
{
	struct menu *menu = &app->menu;
	struct row_ref clicked = row_ref_to(&app->engine.track, table_row_at(&app->table, line));
	bool again = row_ref_equals(&clicked, &menu->clicked) &&
		     app->now.mono_us - menu->clicked_us < DOUBLE_CLICK_US;

	cmd_group_click(app, line, cell);
	menu->clicked = again ? row_ref_none() : clicked;
	menu->clicked_us = app->now.mono_us;
	if (again)
		run_details(app);
}

void cmd_menu_right_click(struct app *app, size_t line, int cell)
{
	if (cmd_group_select_at(app, line, cell))
		cmd_menu(app);
}
