/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/app.h"

#include <stdarg.h>
#include <stdio.h>

#include "app/screen/command/cmd-group.h"
#include "app/screen/apply-settings.h"
#include "app/system/privileges.h"
#include "base/i18n.h"

void app_init(struct app *app, const struct options *options, enum text_charset charset)
{
	*app = (struct app){.options = *options, .charset = charset, .dirty = true};
	app->kill.permitted = privileges_can_close();
	engine_init(&app->engine, options);
	table_init(&app->table, options->sort, options->descending);
	app->table.pick = options->pick;
	finding_init(app);
	pages_init(&app->pages);
	transitions_init(&app->transitions);
	grouping_init(app);
	grid_init(&app->grid, charset);
	meter_init(&app->meter);
	checkup_init(&app->checkup);
	app->meter.interval_ms = options->interval_ms;
	preferring_init(app);
}

void app_done(struct app *app)
{
	page_close_all(app);
	checkup_done(&app->checkup);
	engine_done(&app->engine);
	table_done(&app->table);
	tags_done(&app->tags);
	kill_done(app);
	guard_done(&app->guard);
	finding_done(app);
	searching_done(app);
	overlay_done(&app->overlay);
	grid_done(&app->grid);
	buffer_done(&app->clipboard);
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
	/* While something is open, nothing moves behind it; but a filter is typed
	 * to see it move. */
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
	if (groups_are_on(&app->table.groups)) /* which have sums over all of their sockets */
		extensions |= DIAGMSG_INFO;
	if (app->checkup.open)
		extensions |= DIAGMSG_INFO;
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
			continue;
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
	if (app->table.groups.kind->needs & COLUMN_OWNER)
		return engine_hides_owners(&app->engine);
	for (size_t line = 0; line < app->table.height; line++) {
		uint32_t row = table_row_at(&app->table, line);

		if (row != TRACK_NONE && engine_owner_is_hidden(&app->engine, row))
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
	transitions_refresh(&app->transitions, &app->engine.track, app->meter.resets);
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

	return (app->table.order.column->flags | app->table.groups.kind->needs) & COLUMN_OWNER ||
	       (then && then->flags & COLUMN_OWNER) ||
	       (filter && filter_needs(filter) & COLUMN_OWNER);
}

static void end_refresh(struct app *app, const struct instant *now, int64_t cpu_us)
{
	app->phase = APP_LOOKING;
	gather_notes(app);
	if (looks_at_owners(app))
		app_rebuild(app);
	meter_end(&app->meter, now, cpu_us, app->options.interval_ms);
	track_set_rate_gap(&app->engine.track, (uint64_t)app->meter.interval_ms * 3);
	app->due_us = app->meter.began_us + (int64_t)app->meter.interval_ms * 1000;
	page_refreshed(app);
	checkup_begin(app);
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

static enum app_work step_refresh(struct app *app, const struct instant *now, int64_t cpu_us)
{
	bool due = now->mono_us >= app->due_us && (!app->paused || app->once_more);

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
	case APP_LOOKING:
		if (!checkup_step(app))
			app->phase = APP_AT_REST;
		break;
	}
	return APP_WORKING;
}

enum app_work app_step(struct app *app, const struct instant *now, int64_t cpu_us)
{
	enum app_work work = APP_WORKING;
	bool more;

	app->now = *now;
	page_tick(app);
	if (!kill_run_step(app, cpu_us))
		work = step_refresh(app, now, cpu_us);
	more = searching_step(app) | kill_step(app);
	return more || kill_run_has_work(&app->kill_run) ? APP_WORKING : work;
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
