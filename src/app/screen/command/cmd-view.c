/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-view.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/config/command.h"
#include "app/config/settings-store.h"
#include "app/config/user-file.h"
#include "app/config/view-text.h"
#include "app/screen/command/apply-settings.h"
#include "app/screen/command/cmd-filter.h"
#include "app/screen/state/app.h"
#include "app/screen/state/page.h"
#include "base/alloc.h"
#include "base/ascii.h"
#include "base/i18n.h"
#include "base/text.h"

/* -------- what is chosen now -------- */

/* Appends the text of a view that shows what is shown now. */
static void add_present(const struct app *app, struct buffer *out)
{
	const struct filter_line *line = &app->filter_line;
	struct options options = app->options;

	options.sort = app->table.next.order.column;
	options.descending = app->table.next.order.descending;
	options.group = app->table.next.groups.kind;
	options.group_sort = app->table.next.groups.order.column;
	options.group_descending = app->table.next.groups.order.descending;
	view_text_add(&options, line->filter && !line->suspended ? line->text : "", out);
}

void cmd_view_init(struct app *app)
{
	struct buffer text = {0};

	add_present(app, &text);
	app->view_list.usual = alloc_copy(buffer_get(&text));
	buffer_done(&text);
}

void cmd_view_done(struct app *app)
{
	free(app->view_list.usual);
	named_views_done(&app->options.views);
}

/* -------- choosing -------- */

static void set_order(struct app *app)
{
	const struct options *now = &app->options;

	if (now->sort != app->table.next.order.column ||
		now->descending != app->table.next.order.descending)
		table_set_sort(&app->table, now->sort, now->descending);
	if (now->group_sort)
		table_set_group_sort(&app->table, now->group_sort, now->group_descending);
	if (now->group != app->table.next.groups.kind)
		table_set_group(&app->table, now->group);
}

/* Shows what the text of a view says. If it cannot be read, nothing changes. */
bool cmd_view_choose_text(struct app *app, const char *text)
{
	struct options before = app->options, now = before;
	struct buffer complaint = {0};
	const char *filter;
	bool good = view_text_read(text, &now, &filter, &complaint);

	if (!good)
		app_say(app, true, "%s", buffer_get(&complaint));
	buffer_done(&complaint);
	if (!good || (filter && !cmd_filter_set_of_view(app, filter)))
		return false;
	app->options = now;
	set_order(app);
	apply_settings(app, &before);
	app_choose_extensions(app);
	return true;
}

/* Entries of the list: what was chosen at the start, the views, and an entry that saves. */
enum { ENTRY_USUAL, ENTRY_FIRST };

static size_t entry_to_save(const struct app *app)
{
	return ENTRY_FIRST + named_views_count(&app->options.views);
}

static struct named_view view_at(const struct app *app, size_t entry)
{
	if (entry == ENTRY_USUAL)
		return (struct named_view){.name = _(named_view_usual),
			.help = N_("what the settings and the command line choose"),
			.text = app->view_list.usual};
	return named_views_at(&app->options.views, entry - ENTRY_FIRST);
}

/* True if the view changes nothing of what is shown now. */
static bool is_shown(const struct app *app, const char *text, const struct buffer *present)
{
	const struct filter_line *line = &app->filter_line;
	struct options options = app->options;
	struct buffer same = {0}, complaint = {0};
	const char *filter;
	bool shown;

	options.group_sort = app->table.next.groups.order.column;
	options.group_descending = app->table.next.groups.order.descending;
	shown = view_text_read(text, &options, &filter, &complaint);
	if (!filter)
		filter = line->filter && !line->suspended ? line->text : "";
	view_text_add(&options, filter, &same);
	shown = shown && strcmp(buffer_get(&same), buffer_get(present)) == 0;
	buffer_done(&same);
	buffer_done(&complaint);
	return shown;
}

const char *cmd_view_shown(const struct app *app)
{
	struct buffer present = {0};
	const char *name = NULL;

	add_present(app, &present);
	for (size_t entry = 0; !name && entry < entry_to_save(app); entry++)
		if (is_shown(app, view_at(app, entry).text, &present))
			name = entry == ENTRY_USUAL ? "" : view_at(app, entry).name;
	buffer_done(&present);
	return name ? name : "";
}

