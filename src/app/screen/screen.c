/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/screen.h"

#include "app/screen/command/cmd-show.h"
#include "app/screen/command/apply-settings.h"
#include "app/screen/close/close-run.h"
#include "app/screen/close/close-take.h"
#include "app/screen/close/cmd-close.h"
#include "app/screen/command/cmd-filter.h"
#include "app/screen/command/cmd-group.h"
#include "app/screen/command/cmd-search.h"
#include "app/screen/command/cmd-view.h"
#include "app/screen/remember.h"
#include "app/screen/page/page-help.h"
#include "app/screen/page/page-history.h"
#include "app/screen/page/page-results.h"
#include "app/screen/state/page.h"
#include "app/system/errno-text.h"
#include "app/system/privileges.h"
#include "base/i18n.h"

/* Rows that a key may look at before the screen is drawn: at most some milliseconds. */
#define ROWS_AT_ONCE 20000

void screen_init(struct app *app, const struct options *options, enum text_charset charset)
{
	*app = (struct app){.options = *options, .charset = charset, .dirty = true};
	app->copied = row_ref_none();
	app->menu.clicked = row_ref_none();
	app->close_dialog.permitted = privileges_can_close();
	engine_init(&app->engine, options);
	app->engine.context.live = true;
	app->rows_at_once = ROWS_AT_ONCE;
	table_init(&app->table, options->sort, options->descending);
	app->table.pick = options->pick;
	cmd_filter_init(app);
	pages_init(&app->pages);
	transitions_init(&app->transitions);
	cmd_group_init(app);
	grid_init(&app->grid, charset);
	meter_init(&app->meter, app->engine.here.root);
	health_monitor_init(&app->health_monitor, app->engine.here.root);
	service_monitor_init(&app->service_monitor);
	history_view_init(&app->history_view);
	port_monitor_init(&app->port_monitor);
	app->engine.context.judge = &app->health_monitor.judge;
	app->meter.interval_ms = options->interval_ms;
	app->close_run.show = page_results_open;
	app->filter_line.help = page_filter_help_open;
	apply_settings_init(app);
	cmd_view_init(app);
	remember_restore(app);
	apply_settings_warn(app);
}

void screen_done(struct app *app)
{
	page_close_all(app);
	recorder_close(&app->recorder);
	health_monitor_done(&app->health_monitor);
	service_monitor_done(&app->service_monitor);
	history_view_done(&app->history_view);
	port_monitor_done(&app->port_monitor);
	strip_done(&app->strip);
	engine_done(&app->engine);
	table_done(&app->table);
	tags_done(&app->tags);
	cmd_close_done(app);
	session_guard_done(&app->guard);
	cmd_filter_done(app);
	cmd_search_done(app);
	cmd_view_done(app);
	remember_done(app);
	dialog_done(&app->dialog);
	help_done(&app->help);
	buffer_done(&app->menu.title);
	buffer_done(&app->menu.group);
	buffer_done(&app->explain_line.names);
	grid_done(&app->grid);
	buffer_done(&app->clipboard);
	buffer_done(&app->message);
	buffer_done(&app->notes);
}

void screen_resize(struct app *app, int rows, int columns)
{
	grid_resize(&app->grid, rows, columns);
	app_fit_table(app);
	app->dirty = true;
}

/* -------- refreshing -------- */

/* Asks for tcp_info for the rows in sight, if the dump did not bring it for all. */
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
			source_refine(app->engine.source, &app->engine.track, rows, count);
			count = 0;
		}
	}
	if (count)
		source_refine(app->engine.source, &app->engine.track, rows, count);
}

/* True if some column shows the sockets that are in no table. */
static bool shows_held(const struct app *app)
{
	const struct column *held = column_find("held");
	const struct filter *filter = app->table.pick.filter;

	for (size_t i = 0; i < app->options.column_count; i++)
		if (app->options.columns[i] == held)
			return true;
	return app->table.order.column == held || (filter && filter_needs(filter) & COLUMN_OWNER);
}

