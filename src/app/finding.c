/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/finding.h"

#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/filtering.h"
#include "base/alloc.h"
#include "base/i18n.h"

/* Makes the table show what the filter lets through, and the dumps bring what it looks at. */
static void apply(struct app *app)
{
	const struct finding *finding = &app->finding;

	app->table.pick.filter = finding->suspended ? NULL : finding->filter;
	app_choose_extensions(app);
	app_rebuild(app);
}

void finding_init(struct app *app)
{
	struct finding *finding = &app->finding;

	finding->recall = -1;
	if (!app->options.filter)
		return;
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

void finding_edit(struct app *app)
{
	struct finding *finding = &app->finding;

	overlay_open(&app->overlay, OVERLAY_LINE, _("Filter"));
	app->purpose = PURPOSE_FILTER;
	app->overlay.ask = _("Filter:");
	finding->before = finding->filter;
	finding->before_text = finding->text;
	finding->filter = NULL;
	finding->text = NULL;
	finding->recall = -1;
	lineedit_set(&app->overlay.input, finding->before_text ? finding->before_text : "");
	finding_typed(app, 0);
}

/* Reads the line; what cannot be read is said, and the last filter that could goes on. */
static bool read_line(struct app *app)
{
	struct finding *finding = &app->finding;
	struct filter_names names = filtering_names(false);
	struct filter_error error;
	struct filter *filter = NULL;

	buffer_clear(&app->overlay.text);
	if (app->overlay.input.text[strspn(app->overlay.input.text, " ")] &&
		filter_parse(app->overlay.input.text, &names, &filter, &error) < 0) {
		filtering_add_error(&app->overlay.text, app->overlay.input.text, &error, false);
		return false;
	}
	if (filter && filter->mixed)
		buffer_text(&app->overlay.text,
			_("'and' and 'or' join from the left; brackets say what is meant"));
	app->table.pick.filter = NULL;
	filter_free(finding->filter);
	finding->filter = filter;
	return true;
}

static void recall(struct app *app, int step)
{
	struct finding *finding = &app->finding;
	int wanted = finding->recall + step;

	if (wanted < -1 || wanted >= FINDING_RECALLED ||
		(wanted >= 0 && !finding->recalled[wanted]))
		return;
	finding->recall = wanted;
	lineedit_set(&app->overlay.input, wanted < 0 ? "" : finding->recalled[wanted]);
}

void finding_typed(struct app *app, uint32_t key)
{
	if (key == KEY_CURSOR_UP)
		recall(app, 1);
	else if (key == KEY_CURSOR_DOWN)
		recall(app, -1);
	app->finding.suspended = false;
	if (read_line(app))
		apply(app);
}

static void remember(struct finding *finding, const char *text)
{
	int at = 0;

	while (at < FINDING_RECALLED - 1 && finding->recalled[at] &&
		strcmp(finding->recalled[at], text) != 0)
		at++;
	free(finding->recalled[at]);
	memmove(finding->recalled + 1, finding->recalled, (size_t)at * sizeof(char *));
	finding->recalled[0] = alloc_copy(text);
}

static void forget_before(struct finding *finding)
{
	filter_free(finding->before);
	free(finding->before_text);
	finding->before = NULL;
	finding->before_text = NULL;
}

bool finding_accept(struct app *app)
{
	struct finding *finding = &app->finding;

	if (!read_line(app))
		return false;
	forget_before(finding);
	finding->text = finding->filter ? alloc_copy(app->overlay.input.text) : NULL;
	if (finding->text)
		remember(finding, finding->text);
	apply(app);
	return true;
}

void finding_cancel(struct app *app)
{
	struct finding *finding = &app->finding;

	app->table.pick.filter = NULL;
	filter_free(finding->filter);
	finding->filter = finding->before;
	finding->text = finding->before_text;
	finding->before = NULL;
	finding->before_text = NULL;
	apply(app);
}

void finding_suspend(struct app *app)
{
	struct finding *finding = &app->finding;

	if (!finding->filter || finding->suspended)
		return;
	finding->suspended = true;
	apply(app);
	app_say(app, false, "%s", _("filter suspended: F4 brings it back"));
}
