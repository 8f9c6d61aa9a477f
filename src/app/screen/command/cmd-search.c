/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-search.h"

#include <string.h>

#include "app/screen/state/app.h"
#include "app/screen/state/page.h"
#include "base/i18n.h"

static void typed(struct app *app, uint32_t key);
static bool add_note(const struct app *app, struct buffer *out);
static void answered(struct app *app, enum dialog_answer answer);

static const struct frame_key bar[] = {
	{"Enter", N_("Keep")},
	{"Esc", N_("Cancel")},
	{"F3", N_("Next")},
	{"Up", N_("Previous")},
};

static const struct app_answers answers = {
	.typed = typed,
	.add_note = add_note,
	.answered = answered,
	.bar = bar,
	.bar_count = sizeof(bar) / sizeof(bar[0]),
};

static bool is_typing(const struct app *app)
{
	return app->answers == &answers;
}

void cmd_search_done(struct app *app)
{
	search_done(&app->search_line.search);
}

/* "3 of 17"; an ellipsis as long as they are being counted. */
static bool add_note(const struct app *app, struct buffer *out)
{
	const struct search *search = &app->search_line.search;
	const struct search_count *count = &search->count;

	if (!*search->text)
		return false;
	if (app->search_line.missed) {
		buffer_text(out, _("not found"));
		return true;
	}
	if (!count->known)
		buffer_text(out, app->grid.charset == TEXT_UTF8 ? "\xe2\x80\xa6" : "...");
	else if (count->number)
		buffer_printf(out, _("%zu of %zu"), count->number, count->found);
	else
		buffer_printf(out, "%zu", count->found);
	return false;
}

/* While the line is typed, its note says it all. */
static void say(struct app *app, bool error, const char *text)
{
	if (!is_typing(app))
		app_say(app, error, "%s", text);
	app->dirty = true;
}

/* Searches only in the visible columns: the user could not see other matches. */
static void set_text(struct app *app, const char *text)
{
	const struct column *columns[LAYOUT_COLUMNS_MAX];
	const struct layout *layout = page_table(app).layout;
	size_t count = layout->shown_count;

	for (size_t i = 0; i < count; i++)
		columns[i] = layout->shown[i].column;
	for (; !layout->shown_count && count < layout->chosen_count;
		count++) /* nothing has been drawn yet */
		columns[count] = layout->columns[count].column;
	search_set(&app->search_line.search, text, columns, count);
}

static void go_back(struct app *app)
{
	struct table_front front = page_table(app);

	table_go_back(front.table, front.context, &app->search_line.hold);
	app->dirty = true;
}

/* True while there is more to count. */
static bool step_count(struct app *app)
{
	struct search *search = &app->search_line.search;
	struct table_front front = page_table(app);
	bool going;

	if (!is_typing(app) || app->search_line.missed)
		return false;
	going = search->count.going;
	if (search_count_step(search, front.table, front.context))
		return true;
	app->dirty |= going;
	return false;
}

bool cmd_search_step(struct app *app)
{
	struct search *search = &app->search_line.search;
	struct table_front front = page_table(app);
	size_t place;

	if (!search->going)
		return step_count(app);
	switch (search_step(search, front.table, front.context, &place)) {
	case SEARCH_GOING:
		return true;
	case SEARCH_FOUND:
		table_move_to(front.table, front.context, place);
		say(app, false, "");
		break;
	case SEARCH_WRAPPED:
		table_move_to(front.table, front.context, place);
		say(app, false,
			search->backwards ? _("the search goes on at the end of the table")
					  : _("the search goes on at the top of the table"));
		break;
	case SEARCH_MISSED:
		app->search_line.missed = true;
		if (is_typing(app))
			go_back(app);
		say(app, true, _("not found"));
		break;
	}
	return step_count(app);
}

/* The first step is mostly the last. */
static void begin(struct app *app, const struct search_origin *origin, bool backwards, bool from)
{
	app->search_line.missed = false;
	search_begin(&app->search_line.search, page_table(app).table, origin, backwards, from);
	app->search_line.marked = true;
	if (cmd_search_step(app))
		say(app, false, _("searching"));
}

static void go_on(struct app *app, bool backwards)
{
	struct search_origin origin = search_origin_of(page_table(app).table);

	set_text(app, app->search_line.search.text);
	begin(app, &origin, backwards, false);
}

static void open_line(struct app *app)
{
	struct search_line *search_line = &app->search_line;

	memcpy(search_line->before, search_line->search.text, sizeof(search_line->before));
	search_line->before_marked = search_line->marked;
	search_line->origin = search_origin_of(page_table(app).table);
	search_line->hold = table_hold(page_table(app).table);
	app_ask(app, DIALOG_LINE, _("Search"), &answers);
	app->dialog.ask = _("Search:");
	search_line->missed = false;
	set_text(app, "");
	search_line->marked = false;
}

static bool has_changed(const struct app *app)
{
	const char *line = app->dialog.input.text, *text = app->search_line.search.text;

	return strlen(line) != strlen(text) ||
	       (*text && search_find_in(&app->search_line.search, line, strlen(line), 0) != 0);
}

/* Called after a key has changed the line, or asks for the next match (F3, Down) or the previous
 * one (Up). */
static void typed(struct app *app, uint32_t key)
{
	const char *line = app->dialog.input.text;

	if (key == KEY_FUNCTION + 3 || key == KEY_CURSOR_DOWN || key == KEY_CURSOR_UP) {
		if (*line)
			go_on(app, key == KEY_CURSOR_UP);
		return;
	}
	if (!has_changed(app))
		return;
	set_text(app, line);
	app->search_line.missed = false;
	if (*line) {
		begin(app, &app->search_line.origin, false, true);
	} else {
		app->search_line.marked = false;
		go_back(app);
	}
}

/* Esc, or Enter in an empty line, restores the earlier search. */
static void answered(struct app *app, enum dialog_answer answer)
{
	if (answer != DIALOG_CLOSED && *app->search_line.search.text)
		return;
	set_text(app, app->search_line.before);
	app->search_line.marked = app->search_line.before_marked;
	go_back(app);
}

/* Searches on, or asks for a text if there is no search yet. */
static void go_on_or_ask(struct app *app, bool backwards)
{
	if (*app->search_line.search.text)
		go_on(app, backwards);
	else
		open_line(app);
}

bool cmd_search_unmark(struct app *app)
{
	bool marked = app->search_line.marked;

	app->search_line.marked = app->search_line.search.going = false;
	return marked;
}

void cmd_search(struct app *app)
{
	if (app->search_line.marked)
		go_on_or_ask(app, false);
	else
		open_line(app);
}

void cmd_search_anew(struct app *app)
{
	open_line(app);
}

void cmd_search_next(struct app *app)
{
	go_on_or_ask(app, false);
}

void cmd_search_previous(struct app *app)
{
	go_on_or_ask(app, true);
}
