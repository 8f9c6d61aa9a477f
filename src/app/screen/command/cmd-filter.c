/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-filter.h"

#include <stdlib.h>
#include <string.h>

#include "app/screen/command/filter-keys.h"
#include "app/screen/state/app.h"
#include "app/screen/state/page.h"
#include "app/system/resolve.h"
#include "app/config/settings-store.h"
#include "base/alloc.h"
#include "base/format.h"
#include "base/i18n.h"

void cmd_filter_choose_bound(struct app *app)
{
	const struct filter *filter = app->table.pick.filter;
	bool bound = app->options.bound || app->states || app->port_monitor.open ||
		     health_wants_bound(&app->health_monitor.health) ||
		     (filter && filter_says_state(filter, CONN_BOUND));

	if (bound && !app->engine.plan.bound)
		app_refresh_now(app);
	app->engine.plan.bound = bound;
}

/* Makes the table show what a filter matches, and the dumps bring the data that the filter
 * needs. */
static void apply(struct app *app, const struct filter *filter)
{
	app->table.pick.filter = app->filter_line.suspended ? NULL : filter;
	app_choose_extensions(app);
	cmd_filter_choose_bound(app);
	if (app->filter_line.narrows)
		app_narrow(app);
	else
		app_rebuild(app);
	app->filter_line.narrows = false;
}

void cmd_filter_init(struct app *app)
{
	struct filter_line *line = &app->filter_line;

	line->recall = -1;
	settings_store_recall(&app->options, line->recalled, 0, FILTER_LINE_RECALLED);
	if (!app->options.filter)
		return;
	if (!app->options.filter->node_count) { /* "": there is no filter to bring back */
		filter_free(app->options.filter);
		app->options.filter = NULL;
		app->table.pick.filter = NULL;
		return;
	}
	line->filter = app->options.filter;
	line->text = alloc_copy(app->options.filter_text);
}

void cmd_filter_done(struct app *app)
{
	struct filter_line *line = &app->filter_line;

	filter_free(line->filter);
	filter_free(line->before);
	free(line->text);
	free(line->before_text);
	free(line->clicked);
	free(line->unclicked);
	for (int i = 0; i < FILTER_LINE_RECALLED; i++)
		free(line->recalled[i]);
}

/* Called after a key has changed the line, or asks for an earlier filter (Up, Down). */
static void typed(struct app *app, uint32_t key);
static bool refuses(struct app *app);
static bool takes(struct app *app, uint32_t key);
static bool add_note(const struct app *app, struct buffer *out);
static void answered(struct app *app, enum dialog_answer answer);

static const struct frame_key bar[] = {
	{"Enter", N_("Keep")},
	{"Esc", N_("Cancel")},
	{"F1", N_("Help")},
	{"Tab", N_("Complete")},
	{"Up", N_("Recall")},
};

static const struct app_answers answers = {
	.typed = typed,
	.takes = takes,
	.refuses = refuses,
	.add_note = add_note,
	.answered = answered,
	.moves_table = true,
	.bar = bar,
	.bar_count = sizeof(bar) / sizeof(bar[0]),
};

/* "17 of 489": as many as the filter lets through. */
static bool add_note(const struct app *app, struct buffer *out)
{
	struct buffer shown = {0}, all = {0};

	app_add_count_shown(app, &shown);
	format_grouped(&all, app->engine.track.live_count);
	buffer_printf(out, _("%s of %s"), buffer_get(&shown), buffer_get(&all));
	buffer_done(&shown);
	buffer_done(&all);
	return false;
}

void cmd_filter_edit(struct app *app)
{
	struct filter_line *line = &app->filter_line;

	app_ask(app, DIALOG_LINE, _("Filter"), &answers);
	app->dialog.ask = _("Filter:");
	line->before = line->filter;
	line->before_text = line->text;
	line->before_suspended = line->suspended;
	line->filter = NULL;
	line->text = NULL;
	line->recall = -1;
	line->hold = table_hold(&app->table);
	lineedit_set(&app->dialog.input, line->before_text ? line->before_text : "");
	lineedit_select(&app->dialog.input);
	typed(app, 0);
}

