/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-filter.h"

#include <stdlib.h>
#include <string.h>

#include "app/screen/state/app.h"
#include "app/system/resolve.h"
#include "app/config/settings-store.h"
#include "base/alloc.h"
#include "base/i18n.h"

void finding_choose_bound(struct app *app)
{
	const struct filter *filter = app->table.pick.filter;
	bool bound = app->options.bound || app->states ||
		     (filter && filter_says_state(filter, CONN_BOUND));

	if (bound && !app->engine.plan.bound)
		app_refresh_now(app);
	app->engine.plan.bound = bound;
}

/* Makes the table show what a filter lets through, and the dumps bring what it looks at. */
static void apply(struct app *app, const struct filter *filter)
{
	app->table.pick.filter = app->finding.suspended ? NULL : filter;
	app_choose_extensions(app);
	finding_choose_bound(app);
	app_rebuild(app);
}

void finding_init(struct app *app)
{
	struct finding *finding = &app->finding;

	finding->recall = -1;
	preferences_recall(&app->options, finding->recalled, 0, FINDING_RECALLED);
	if (!app->options.filter)
		return;
	if (!app->options.filter->node_count) { /* "": there is nothing to be brought back */
		filter_free(app->options.filter);
		app->options.filter = NULL;
		app->table.pick.filter = NULL;
		return;
	}
	finding->filter = app->options.filter;
	finding->text = alloc_copy(app->options.filter_text);
}

void finding_done(struct app *app)
{
	struct finding *finding = &app->finding;

	filter_free(finding->filter);
	filter_free(finding->before);
	free(finding->text);
	free(finding->before_text);
	for (int i = 0; i < FINDING_RECALLED; i++)
		free(finding->recalled[i]);
}

/* A key has changed the line, or asks for an earlier filter (Up, Down). */
static void typed(struct app *app, uint32_t key);
static bool refuses(struct app *app);
static void answered(struct app *app, enum overlay_answer answer);

static const struct app_answers answers = {
	.typed = typed,
	.refuses = refuses,
	.answered = answered,
	.moves_table = true,
};

void finding_edit(struct app *app)
{
	struct finding *finding = &app->finding;

	app_ask(app, OVERLAY_LINE, _("Filter"), &answers);
	app->overlay.ask = _("Filter:");
	finding->before = finding->filter;
	finding->before_text = finding->text;
	finding->before_suspended = finding->suspended;
	finding->filter = NULL;
	finding->text = NULL;
	finding->recall = -1;
	finding->selected = app->table.selected;
	finding->selected_cookie = app->table.selected_cookie;
	lineedit_set(&app->overlay.input, finding->before_text ? finding->before_text : "");
	typed(app, 0);
}

/* Half-typed filters may hide the row under the hand: it comes back with the next one that does
 * not. */
static void apply_line(struct app *app, const struct filter *filter)
{
	app->table.selected = app->finding.selected;
	app->table.selected_cookie = app->finding.selected_cookie;
	apply(app, filter);
}

/* The line is as it was opened: the filter need not be read again, and perhaps cannot, for on the
 * command line hosts and users were asked for. */
static bool is_unchanged(const struct app *app)
{
	const char *before = app->finding.before_text;

	return before && strcmp(before, app->overlay.input.text) == 0;
}

/* Takes the filter of the line, while another one may be in use. */
static void take(struct app *app, struct filter *filter)
{
	app->table.pick.filter = NULL;
	filter_free(app->finding.filter);
	app->finding.filter = filter;
}

static void warn_if_mixed(struct app *app, const struct filter *filter)
{
	if (filter && filter->mixed)
		buffer_text(&app->overlay.text,
			_("'and' and 'or' join from the left; brackets say what is meant"));
}

/* Reads a filter that may be none (NULL); what is wrong is appended to `complaint`. */
static bool read_text(const char *text, struct filter **ret_filter, struct filter_error *ret_error,
	struct buffer *complaint)
{
	struct filter_names names = filtering_names(false);

	*ret_filter = NULL;
	if (!text[strspn(text, " ")] || filter_parse(text, &names, ret_filter, ret_error) == 0)
		return true;
	filtering_add_error(complaint, text, ret_error, false);
	return false;
}

