/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/app.h"

#include <stdarg.h>
#include <stdio.h>

#include "app/actions.h"
#include "app/command.h"
#include "app/kill.h"
#include "app/preferring.h"
#include "app/present.h"
#include "base/format.h"
#include "base/i18n.h"

void app_init(struct app *app, const struct options *options, enum text_charset charset)
{
	*app = (struct app){.options = *options, .charset = charset, .dirty = true};
	engine_init(&app->engine, options);
	table_init(&app->table, options->sort, options->descending);
	app->table.pick = options->pick;
	finding_init(app);
	pages_init(&app->pages);
	guard_init(&app->guard);
	grid_init(&app->grid, charset);
	meter_init(&app->meter);
	app->meter.interval_ms = options->interval_ms;
	preferring_init(app);
}

void app_done(struct app *app)
{
	page_close_all(app);
	engine_done(&app->engine);
	table_done(&app->table);
	tags_done(&app->tags);
	finding_done(app);
	overlay_done(&app->overlay);
	grid_done(&app->grid);
	buffer_done(&app->message);
	buffer_done(&app->notes);
}

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

static void fit_table(struct app *app)
{
	struct layout_lines lines;

	layout_lines(&lines, app->grid.rows, app->notes.length > 0);
	table_set_height(&app->table, &app->engine.context,
		lines.row_count > 0 ? (size_t)lines.row_count : 1);
}

void app_resize(struct app *app, int rows, int columns)
{
	grid_resize(&app->grid, rows, columns);
	fit_table(app);
	app->dirty = true;
}

void app_rebuild(struct app *app)
{
	/* While something is open, nothing moves behind it; but a filter is typed to see it move.
	 */
	bool held = overlay_is_open(&app->overlay) && app->purpose != PURPOSE_FILTER &&
		    table_count(&app->table) > 0;

	if (table_rebuild(&app->table, &app->engine.context, held) < 0)
		app_say(app, true, "%s", _("short of memory: not all sockets are shown"));
	app->dirty = true;
}

const struct column *app_cursor_column(const struct app *app)
{
	int index = layout_cursor(&app->layout);

	return index < 0 ? NULL : app->layout.columns[index].column;
}

/* -------- refreshing -------- */

void app_choose_extensions(struct app *app)
{
	const struct filter *filter = app->table.pick.filter;
	const struct column *then = app->table.order.then;
	unsigned before = app->engine.plan.extensions;
	unsigned extensions = engine_extensions(
		app->options.columns, app->options.column_count, app->table.order.column, true);

	if ((filter && filter_needs(filter) & COLUMN_TCP_INFO) ||
		(then && then->flags & COLUMN_TCP_INFO))
		extensions |= DIAGMSG_INFO | DIAGMSG_CONGESTION;
	app->engine.plan.extensions = extensions;
	if (extensions & ~before)
		app_refresh_now(app);
}

void app_refresh_now(struct app *app)
{
	app->due_us = 0;
	app->once_more = true;
}

/* tcp_info for the rows in sight, where the dump did not bring it for all. */
static void refine_visible(struct app *app)
{
	uint32_t rows[DIAG_QUERY_MAX];
	size_t count = 0;

	if (app->engine.plan.extensions & DIAGMSG_INFO)
		return;
	for (size_t line = 0; line < app->table.height; line++) {
		uint32_t row = table_row_at(&app->table, line);
		const struct row *r;

		if (row == TRACK_NONE)
			break;
		r = &app->engine.track.rows[row];
		if (r->life == ROW_GONE || r->conn.proto != CONN_TCP ||
			!(r->conn.has & CONN_HAS_INODE))
			continue;
		rows[count++] = row;
		if (count == DIAG_QUERY_MAX) {
			sweep_refine(&app->engine.sweep, &app->engine.track, rows, count);
			count = 0;
		}
	}
	if (count)
		sweep_refine(&app->engine.sweep, &app->engine.track, rows, count);
}

static void begin_refresh(struct app *app, const struct instant *now, int64_t cpu_us)
{
	app->phase = APP_SWEEPING;
	app->once_more = false;
	meter_begin(&app->meter, now, cpu_us);
	engine_begin(&app->engine, now);
}

/* Said where it shows: as long as a row in sight has an owner that cannot be told. */
static bool hides_owners(struct app *app)
{
	for (size_t line = 0; line < app->table.height; line++) {
		uint32_t row = table_row_at(&app->table, line);

		if (row == TRACK_NONE)
			return false;
		if (engine_owner_is_hidden(&app->engine, row))
			return true;
	}
	return false;
}

