/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-explain.h"

#include <string.h>

#include "app/screen/state/app.h"
#include "app/screen/state/page.h"
#include "base/i18n.h"
#include "ui/cell/wrap.h"
#include "view/health/glossary.h"

/* Cells for a name in the list. */
#define NAME_WIDTH 24

static void ask_for_name(struct app *app);

/* -------- an explanation -------- */

/* The key that explains asks for something else to explain. */
static bool takes(struct app *app, uint32_t key)
{
	const struct command *command = page_command(app, key);

	if (key != 'e' && !(command && command->run == cmd_explain))
		return false;
	ask_for_name(app);
	return true;
}

static void open_text(struct app *app, const struct buffer *text)
{
	static const struct frame_key bar[] = {{"Esc", N_("Back")}, {"e", N_("Other names")}};
	static const struct app_answers answers = {
		.takes = takes, .keeps_table = true, .bar = bar, .bar_count = 2};
	int columns = app->grid.columns < EXPLAIN_WIDTH_MAX ? app->grid.columns : EXPLAIN_WIDTH_MAX;

	app_ask(app, DIALOG_TEXT, _("Explanation"), &answers);
	wrap_add_lines(
		&app->dialog.text, text, columns > 6 ? (size_t)columns - 4 : 2, app->grid.charset);
}

static void open_entry(struct app *app, const struct glossary_entry *entry)
{
	struct buffer text = {0};

	glossary_add(&text, entry, app->engine.here.root, app->grid.charset);
	open_text(app, &text);
	buffer_done(&text);
}

void cmd_explain_finding(struct app *app, const struct health_kind *kind)
{
	open_entry(app, &(struct glossary_entry){.finding = kind});
}

void cmd_explain_state(struct app *app, enum conn_proto proto, enum conn_state state)
{
	struct glossary_entry entry = {.has_topic = true};

	entry.topic.states[proto] = explain_find_state(proto, state);
	open_entry(app, &entry);
}

void cmd_explain_column(struct app *app, const struct column *column)
{
	open_entry(app, &(struct glossary_entry){.has_topic = true, .topic = {.column = column}});
}

void cmd_explain(struct app *app)
{
	struct table_front front = page_table(app);
	uint32_t row = table_front_selected(&front);
	struct glossary_entry entry = {
		.has_topic = true, .topic = {.column = table_front_cursor(&front)}};

	if (!entry.topic.column)
		entry.topic.column = front.table->order.column;
	if (row != TRACK_NONE) {
		const struct conn *conn = &front.context->track->rows[row].conn;

		entry.topic.states[conn->proto] = explain_find_state(
			(enum conn_proto)conn->proto, (enum conn_state)conn->state);
	}
	open_entry(app, &entry);
}

/* -------- by a name -------- */

/* The names that begin with what was typed, then those in which it stands elsewhere. */
static void find_names(struct app *app)
{
	struct explain_line *line = &app->explain_line;
	struct buffer all = {0}, name = {0};

	glossary_add_names(&all);
	buffer_clear(&line->names);
	line->count = line->selected = 0;
	for (int match = 2; match > 0; match--)
		for (const char *at = buffer_get(&all); *at; at = wrap_next(at)) {
			buffer_clear(&name);
			buffer_add(&name, at, strcspn(at, "\n"));
			if (glossary_match(buffer_get(&name), app->dialog.input.text) != match)
				continue;
			buffer_printf(&line->names, "%s\n", buffer_get(&name));
			line->count++;
		}
	buffer_done(&all);
	buffer_done(&name);
}

static void add_name(struct app *app, const char *at, bool selected, size_t width)
{
	struct buffer *out = &app->dialog.text, name = {0}, summary = {0};
	struct glossary_entry entry;

	buffer_add(&name, at, strcspn(at, "\n"));
	if (glossary_find(buffer_get(&name), &entry))
		glossary_add_summary(&summary, &entry);
	buffer_text(out, selected ? "> " : "  ");
	if (width > NAME_WIDTH + 2) {
		text_add_fitted(out, buffer_get(&name), NAME_WIDTH, false, app->grid.charset);
		buffer_char(out, ' ');
		text_add_fitted(out, buffer_get(&summary), width - NAME_WIDTH - 1, false,
			app->grid.charset);
	} else {
		text_add_fitted(out, buffer_get(&name), width, false, app->grid.charset);
	}
	buffer_char(out, '\n');
	buffer_done(&name);
	buffer_done(&summary);
}