bool cmd_view_choose_named(struct app *app, const char *name)
{
	for (size_t entry = ENTRY_FIRST; entry < entry_to_save(app); entry++)
		if (strcmp(view_at(app, entry).name, name) == 0)
			return cmd_view_choose_text(app, view_at(app, entry).text);
	return false;
}

static void ask_for_name(struct app *app);

static void choose(struct app *app, size_t entry)
{
	struct named_view view;

	if (entry == entry_to_save(app)) {
		ask_for_name(app);
		return;
	}
	view = view_at(app, entry);
	if (cmd_view_choose_text(app, view.text))
		app_say(app, false, _("view: %s"), view.name);
}

static void answered(struct app *app, enum dialog_answer answer)
{
	if (answer == DIALOG_ACCEPTED)
		choose(app, app->dialog.selected);
}

/* -------- saving -------- */

/* Says what came of a change of the settings file. */
static void say_saved(struct app *app, const char *done, const char *name, int result)
{
	if (result >= 0)
		app_say(app, false, done, name);
	else
		app_say(app, true, _("'%s' is changed until the program ends; not saved: %s"), name,
			result == -EINVAL ? _("the file cannot hold this filter")
					  : user_file_error(result));
}

static bool refuses_name(struct app *app)
{
	if (named_view_can_be_called(app->dialog.input.text))
		return false;
	buffer_clear(&app->dialog.text);
	buffer_printf(&app->dialog.text, _("A name has up to %d bytes, no '=', and is not '%s'."),
		NAMED_VIEW_NAME_MAX, named_view_usual);
	return true;
}

static void save(struct app *app, const char *name)
{
	struct buffer text = {0};

	add_present(app, &text);
	named_views_set(&app->options.views, name, buffer_get(&text));
	say_saved(app, _("view '%s' saved"), name,
		settings_store_save_view(&app->options, name, buffer_get(&text)));
	buffer_done(&text);
}

static void replace_answered(struct app *app, enum dialog_answer answer)
{
	if (answer == DIALOG_ACCEPTED)
		save(app, app->view_list.named);
}

/* Asks `question`, which is about the view of this name. */
static void ask_about(struct app *app, const char *title, const struct app_answers *answers,
	const char *name, const char *question, const char *ask)
{
	struct buffer shown = {0};

	snprintf(app->view_list.named, sizeof(app->view_list.named), "%s", name);
	text_add_shown(&shown, name, app->grid.charset);
	app_ask(app, DIALOG_QUESTION, title, answers);
	buffer_printf(&app->dialog.text, question, buffer_get(&shown));
	app->dialog.ask = ask;
	buffer_done(&shown);
}

static bool is_taken(const struct app *app, const char *name)
{
	for (size_t entry = ENTRY_FIRST; entry < entry_to_save(app); entry++)
		if (strcmp(view_at(app, entry).name, name) == 0)
			return true;
	return false;
}

static void name_typed(struct app *app, enum dialog_answer answer)
{
	static const struct app_answers answers = {
		.answered = replace_answered, .keeps_table = true};
	struct buffer name = {0};

	if (answer != DIALOG_ACCEPTED)
		return;
	buffer_text(&name, app->dialog.input.text);
	if (is_taken(app, buffer_get(&name)))
		ask_about(app, _("Replace view"), &answers, buffer_get(&name),
			_("There is a view '%s': what is shown now takes its place."),
			_("Replace it?  y/N"));
	else
		save(app, buffer_get(&name));
	buffer_done(&name);
}

static void ask_for_name(struct app *app)
{
	static const struct frame_key bar[] = {{"Enter", N_("Save")}, {"Esc", N_("Cancel")}};
	static const struct app_answers answers = {.answered = name_typed,
		.refuses = refuses_name,
		.keeps_table = true,
		.bar = bar,
		.bar_count = 2};

	app_ask(app, DIALOG_PROMPT, _("Save view"), &answers);
	buffer_text(&app->dialog.text,
		_("Columns, filter, order and group, as they are now, under a name."));
	app->dialog.ask = _("Name:");
}