static void gather_notes(struct app *app)
{
	buffer_clear(&app->notes);
	engine_add_notes(&app->engine, hides_owners(app), true, &app->notes);
}

/* The sockets are known, and shown at once; whose they are follows. */
static void end_sweep(struct app *app, const struct instant *now)
{
	app->phase = APP_OWNING;
	app->due_us = app->meter.began_us + (int64_t)app->meter.interval_ms * 1000;
	meter_swept(&app->meter, now, &app->engine.track);
	tags_prune(&app->tags, &app->engine.track);
	engine_follow_owners(&app->engine, now);
	gather_notes(app);
	fit_table(app);
	app_rebuild(app);
	refine_visible(app);
}

/* What is shown, or where, depends on who owns it. */
static bool looks_at_owners(const struct app *app)
{
	const struct filter *filter = app->table.pick.filter;
	const struct column *then = app->table.order.then;

	return app->table.order.column->flags & COLUMN_OWNER ||
	       (then && then->flags & COLUMN_OWNER) ||
	       (filter && filter_needs(filter) & COLUMN_OWNER);
}

static void end_refresh(struct app *app, const struct instant *now, int64_t cpu_us)
{
	app->phase = APP_AT_REST;
	gather_notes(app);
	if (looks_at_owners(app))
		app_rebuild(app);
	meter_end(&app->meter, now, cpu_us, app->options.interval_ms);
	track_set_rate_gap(&app->engine.track, (uint64_t)app->meter.interval_ms * 3);
	app->due_us = app->meter.began_us + (int64_t)app->meter.interval_ms * 1000;
	page_refreshed(app);
	app->dirty = true;
}

static enum app_work step_sweep(struct app *app, const struct instant *now)
{
	switch (sweep_step(&app->engine.sweep, &app->engine.track)) {
	case SWEEP_WAITING:
		if (!app->waiting_us)
			app->waiting_us = now->mono_us;
		if (now->mono_us - app->waiting_us < ENGINE_ANSWER_TIMEOUT_MS * INT64_C(1000))
			return APP_WAITING;
		sweep_give_up(&app->engine.sweep);
		break;
	case SWEEP_DONE:
		end_sweep(app, now);
		break;
	case SWEEP_GOING:
		break;
	}
	app->waiting_us = 0;
	return APP_WORKING;
}

enum app_work app_step(struct app *app, const struct instant *now, int64_t cpu_us)
{
	bool due = now->mono_us >= app->due_us && (!app->paused || app->once_more);

	app->now = *now;
	page_tick(app);
	switch (app->phase) {
	case APP_AT_REST:
		if (!due)
			return APP_IDLE;
		begin_refresh(app, now, cpu_us);
		break;
	case APP_SWEEPING:
		return step_sweep(app, now);
	case APP_OWNING:
		/* Owners that are not found in time are looked for on behind the next sweep. */
		if (due || !engine_step_owners(&app->engine))
			end_refresh(app, now, cpu_us);
		break;
	}
	return APP_WORKING;
}

int64_t app_next_us(const struct app *app)
{
	bool resting = app->paused && !app->once_more && app->phase == APP_AT_REST;
	int64_t due_us = resting ? INT64_MAX : app->due_us;

	return due_us < app->pages.due_us ? due_us : app->pages.due_us;
}

int app_fd(const struct app *app)
{
	return sweep_fd(&app->engine.sweep);
}

int app_names_fd(const struct app *app)
{
	return names_fd(app->engine.name_cache);
}

void app_take_names(struct app *app)
{
	if (!names_collect(app->engine.name_cache))
		return;
	if (app->table.pick.filter)
		app_rebuild(app); /* it may ask for a user by name */
	app->dirty = true;
}

/* -------- keys -------- */

static void answer_interval(struct app *app)
{
	uint32_t interval;

	if (format_parse_seconds(app->overlay.input.text, 100, 3600 * 1000, &interval) < 0) {
		app_say(app, true, _("invalid interval '%s': seconds from 0.1 to 3600"),
			app->overlay.input.text);
		return;
	}
	app->options.interval_ms = interval;
	app->meter.interval_ms = interval;
	app_refresh_now(app);
}

static void answer_sort(struct app *app)
{
	size_t at = 0;

	for (size_t i = 0; i < column_count; i++)
		if (column_is_shown(&column_table[i]) && at++ == app->overlay.selected)
			app_sort_by(app, &column_table[i]);
}