/* A half-typed filter may hide the selected row, so the selection starts from the row that was
 * selected when the line was opened. */
static void apply_line(struct app *app, const struct filter *filter)
{
	app->table.selected = app->filter_line.hold.row;
	apply(app, filter);
}

/* True if the line is as it was when opened. Then the filter need not be read again, and perhaps
 * cannot be: on the command line, hosts and users may be asked for over the network. */
static bool is_unchanged(const struct app *app)
{
	const char *before = app->filter_line.before_text;

	return before && strcmp(before, app->dialog.input.text) == 0;
}

/* True if the table is complete by the filter of the line, and `filter` matches no other rows. */
static bool narrows(const struct app *app, const struct filter *filter)
{
	const struct filter *before = app->filter_line.filter;

	return filter && before && app->table.pick.filter == before &&
	       !table_is_in_making(&app->table) && !app->held_back &&
	       table_error(&app->table) == 0 && filter_is_narrower(filter, before);
}

/* Stores the filter of the line, while the table may be using another one. */
static void take(struct app *app, struct filter *filter)
{
	app->filter_line.narrows = narrows(app, filter);
	app->table.pick.filter = NULL;
	filter_free(app->filter_line.filter);
	app->filter_line.filter = filter;
}

static void warn_if_unclear(struct app *app, const struct filter *filter)
{
	struct buffer condition = {0};

	if (filter && filter->hinted) {
		filter_add_hint(filter, &condition);
		buffer_printf(&app->dialog.text,
			_("'%s' is searched for as text; the condition is '%s'"), filter->hinted,
			buffer_get(&condition));
		buffer_done(&condition);
	} else if (filter && filter->mixed)
		buffer_text(&app->dialog.text,
			_("'and' and 'or' join from the left; brackets say what is meant"));
}

/* Reads a filter; NULL: `text` is empty. Appends what is wrong to `complaint`. */
static bool read_text(const char *text, struct filter **ret_filter, struct filter_error *ret_error,
	struct buffer *complaint)
{
	struct resolve_time time;
	struct filter_names names = resolve_names(false, &time);

	*ret_filter = NULL;
	if (!text[strspn(text, " ")] || filter_parse(text, &names, ret_filter, ret_error) == 0)
		return true;
	resolve_add_error(complaint, text, ret_error, false);
	return false;
}

/* Reads the line. If it cannot be read, shows why, and the last filter that could be read stays in
 * use. */
static bool read_line(struct app *app)
{
	struct dialog *dialog = &app->dialog;
	struct filter_error error;
	struct filter *filter;

	buffer_clear(&dialog->text);
	dialog->wrong = !read_text(dialog->input.text, &filter, &error, &dialog->text);
	if (dialog->wrong) {
		dialog->wrong_at = error.offset;
		dialog->wrong_length = error.length;
		return false;
	}
	warn_if_unclear(app, filter);
	take(app, filter);
	return true;
}

static bool is_recalled(const struct filter_line *line, int at)
{
	return at >= 0 && at < FILTER_LINE_RECALLED && line->recalled[at];
}

static void recall(struct app *app, int step)
{
	struct filter_line *line = &app->filter_line;
	int wanted = line->recall + step;

	/* The latest one is mostly the text that the line began with. */
	if (is_recalled(line, wanted) &&
		strcmp(line->recalled[wanted], app->dialog.input.text) == 0)
		wanted += step;
	if (wanted != -1 && !is_recalled(line, wanted))
		return;
	line->recall = wanted;
	lineedit_set(&app->dialog.input, wanted < 0 ? "" : line->recalled[wanted]);
}

static void typed(struct app *app, uint32_t key)
{
	if (key == KEY_CURSOR_UP)
		recall(app, 1);
	else if (key == KEY_CURSOR_DOWN)
		recall(app, -1);
	app->filter_line.suspended = false;
	if (is_unchanged(app)) {
		app->dialog.wrong = false;
		buffer_clear(&app->dialog.text);
		warn_if_unclear(app, app->filter_line.before);
		take(app, NULL);
		apply_line(app, app->filter_line.before);
	} else if (read_line(app)) {
		apply_line(app, app->filter_line.filter);
	}
}

