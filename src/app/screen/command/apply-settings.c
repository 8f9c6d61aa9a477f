/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/apply-settings.h"

#include <stdlib.h>
#include <string.h>

#include "app/screen/command/cmd-filter.h"
#include "app/screen/state/app.h"
#include "app/system/environment.h"
#include "base/i18n.h"

/* A non-empty NO_COLOR means never (no-color.org). */
static bool wants_colors(const struct options *options)
{
	const char *no_color = getenv("NO_COLOR");

	if (options->color == COLOR_AUTO)
		return !no_color || !*no_color;
	return options->color == COLOR_ALWAYS;
}

struct term_settings apply_settings_terminal(const struct options *options)
{
	return (struct term_settings){
		.colors = wants_colors(options),
		.theme = options->theme,
		.mouse = options->mouse,
	};
}

static void choose_charset(struct app *app)
{
	enum text_charset charset = app->options.ascii ? TEXT_ASCII : app->charset;

	if (app->grid.charset != charset)
		environment_set_language(charset);
	app->grid.charset = charset;
	app->engine.context.ascii = app->grid.charset == TEXT_ASCII;
}

/* Nobody has chosen columns: then a wide screen has more of them. */
static bool has_usual_columns(const struct options *options)
{
	for (size_t i = 0; i < options->column_count; i++)
		if (!column_defaults[i] || options->columns[i] != column_find(column_defaults[i]))
			return false;
	return !column_defaults[options->column_count];
}

/* Lays out the columns that app->options names, with its widths. */
void apply_settings_lay_out(struct app *app)
{
	const struct options *options = &app->options;

	layout_set_columns(&app->layout, options->columns, options->column_count);
	for (size_t i = 0; i < options->column_count; i++)
		layout_fix(&app->layout, i, options->widths[options->columns[i] - column_table]);
	if (has_usual_columns(options))
		for (size_t i = 0; column_spares[i]; i++)
			layout_add_spare(&app->layout, column_find(column_spares[i]));
	app->dirty = true;
}

/* There is only one line for them. */
void apply_settings_warn(struct app *app)
{
	const char *text = buffer_get(&app->options.warnings);
	size_t length = strcspn(text, "\n");

	if (length)
		app_say(app, true, "%.*s%s", (int)length, text, text[length + 1] ? " ..." : "");
}

static bool same_columns(const struct options *left, const struct options *right)
{
	return left->column_count == right->column_count &&
	       memcmp(left->columns, right->columns,
		       left->column_count * sizeof(left->columns[0])) == 0 &&
	       memcmp(left->widths, right->widths, sizeof(left->widths)) == 0;
}

/* Shows a message that says whether addresses and ports are shown by name. */
static void show_names(struct app *app)
{
	const struct column_context *context = &app->engine.context;

	engine_show_names(&app->engine, app->options.resolve);
	layout_forget_widths(&app->layout);
	layout_forget_widths(&app->group_layout);
	app_say(app, false, "%s",
		context->hosts ? _("names: sockview's own questions to the name server are among "
				   "the sockets")
		: context->services ? _("names of services; hosts are not asked for "
					"with raised rights")
				    : _("numbers"));
}

void apply_settings_interval(struct app *app)
{
	app->meter.interval_ms = app->options.interval_ms;
	app_refresh_now(app);
}

/* With a linger time of 0 rows that have gone are kept, but not shown. */
static void take_linger(struct app *app)
{
	app->engine.track.linger_us = engine_linger_ms(&app->options) * 1000;
	app->table.hides_gone = app->options.linger_ms == 0;
}

void apply_settings(struct app *app, const struct options *before)
{
	const struct options *now = &app->options;

	app->adapt |= now->theme != before->theme || now->color != before->color ||
		      now->mouse != before->mouse;
	choose_charset(app);
	if (!same_columns(now, before)) {
		apply_settings_lay_out(app);
		app_choose_extensions(app);
	}
	take_linger(app);
	if (now->events && !before->events)
		chronicle_listen(&app->engine.chronicle);
	if (!now->events)
		chronicle_deafen(&app->engine.chronicle);
	if (now->resolve != before->resolve)
		show_names(app);
	if (now->bound != before->bound)
		cmd_filter_choose_bound(app);
	if (now->interval_ms != before->interval_ms)
		apply_settings_interval(app);
	app_reorder(app);
}

void apply_settings_init(struct app *app)
{
	choose_charset(app);
	apply_settings_lay_out(app);
	take_linger(app);
}
