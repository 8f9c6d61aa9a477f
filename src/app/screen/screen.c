/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/screen.h"

#include "app/screen/command/apply-settings.h"
#include "app/screen/command/close-run.h"
#include "app/screen/command/cmd-close.h"
#include "app/screen/command/cmd-filter.h"
#include "app/screen/command/cmd-group.h"
#include "app/screen/command/cmd-search.h"
#include "app/screen/page/page-results.h"
#include "app/screen/state/page.h"
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
	app->kill_run.show = results_open;
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

void app_resize(struct app *app, int rows, int columns)
{
	grid_resize(&app->grid, rows, columns);
	app_fit_table(app);
	app->dirty = true;
}

/* -------- refreshing -------- */

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
		if (r->life == ROW_GONE || !conn_kind_has(&r->conn, KIND_HAS_TRANSFER) ||
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
	app_fit_table(app);
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
	checkup_begin(&app->checkup, &app->engine.context, &app->meter.counters, &app->now);
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

static void step_health(struct app *app)
{
	bool looking = app->checkup.health.looking;

	if (checkup_step(&app->checkup))
		return;
	app->phase = APP_AT_REST;
	app->dirty |= looking; /* there are other findings */
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
		step_health(app);
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
