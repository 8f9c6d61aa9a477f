/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/state/app.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/format.h"
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

struct layout_lines app_lines(const struct app *app)
{
	const struct page *page = pages_front(&app->pages);
	struct layout_lines lines;

	layout_lines(&lines, app->grid.rows, app->notes.length > 0,
		app->strip.open && (!page || page->above_table));
	return lines;
}

void app_fit_table(struct app *app)
{
	struct layout_lines lines;

	layout_lines(&lines, app->grid.rows, app->notes.length > 0, app->strip.open);
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

/* Rows that are picked and put in order in one step: one or two milliseconds. */
#define ROWS_A_STEP 4000

void app_measure(struct app *app)
{
	struct column_context context = app_shown_context(app);
	struct frame frame = {.table = &app->table,
		.context = &context,
		.layout = &app->layout,
		.group_layout = &app->group_layout};

	app->measured = draw_measure(&frame, app->grid.charset, app->measured, MEASURED_ROWS);
}

/* While a dialog is open, the table behind it does not move, except for a filter, which is typed to
 * see its effect. */
static bool holds_table(const struct app *app)
{
	return dialog_is_open(&app->dialog) && !(app->answers && app->answers->moves_table) &&
	       table_count(&app->table) > 0;
}

static void show_table(struct app *app)
{
	if (table_error(&app->table) < 0)
		app_say(app, true, "%s", _("short of memory: not all sockets are shown"));
	app_measure(app);
	app->dirty = true;
}

/* Most tables are small enough to be made here. */
static void make(struct app *app)
{
	app->counted_us = app->now.mono_us;
	app->dirty = true;
	if (!table_step(&app->table, &app->engine.context, app->rows_at_once))
		show_table(app);
}

/* The making of what the user has chosen goes on behind a dialog; it only begins again. */
static void hold_table(struct app *app)
{
	app->held_back = true;
	table_keep(&app->table, &app->engine.context);
	app_measure(app);
	app->dirty = true;
}

static void begin_table(struct app *app, bool chosen)
{
	app->held_back = false;
	if (holds_table(app)) {
		hold_table(app);
		return;
	}
	table_begin(&app->table, chosen);
	make(app);
}

/* The connections that have closed are shown by the same filter. */
static void choose_past(struct app *app)
{
	struct column_context context = engine_past_context(&app->engine);

	history_view_begin(&app->history_view, &context, &app->table.pick, true);
}

void app_rebuild(struct app *app)
{
	choose_past(app);
	begin_table(app, true);
}

void app_reorder(struct app *app)
{
	begin_table(app, false);
}

void app_narrow(struct app *app)
{
	choose_past(app);
	table_begin_narrower(&app->table);
	make(app);
}

/* While the user waits for other rows, the screen shows how many there are so far. */
#define COUNT_SHOWN_US 100000

bool app_step_table(struct app *app)
{
	if (!table_is_in_making(&app->table))
		return false;
	if (holds_table(app) && table_is_moving(&app->table) && !app->table.next.counting) {
		hold_table(app);
		return true;
	}
	if (!table_step(&app->table, &app->engine.context, ROWS_A_STEP)) {
		show_table(app);
		return false;
	}
	if (app->table.next.counting && app->now.mono_us - app->counted_us > COUNT_SHOWN_US) {
		app->counted_us = app->now.mono_us;
		app->dirty = true;
	}
	return true;
}

void app_finish_table(struct app *app)
{
	while (app_step_table(app))
		continue;
}

void app_catch_up(struct app *app)
{
	if (app->held_back && !dialog_is_open(&app->dialog))
		app_reorder(app);
}

size_t app_count_shown(const struct app *app, bool *ret_at_least)
{
	return table_count_living(&app->table, ret_at_least);
}

void app_add_count_shown(const struct app *app, struct buffer *out)
{
	bool at_least;
	size_t count = app_count_shown(app, &at_least);

	if (at_least)
		buffer_text(out, app->grid.charset == TEXT_UTF8 ? "\xe2\x89\xa5" : ">=");
	format_grouped(out, count);
}

/* -------- what is asked of the kernel -------- */

void app_choose_extensions(struct app *app)
{
	const struct engine_shows shows = {
		.columns = app->options.columns,
		.column_count = app->options.column_count,
		.sort = app->table.next.order.column,
		.then = app->table.next.order.then,
		.filter = app->table.pick.filter,
		.in_window = true,
		.sums = groups_are_on(&app->table.next.groups) || app->health_monitor.open ||
			app->service_monitor.open,
	};
	unsigned before = app->engine.plan.extensions;

	app->engine.plan.extensions =
		app->options.record ? ENGINE_ALL_EXTENSIONS : engine_extensions(&shows);
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