/* As many as there is room for, the selected one among them; always as many lines, so that the box
 * stands still. */
static void show_names(struct app *app)
{
	const struct explain_line *line = &app->explain_line;
	size_t lines = app->grid.rows > 10 ? (size_t)app->grid.rows - 8 : 2;
	size_t columns = app->grid.columns < EXPLAIN_WIDTH_MAX ? (size_t)app->grid.columns
							       : EXPLAIN_WIDTH_MAX;
	size_t width = columns > 12 ? columns - 7 : 5;
	size_t first = line->selected < lines ? 0 : line->selected - lines + 1, number = 0;

	buffer_clear(&app->dialog.text);
	for (const char *at = buffer_get(&line->names); *at && number < first + lines;
		at = wrap_next(at), number++)
		if (number >= first)
			add_name(app, at, number == line->selected, width);
	if (!line->count)
		buffer_printf(&app->dialog.text, "%s\n", _("No name is like that."));
	for (number = line->count ? line->count : 1; number < lines; number++)
		buffer_text(&app->dialog.text, " \n");
}

static void name_typed(struct app *app, __attribute__((unused)) uint32_t key)
{
	find_names(app);
	show_names(app);
}

static bool select_name(struct app *app, uint32_t key)
{
	struct explain_line *line = &app->explain_line;
	size_t page = app->grid.rows > 10 ? (size_t)app->grid.rows - 8 : 2;
	size_t last = line->count ? line->count - 1 : 0;

	if (key == KEY_CURSOR_UP)
		line->selected -= line->selected > 0;
	else if (key == KEY_CURSOR_DOWN)
		line->selected += line->selected < last;
	else if (key == KEY_PAGE_UP)
		line->selected -= line->selected < page ? line->selected : page;
	else if (key == KEY_PAGE_DOWN)
		line->selected = line->selected + page < last ? line->selected + page : last;
	else
		return false;
	show_names(app);
	return true;
}

/* The selected name; where none is like what was typed, an error's message as it was printed may
 * be found in that. */
static bool find_entry(const struct app *app, struct glossary_entry *ret_entry)
{
	const struct explain_line *line = &app->explain_line;
	const char *at = buffer_get(&line->names);
	struct buffer name = {0};
	bool found;

	for (size_t i = 0; i < line->selected; i++)
		at = wrap_next(at);
	buffer_add(&name, at, strcspn(at, "\n"));
	found = glossary_find(line->count ? buffer_get(&name) : app->dialog.input.text, ret_entry);
	buffer_done(&name);
	return found;
}

static bool refuses(struct app *app)
{
	struct glossary_entry entry;
	const char *nearest;

	if (find_entry(app, &entry))
		return false;
	nearest = glossary_nearest(app->dialog.input.text);
	show_names(app);
	if (nearest) {
		buffer_clear(&app->dialog.text);
		buffer_printf(
			&app->dialog.text, _("No name is like that. Is '%s' meant?"), nearest);
	}
	return true;
}

static void answered(struct app *app, enum dialog_answer answer)
{
	struct glossary_entry entry;

	if (answer == DIALOG_ACCEPTED && find_entry(app, &entry))
		open_entry(app, &entry);
}

static void ask_for_name(struct app *app)
{
	static const struct frame_key bar[] = {{"Enter", N_("Explain")}, {"Esc", N_("Cancel")}};
	static const struct app_answers answers = {.takes = select_name,
		.typed = name_typed,
		.refuses = refuses,
		.answered = answered,
		.keeps_table = true,
		.bar = bar,
		.bar_count = 2};

	app_ask(app, DIALOG_PROMPT, _("Explain a state, column, finding, error or setting"),
		&answers);
	app->dialog.ask = _("Name or message:");
	find_names(app);
	show_names(app);
}