/* -------- deleting -------- */

static void delete_answered(struct app *app, enum dialog_answer answer)
{
	const char *name = app->view_list.named;

	if (answer != DIALOG_ACCEPTED)
		return;
	named_views_set(&app->options.views, name, NULL);
	say_saved(app, _("view '%s' deleted"), name,
		settings_store_save_view(&app->options, name, NULL));
}

static void ask_to_delete(struct app *app)
{
	static const struct app_answers answers = {
		.answered = delete_answered, .keeps_table = true};
	struct named_view view;

	if (app->dialog.selected == entry_to_save(app))
		return;
	view = view_at(app, app->dialog.selected);
	if (view.help)
		app_say(app, true, "%s", _("only a view that was saved can be deleted"));
	else
		ask_about(app, _("Delete view"), &answers, view.name, _("Delete the view '%s'?"),
			_("Delete it?  y/N"));
}

/* -------- the list -------- */

/* A letter selects the next view whose name begins with it. */
static void jump(struct app *app, char letter)
{
	size_t count = entry_to_save(app), at = app->dialog.selected;

	for (size_t step = 1; step <= count; step++) {
		size_t entry = (at + step) % count;

		if (ascii_lower(view_at(app, entry).name[0]) == ascii_lower(letter)) {
			app->dialog.selected = entry;
			return;
		}
	}
}

/* A digit chooses at once. */
static void choose_digit(struct app *app, size_t entry)
{
	if (entry >= entry_to_save(app))
		return;
	dialog_close(&app->dialog);
	app->answers = NULL;
	choose(app, entry);
	app_rebuild(app);
}

static bool takes(struct app *app, uint32_t key)
{
	const struct command *command = page_command(app, key);

	if (command && command->run == cmd_view)
		app->dialog.selected = (app->dialog.selected + 1) % (entry_to_save(app) + 1);
	else if (key == KEY_FUNCTION + 2)
		ask_for_name(app);
	else if (key == KEY_DELETE || key == KEY_ERASE)
		ask_to_delete(app);
	else if (key >= '0' && key <= '9')
		choose_digit(app, key - '0');
	else if (key > ' ' && key < 127)
		jump(app, (char)key);
	else
		return false;
	return true;
}

/* Of the user's views what they show, without the columns, which would fill the line. */
static void add_summary(const struct app *app, const struct named_view *view, struct buffer *out)
{
	const char *text = view->text, *end = strchr(text, ';');

	if (end && strncmp(text, "columns", 7) == 0)
		text = end + 1 + strspn(end + 1, " ");
	if (view->help)
		buffer_text(out, _(view->help));
	else
		text_add_shown(out, text, app->grid.charset);
}

static void add_entry(struct app *app, size_t entry, const struct buffer *present)
{
	struct named_view view = view_at(app, entry);
	bool shown = is_shown(app, view.text, present);
	struct buffer *out = &app->dialog.text, name = {0};

	if (shown && !app->dialog.selected)
		app->dialog.selected = entry;
	text_add_shown(&name, view.name, app->grid.charset);
	buffer_printf(out, "%c ", entry < 10 ? (int)('0' + entry) : ' ');
	text_add_fitted(out, buffer_get(&name), 12, false, app->grid.charset);
	buffer_printf(out, "%s ", shown ? "*" : " ");
	add_summary(app, &view, out);
	buffer_char(out, '\n');
	buffer_done(&name);
}

void cmd_view(struct app *app)
{
	static const struct frame_key bar[] = {{"Enter", N_("Choose")}, {"Esc", N_("Back")},
		{"F2", N_("Save")}, {"Delete", N_("Delete")}};
	static const struct app_answers answers = {
		.answered = answered, .takes = takes, .bar = bar, .bar_count = 4};
	struct buffer present = {0};

	app_ask(app, DIALOG_LIST, _("Views"), &answers);
	add_present(app, &present);
	for (size_t entry = 0; entry < entry_to_save(app); entry++)
		add_entry(app, entry, &present);
	buffer_printf(&app->dialog.text, "  %s\n", _("save what is shown now ..."));
	buffer_done(&present);
}