static void begin_refresh(struct app *app, const struct instant *now, int64_t cpu_us)
{
	app->phase = APP_SWEEPING;
	app->once_more = false;
	app->engine.plan.listener_drops =
		app->service_monitor.open || health_monitor_is_due(&app->health_monitor, now);
	app->engine.held_wanted =
		health_monitor_is_due(&app->health_monitor, now) || shows_held(app);
	meter_begin(&app->meter, now, cpu_us);
	engine_begin(&app->engine, now);
}

/* True if a row in sight has a hidden owner: the note is shown only then. */
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

/* The search for owners has to be over when the next refresh is due, but has at least as long as
 * the dumps took: with a million sockets the next refresh is due before the first one is complete.
 */
static int64_t owning_end(const struct app *app, const struct instant *now)
{
	int64_t fair_us = now->mono_us + (now->mono_us - app->meter.began_us);

	return fair_us > app->due_us ? fair_us : app->due_us;
}

/* The sockets are known and shown at once; the search for their owners follows. */
static void end_dumps(struct app *app, const struct instant *now)
{
	app->phase = APP_OWNING;
	app->due_us = app->meter.began_us + (int64_t)app->meter.interval_ms * 1000;
	app->owning_until_us = owning_end(app, now);
	engine_rows_known(&app->engine, now);
	meter_rows_known(
		&app->meter, now, &app->engine.track, app->engine.source, &app->engine.coverage);
	transitions_refresh(&app->transitions, &app->engine.track, app->meter.resets,
		engine_ways(&app->engine));
	tags_prune(&app->tags, &app->engine.track);
	engine_follow_owners(&app->engine, now);
	gather_notes(app);
	app_fit_table(app);
	app_reorder(app);
	app->refine = true;
	cmd_show_tell_namespaces(app);
}

/* True if owners decide which rows are shown, or in which order. */
static bool looks_at_owners(const struct app *app)
{
	const struct filter *filter = app->table.pick.filter;
	const struct order *order = &app->table.next.order;
	const struct column *then = order->then;

	return (order->column->flags | app->table.next.groups.kind->needs) & COLUMN_OWNER ||
	       (then && then->flags & COLUMN_OWNER) ||
	       (filter && filter_needs(filter) & COLUMN_OWNER);
}

static void begin_history(struct app *app)
{
	const struct past *past = &app->engine.chronicle.past;
	struct column_context context = engine_past_context(&app->engine);

	strip_take(&app->strip, past, &app->engine.context, &context, &app->table.pick, &app->grid);
	history_view_begin(&app->history_view, &context, &app->table.pick, false);
}

static void record(struct app *app)
{
	int error = app->recorder.on ? recorder_take(&app->recorder, &app->engine) : 0;

	if (error)
		app_say(app, true, _("recording ends: %s"), errno_text(-error, true));
}

static void end_refresh(struct app *app, const struct instant *now, int64_t cpu_us)
{
	app->phase = APP_LOOKING;
	gather_notes(app);
	if (looks_at_owners(app))
		app_reorder(app);
	else
		app_measure(app);
	meter_end(&app->meter, now, cpu_us, app->options.interval_ms);
	track_set_rate_gap(&app->engine.track, (uint64_t)app->meter.interval_ms * 3);
	app->due_us = app->meter.began_us + (int64_t)app->meter.interval_ms * 1000;
	page_refreshed(app);
	record(app);
	health_monitor_begin(
		&app->health_monitor, &app->engine.context, &app->meter.counters, &app->now);
	service_monitor_begin(&app->service_monitor, &app->engine.context);
	begin_history(app);
	port_monitor_begin(&app->port_monitor, &app->engine.context, app->engine.here.root);
	app->dirty = true;
}

static enum screen_work step_dumps(struct app *app, const struct instant *now)
{
	switch (source_step(app->engine.source, &app->engine.track)) {
	case SOURCE_WAITING:
		if (!app->waiting_us)
			app->waiting_us = now->mono_us;
		if (now->mono_us - app->waiting_us < ENGINE_ANSWER_TIMEOUT_MS * INT64_C(1000))
			return SCREEN_WAITING;
		source_give_up(app->engine.source);
		break;
	case SOURCE_DONE:
		end_dumps(app, now);
		break;
	case SOURCE_GOING:
		break;
	}
	app->waiting_us = 0;
	return SCREEN_WORKING;
}

