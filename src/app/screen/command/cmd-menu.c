/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-menu.h"

#include <string.h>

#include "app/screen/close/close-choices.h"
#include "app/screen/close/close-scope.h"
#include "app/screen/close/cmd-close.h"
#include "app/screen/command/cmd-cell.h"
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

/* What a command is called here: shorter than in the help, for the menu stands beside its row. */
static const struct {
	const char *id, *words, *of_group;
} names[] = {
	{"details", N_("details"), N_("open or close this group")},
	{"close", N_("close this socket"), N_("close the sockets of this group")},
	{"tag", N_("tag or untag this socket"), N_("tag or untag the sockets of this group")},
	{"only", N_("only these"), N_("only these")},
	{"except", N_("not these"), N_("not these")},
	{"copy", N_("copy it; its filters for ss and tcpdump"), N_("copy its line; its filter")},
	{"explain", N_("explain the column and the state"), N_("explain the column")},
};

static const char *name_of(struct app *app, const struct command *command)
{
	if (command->run == cmd_close && app->tags.count)
		return _("close the tagged sockets");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].id, command->id) == 0)
			return cmd_group_is_selected(app) ? _(names[i].of_group)
							  : _(names[i].words);
	return _(command->help);
}

static bool works_here(struct app *app, const struct command *command)
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
	buffer_printf(&app->dialog.text, "%-6s  ", buffer_get(&key));
	text_add_shown(&app->dialog.text, words, app->grid.charset);
	buffer_char(&app->dialog.text, '\n');
	buffer_done(&key);
	menu->entries[menu->count++] = (struct menu_entry){command, answer};
}

/* What becomes part of the filter is told. */
static void add_command(struct app *app, const struct command *command)
{
	bool only = strcmp(command->id, "only") == 0, except = strcmp(command->id, "except") == 0;
	struct buffer condition = {0}, words = {0};

	if ((only || except) && cmd_cell_add_condition(app, except, &condition))
		buffer_printf(&words, _("%s: %s"), name_of(app, command), buffer_get(&condition));
	else
		buffer_text(&words, name_of(app, command));
	add_entry(app, command, '\0', buffer_get(&words));
	buffer_done(&condition);
	buffer_done(&words);
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
	struct column_context context = app_shown_context(app);
	struct buffer *title = &app->menu.title, name = {0};

	buffer_clear(title);
	if (row != TRACK_NONE) {
		const struct conn *conn = &app->engine.track.rows[row].conn;

		buffer_printf(&name, "%s ", conn_proto_name((enum conn_proto)conn->proto));
		names_add_pair(&app->engine.names, conn, text_arrow(app->grid.charset), &name);
	} else {
		groups_add_name(&app->table.groups, &context, group, &name);
	}
	text_add_shown(title, buffer_get(&name), app->grid.charset);
	buffer_done(&name);
}

/* The selected socket; none: a group is selected, or nothing. */
static struct row_ref selected_socket(const struct app *app)
{
	return row_ref_to(&app->engine.track, table_selected(&app->table, &app->engine.track));
}

/* Below the selected line, which stays in sight. */
static void place_menu(struct app *app)
{
	const struct table *table = &app->table;
	struct layout_lines lines = app_lines(app);

	app->dialog.at_spot = true;
	app->dialog.spot_row = lines.first_row + (int)(table->place - table->top);
	app->dialog.spot_column = LAYOUT_GUTTER;
}

/* The key of the selected group; empty: none is. */
static void add_group_key(const struct app *app, struct buffer *out)
{
	uint32_t group = table_selected_group(&app->table);

	if (group != GROUPS_NONE)
		buffer_add(out, group_key(&app->table.groups, group),
			app->table.groups.all[group].key_length);
}

/* It may have gone while the menu was read, and the next one been selected. */
static bool is_still_selected(const struct app *app)
{
	const struct menu *menu = &app->menu;
	struct row_ref selected = selected_socket(app);
	struct buffer group = {0};
	bool same;

	add_group_key(app, &group);
	same = group.length == menu->group.length &&
	       memcmp(buffer_get(&group), buffer_get(&menu->group), group.length) == 0;
	buffer_done(&group);
	if (menu->about.row == TRACK_NONE || selected.row == TRACK_NONE)
		return same && menu->about.row == selected.row;
	return same && row_ref_equals(&selected, &menu->about);
}

static void answered(struct app *app, enum dialog_answer answer)
{
	const struct menu *menu = &app->menu;
	const struct menu_entry *entry = &menu->entries[app->dialog.selected];

	if (answer != DIALOG_ACCEPTED || app->dialog.selected >= menu->count)
		return;
	if (!is_still_selected(app))
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
	place_menu(app);
	app->menu.count = 0;
	app->menu.about = about;
	buffer_clear(&app->menu.group);
	add_group_key(app, &app->menu.group);
	app->options.keymap.scope(KEYMAP_TABLE, &table);
	for (size_t i = 0; i < table.count; i++) {
		const struct command *command = &table.commands[i];

		if (!works_here(app, command))
			continue;
		add_command(app, command);
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

void cmd_menu_right_click(struct app *app, int row, size_t line, int cell)
{
	struct dialog *dialog = &app->dialog;

	if (!cmd_group_select_at(app, line, cell))
		return;
	cmd_menu(app);
	dialog->spot_row = row;
	dialog->spot_column = cell;
}
