/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/state/app.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/i18n.h"

void app_say(struct app *app, bool error, const char *format, ...)
{
	char text[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	buffer_clear(&app->message);
	buffer_text(&app->message, text);
	app->message_is_error = error;
	app->dirty = true;
}

/* -------- what the table shows -------- */

void app_fit_table(struct app *app)
{
	struct layout_lines lines;

	layout_lines(&lines, app->grid.rows, app->notes.length > 0);
	table_set_height(&app->table, &app->engine.context,
		lines.row_count > 0 ? (size_t)lines.row_count : 1);
}

/* Rows that are measured at once beside those in sight: in a fraction of a millisecond. */
#define MEASURED_ROWS 500

struct column_context app_shown_context(const struct app *app)
{
	struct column_context context = app->engine.context;

	context.translated = true;
	return context;
}

void app_measure(struct app *app)
{
	struct column_context context = app_shown_context(app);
	struct frame frame = {.table = &app->table,
		.context = &context,
		.layout = &app->layout,
		.group_layout = &app->group_layout};

	app->measured = draw_measure(&frame, app->grid.charset, app->measured, MEASURED_ROWS);
}

void app_rebuild(struct app *app)
{
	/* While a dialog is open, the table behind it does not move, except for a filter, which is
	 * typed to see its effect. */
	bool held = dialog_is_open(&app->dialog) && !(app->answers && app->answers->moves_table) &&
		    table_count(&app->table) > 0;

	app->held_back = held;
	if (table_rebuild(&app->table, &app->engine.context, held) < 0)
		app_say(app, true, "%s", _("short of memory: not all sockets are shown"));
	app_measure(app);
	app->dirty = true;
}

void app_catch_up(struct app *app)
{
	if (app->held_back && !dialog_is_open(&app->dialog))
		app_rebuild(app);
}

const struct column *app_cursor_column(const struct app *app)
{
	int index = layout_cursor(&app->layout);

	return index < 0 ? NULL : app->layout.columns[index].column;
}

size_t app_count_shown(const struct app *app)
{
	return groups_are_on(&app->table.groups) ? groups_sockets(&app->table.groups)
						 : app->table.living;
}

/* -------- what is asked of the kernel -------- */

void app_choose_extensions(struct app *app)
{
	const struct engine_shows shows = {
		.columns = app->options.columns,
		.column_count = app->options.column_count,
		.sort = app->table.order.column,
		.then = app->table.order.then,
		.filter = app->table.pick.filter,
		.in_window = true,
		.sums = groups_are_on(&app->table.groups) || app->health_monitor.open ||
			app->service_monitor.open,
	};
	unsigned before = app->engine.plan.extensions;

	app->engine.plan.extensions = engine_extensions(&shows);
	if (app->engine.plan.extensions & ~before)
		app_refresh_now(app);
}

void app_refresh_now(struct app *app)
{
	app->due_us = 0;
	app->once_more = true;
}

void app_ask(struct app *app, enum dialog_kind kind, const char *title,
	const struct app_answers *answers)
{
	dialog_open(&app->dialog, kind, title);
	app->answers = answers;
}