static bool takes(struct app *app, uint32_t key)
{
	if (filter_keys_take_help(app, key))
		return true;
	if (key != KEY_TABULATOR)
		return false;
	if (filter_keys_complete(app))
		typed(app, key);
	return true;
}

/* Remembers the text for this line and for the next start. */
static void remember(struct app *app, const char *text)
{
	struct filter_line *line = &app->filter_line;
	int at = 0;

	if (line->recalled[0] && strcmp(line->recalled[0], text) == 0)
		return;
	while (at < FILTER_LINE_RECALLED - 1 && line->recalled[at] &&
		strcmp(line->recalled[at], text) != 0)
		at++;
	free(line->recalled[at]);
	memmove(line->recalled + 1, line->recalled, (size_t)at * sizeof(char *));
	line->recalled[0] = alloc_copy(text);
	settings_store_remember(&app->options, text, FILTER_LINE_RECALLED);
}

static void back_to_before(struct filter_line *line)
{
	line->filter = line->before;
	line->text = line->before_text;
	line->before = NULL;
	line->before_text = NULL;
}

/* Adds the previous filter, which may have come from the command line, to the earlier filters. */
static void leave_before(struct app *app)
{
	struct filter_line *line = &app->filter_line;

	if (line->before_text)
		remember(app, line->before_text);
	filter_free(line->before);
	free(line->before_text);
	line->before = NULL;
	line->before_text = NULL;
}

/* If the filter cannot be read, the line stays open. */
static bool refuses(struct app *app)
{
	struct filter_line *line = &app->filter_line;

	if (is_unchanged(app)) {
		take(app, NULL);
		back_to_before(line);
	} else if (read_line(app)) {
		leave_before(app);
		line->text = line->filter ? alloc_copy(app->dialog.input.text) : NULL;
	} else {
		return true;
	}
	if (line->text)
		remember(app, line->text);
	apply_line(app, line->filter);
	return false;
}

static void answered(struct app *app, enum dialog_answer answer)
{
	struct filter_line *line = &app->filter_line;

	if (answer != DIALOG_CLOSED)
		return;
	take(app, NULL);
	back_to_before(line);
	line->suspended = line->before_suspended;
	apply_line(app, line->filter);
	table_go_back(&app->table, &app->engine.context, &line->hold);
}

/* `is_typed`: the user has chosen the text itself, which is remembered then. */
static bool set(struct app *app, const char *text, bool is_typed)
{
	struct filter_line *line = &app->filter_line;
	struct buffer complaint = {0};
	struct filter_error error;
	struct filter *filter;
	bool read = read_text(text, &filter, &error, &complaint);

	if (read) {
		take(app, filter);
		if (line->text)
			remember(app, line->text);
		free(line->text);
		line->text = filter ? alloc_copy(text) : NULL;
		if (filter && is_typed)
			remember(app, text);
		line->suspended = false;
		apply(app, filter);
	} else {
		app_say(app, true, "%s", buffer_get(&complaint));
	}
	buffer_done(&complaint);
	return read;
}

bool cmd_filter_set(struct app *app, const char *text)
{
	return set(app, text, true);
}

bool cmd_filter_show(struct app *app)
{
	struct buffer filter = {0};
	bool shown = pages_front(&app->pages)->add_filter(app, &filter);

	if (!shown)
		app_say(app, true, "%s", _("there are no sockets to show for this"));
	else if ((shown = cmd_filter_set(app, buffer_get(&filter))))
		page_close_all(app);
	buffer_done(&filter);
	return shown;
}

void cmd_filter_enter(struct app *app)
{
	cmd_filter_show(app);
}

bool cmd_filter_set_of_view(struct app *app, const char *text)
{
	return set(app, text, false);
}

void cmd_filter_suspend(struct app *app)
{
	struct filter_line *line = &app->filter_line;

	if (!line->filter || line->suspended)
		return;
	line->suspended = true;
	apply(app, line->filter);
	app_say(app, false, "%s", _("filter suspended: F4 brings it back"));
}