/* A filter that cannot be read is not taken: its line stays open. */
static bool stays_open(struct app *app, enum overlay_answer answer, uint32_t key)
{
	if (answer == OVERLAY_OPEN) {
		if (app->purpose == PURPOSE_FILTER)
			finding_typed(app, key);
		return true;
	}
	return app->purpose == PURPOSE_FILTER && answer == OVERLAY_ACCEPTED && !finding_accept(app);
}

static void take_answer(struct app *app, enum overlay_answer answer, uint32_t key)
{
	enum app_purpose purpose = app->purpose;

	app->dirty = true;
	if (stays_open(app, answer, key))
		return;
	overlay_close(&app->overlay);
	app->purpose = PURPOSE_NONE;
	if (purpose == PURPOSE_FILTER && answer == OVERLAY_CLOSED)
		finding_cancel(app);
	if (answer == OVERLAY_ACCEPTED) {
		if (purpose == PURPOSE_CLOSE)
			kill_target(app);
		else if (purpose == PURPOSE_CLOSE_BY_PORT)
			kill_target_if_named(app);
		else if (purpose == PURPOSE_INTERVAL)
			answer_interval(app);
		else if (purpose == PURPOSE_SORT)
			answer_sort(app);
	}
	app_rebuild(app);
}

static void click_overlay(struct app *app, const struct key_event *event)
{
	int entry = overlay_entry_at(&app->overlay, &app->grid, event->row);

	if (entry < 0)
		return;
	app->overlay.selected = (size_t)entry;
	take_answer(app, OVERLAY_ACCEPTED, KEY_CLICK);
}

static void run_key(struct app *app, uint32_t key)
{
	const struct command *command = page_command(app, key);

	if (!command || (command->flags & COMMAND_CHANGES && app->options.read_only))
		return;
	if (command->flags & COMMAND_NEEDS_ROW &&
		table_selected(&app->table, &app->engine.track) == TRACK_NONE) {
		app_say(app, true, "%s", _("no socket is selected"));
		return;
	}
	command->run(app);
}

static void click_table(struct app *app, const struct key_event *event)
{
	const struct layout_column *under = layout_column_at(&app->layout, event->column);
	struct layout_lines lines;
	int line;

	layout_lines(&lines, app->grid.rows, app->notes.length > 0);
	line = event->row - lines.first_row;
	if (event->row == lines.titles) {
		if (under)
			app_sort_by(app, under->column);
	} else if (event->row == lines.bar) {
		run_key(app, present_bar_key(app, event->column));
	} else if (line >= 0 && table_row_at(&app->table, (size_t)line) != TRACK_NONE) {
		table_move_to(&app->table, &app->engine.context, app->table.top + (size_t)line);
		if (under)
			layout_set_cursor(&app->layout, under->index);
	}
}

static void click_page(struct app *app, const struct page *page, const struct key_event *event)
{
	struct layout_lines lines;

	layout_lines(&lines, app->grid.rows, app->notes.length > 0);
	if (event->row == lines.bar)
		run_key(app, present_bar_key(app, event->column));
	else if (page->click && event->row >= lines.first_row &&
		 event->row < lines.first_row + lines.row_count)
		page->click(app, event->row - lines.first_row, event->column);
}

static void click(struct app *app, const struct key_event *event)
{
	const struct page *page = pages_front(&app->pages);

	if (page)
		click_page(app, page, event);
	else
		click_table(app, event);
}

static void wheel(struct app *app, long lines)
{
	struct scroller *scroller = page_scroller(app);

	if (scroller)
		scroller_scroll(scroller, lines);
	else if (!app->pages.count)
		table_scroll(&app->table, &app->engine.context, lines);
}

void app_key(struct app *app, const struct key_event *event, const struct instant *now)
{
	app->now = *now;
	app->dirty = true;
	buffer_clear(&app->message);
	if (overlay_is_open(&app->overlay)) {
		if (event->key == KEY_CLICK)
			click_overlay(app, event);
		else
			take_answer(app, overlay_key(&app->overlay, event->key), event->key);
		return;
	}
	switch (event->key) {
	case KEY_CLICK:
		click(app, event);
		break;
	case KEY_WHEEL_UP:
		wheel(app, -3);
		break;
	case KEY_WHEEL_DOWN:
		wheel(app, 3);
		break;
	default:
		run_key(app, event->key);
	}
}