/* First health, then the services and the ports. */
static void step_looks(struct app *app)
{
	bool looking = app->health_monitor.health.looking;

	if (health_monitor_step(&app->health_monitor))
		return;
	if (looking) {
		app->dirty = true; /* the findings may have changed */
		cmd_filter_choose_bound(app);
	} else if (!service_monitor_step(&app->service_monitor) &&
		   !port_monitor_step(&app->port_monitor)) {
		app->dirty |= app->service_monitor.open || app->port_monitor.open;
		app->phase = APP_AT_REST;
	}
}

/* A machine where the search is never finished must not take more than its share for ever. */
enum { FREE_REFRESHES = 10 };

/* Returns true while there is more to do. Finding all owners for the first time says nothing about
 * what later refreshes cost. */
static bool step_owners(struct app *app, bool over)
{
	bool more = !over && engine_step_owners(&app->engine);

	app->owners_known |= (!over && !more) || app->meter.refreshes >= FREE_REFRESHES;
	return more;
}

static enum screen_work step_refresh(struct app *app, const struct instant *now, int64_t cpu_us)
{
	bool due = now->mono_us >= app->due_us && (!app->paused || app->once_more);

	meter_work(&app->meter, app->phase == APP_OWNING && !app->owners_known, cpu_us);
	switch (app->phase) {
	case APP_AT_REST:
		if (!due)
			return SCREEN_IDLE;
		begin_refresh(app, now, cpu_us);
		break;
	case APP_SWEEPING:
		return step_dumps(app, now);
	case APP_OWNING:
		/* If the owners are not found in time, the search continues after the next
		 * refresh. */
		if (!step_owners(app, due && now->mono_us >= app->owning_until_us))
			end_refresh(app, now, cpu_us);
		break;
	case APP_LOOKING:
		step_looks(app);
		break;
	}
	return SCREEN_WORKING;
}

/* Nothing else is done while the table is in the making: it is what the user waits for, and its
 * rows must not change. */
static bool step_table(struct app *app)
{
	if (app_step_table(app))
		return true;
	if (app->names_came)
		app_reorder(app);
	app->names_came = false;
	if (app->refine)
		refine_visible(app);
	app->refine = false;
	return page_history_step(app);
}

enum screen_work screen_step(struct app *app, const struct instant *now, int64_t cpu_us)
{
	enum screen_work work = SCREEN_WORKING;
	bool searching, counting;

	app->now = *now;
	engine_take_events(&app->engine, now);
	page_tick(app);
	if (step_table(app))
		return SCREEN_WORKING;
	if (!close_run_step(app, cpu_us) && !close_take_step(app, cpu_us))
		work = step_refresh(app, now, cpu_us);
	searching = cmd_search_step(app);
	counting = cmd_close_step(app);
	return searching || counting || close_run_has_work(&app->close_run) ? SCREEN_WORKING : work;
}

int64_t screen_next_us(const struct app *app)
{
	bool resting = app->paused && !app->once_more && app->phase == APP_AT_REST;
	int64_t due_us = resting ? INT64_MAX : app->due_us;

	if (app->pages.due_us < due_us)
		due_us = app->pages.due_us;
	/* While it is too early to read events again. */
	if (engine_events_due_us(&app->engine) > app->now.mono_us &&
		engine_events_due_us(&app->engine) < due_us)
		due_us = engine_events_due_us(&app->engine);
	return due_us;
}

int screen_events_fd(const struct app *app, const struct instant *now)
{
	return engine_events_due_us(&app->engine) <= now->mono_us ? engine_events_fd(&app->engine)
								  : -1;
}

int screen_fd(const struct app *app)
{
	return source_fd(app->engine.source);
}

int screen_names_fd(const struct app *app)
{
	return name_cache_fd(app->engine.name_cache);
}

void screen_take_names(struct app *app)
{
	if (!name_cache_collect(app->engine.name_cache))
		return;
	/* The filter may contain a user's name. A table that is being made is not begun again with
	 * each name, for it would never be done. */
	if (app->table.pick.filter && table_is_in_making(&app->table))
		app->names_came = true;
	else if (app->table.pick.filter)
		app_reorder(app);
	app->dirty = true;
}