/* Reads the line; what cannot be read is said, and the last filter that could goes on. */
static bool read_line(struct app *app)
{
	struct overlay *overlay = &app->overlay;
	struct filter_error error;
	struct filter *filter;

	buffer_clear(&overlay->text);
	overlay->wrong = !read_text(overlay->input.text, &filter, &error, &overlay->text);
	if (overlay->wrong) {
		overlay->wrong_at = error.offset;
		overlay->wrong_length = error.length;
		return false;
	}
	warn_if_mixed(app, filter);
	take(app, filter);
	return true;
}

static bool is_recalled(const struct finding *finding, int at)
{
	return at >= 0 && at < FINDING_RECALLED && finding->recalled[at];
}

static void recall(struct app *app, int step)
{
	struct finding *finding = &app->finding;
	int wanted = finding->recall + step;

	/* The latest one is mostly what the line began with. */
	if (is_recalled(finding, wanted) &&
		strcmp(finding->recalled[wanted], app->overlay.input.text) == 0)
		wanted += step;
	if (wanted != -1 && !is_recalled(finding, wanted))
		return;
	finding->recall = wanted;
	lineedit_set(&app->overlay.input, wanted < 0 ? "" : finding->recalled[wanted]);
}

static void typed(struct app *app, uint32_t key)
{
	if (key == KEY_CURSOR_UP)
		recall(app, 1);
	else if (key == KEY_CURSOR_DOWN)
		recall(app, -1);
	app->finding.suspended = false;
	if (is_unchanged(app)) {
		app->overlay.wrong = false;
		buffer_clear(&app->overlay.text);
		warn_if_mixed(app, app->finding.before);
		take(app, NULL);
		apply_line(app, app->finding.before);
	} else if (read_line(app)) {
		apply_line(app, app->finding.filter);
	}
}

/* Here and for the next start. */
static void remember(struct app *app, const char *text)
{
	struct finding *finding = &app->finding;
	int at = 0;

	if (finding->recalled[0] && strcmp(finding->recalled[0], text) == 0)
		return;
	while (at < FINDING_RECALLED - 1 && finding->recalled[at] &&
		strcmp(finding->recalled[at], text) != 0)
		at++;
	free(finding->recalled[at]);
	memmove(finding->recalled + 1, finding->recalled, (size_t)at * sizeof(char *));
	finding->recalled[0] = alloc_copy(text);
	preferences_remember(&app->options, text, FINDING_RECALLED);
}

static void back_to_before(struct finding *finding)
{
	finding->filter = finding->before;
	finding->text = finding->before_text;
	finding->before = NULL;
	finding->before_text = NULL;
}

/* It may have come from the command line: from here on it is one of the earlier ones. */
static void leave_before(struct app *app)
{
	struct finding *finding = &app->finding;

	if (finding->before_text)
		remember(app, finding->before_text);
	filter_free(finding->before);
	free(finding->before_text);
	finding->before = NULL;
	finding->before_text = NULL;
}

/* A filter that cannot be read is not taken: its line stays open. */
static bool refuses(struct app *app)
{
	struct finding *finding = &app->finding;

	if (is_unchanged(app)) {
		take(app, NULL);
		back_to_before(finding);
	} else if (read_line(app)) {
		leave_before(app);
		finding->text = finding->filter ? alloc_copy(app->overlay.input.text) : NULL;
	} else {
		return true;
	}
	if (finding->text)
		remember(app, finding->text);
	apply_line(app, finding->filter);
	return false;
}

static void answered(struct app *app, enum overlay_answer answer)
{
	struct finding *finding = &app->finding;

	if (answer != OVERLAY_CLOSED)
		return;
	take(app, NULL);
	back_to_before(finding);
	finding->suspended = finding->before_suspended;
	apply_line(app, finding->filter);
}

bool finding_set(struct app *app, const char *text)
{
	struct finding *finding = &app->finding;
	struct buffer complaint = {0};
	struct filter_error error;
	struct filter *filter;
	bool read = read_text(text, &filter, &error, &complaint);

	if (read) {
		take(app, filter);
		if (finding->text)
			remember(app, finding->text);
		free(finding->text);
		finding->text = filter ? alloc_copy(text) : NULL;
		if (filter)
			remember(app, text);
		finding->suspended = false;
		apply(app, filter);
	} else {
		app_say(app, true, "%s", buffer_get(&complaint));
	}
	buffer_done(&complaint);
	return read;
}

void finding_suspend(struct app *app)
{
	struct finding *finding = &app->finding;

	if (!finding->filter || finding->suspended)
		return;
	finding->suspended = true;
	apply(app, finding->filter);
	app_say(app, false, "%s", _("filter suspended: F4 brings it back"));
}
