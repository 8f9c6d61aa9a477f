/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-basic.h"

#include <string.h>

#include "app/screen/app.h"
#include "app/config/command.h"
#include "app/screen/command/cmd-group.h"
#include "app/screen/command/cmd-close.h"
#include "app/screen/page/page-details.h"
#include "app/screen/page/page-setup.h"
#include "app/screen/apply-settings.h"
#include "base/i18n.h"

#define ACTION(name) void action_##name(struct app *app)

/* -------- moving -------- */

static void move(struct app *app, long lines)
{
	struct scroller *scroller = page_scroller(app);

	if (scroller)
		scroller_move(scroller, lines);
	else
		table_move(&app->table, &app->engine.context, lines);
}

static void move_to(struct app *app, size_t line)
{
	struct scroller *scroller = page_scroller(app);

	if (scroller)
		scroller_move_to(scroller, line);
	else
		table_move_to(&app->table, &app->engine.context, line);
}

static long page(struct app *app)
{
	const struct scroller *scroller = page_scroller(app);
	size_t height = scroller ? scroller->height : app->table.height;

	return height > 1 ? (long)height - 1 : 1;
}

ACTION(up)
{
	move(app, -1);
}

ACTION(down)
{
	move(app, 1);
}

ACTION(page_up)
{
	move(app, -page(app));
}

ACTION(page_down)
{
	move(app, page(app));
}

ACTION(left)
{
	if (!grouping_leave(app))
		layout_move_cursor(&app->layout, -1);
}

ACTION(right)
{
	layout_move_cursor(&app->layout, 1);
}

ACTION(first)
{
	move_to(app, 0);
}

ACTION(last)
{
	move_to(app, SIZE_MAX);
}

ACTION(follow)
{
	table_let_go(&app->table, &app->engine.context);
	app_say(app, false, "%s",
		_("staying at the top; any movement takes hold of a socket again"));
}

/* -------- the filter -------- */

ACTION(setup)
{
	page_open(app, &page_setup);
}

ACTION(filter)
{
	finding_edit(app);
}

ACTION(escape)
{
	if (app->kill_run.running)
		kill_run_cancel(app);
	else if (app->pages.count)
		page_close(app);
	else if (!searching_unmark(app))
		finding_suspend(app);
}

/* -------- what is looked at -------- */

/* What was never asked for so far has to be; what is hidden goes on being asked for, and keeps its
 * history. */
static void widen_plan(struct app *app)
{
	struct sweep_plan *plan = &app->engine.plan;
	unsigned parts = plan->parts | app->table.pick.parts;
	bool listening = plan->listening && app->table.pick.listening;

	if (parts != plan->parts || listening != plan->listening) {
		/* Sockets that were left out until now are not new. */
		if (listening != plan->listening)
			app->engine.track.known_parts = 0;
		plan->parts = parts;
		plan->listening = listening;
		app_refresh_now(app);
	}
	app_rebuild(app);
}

static void toggle_parts(struct app *app, unsigned parts, const char *name)
{
	struct table_pick *pick = &app->table.pick;

	pick->parts = (pick->parts & parts) == parts ? pick->parts & ~parts : pick->parts | parts;
	app_say(app, false, pick->parts & parts ? _("%s shown") : _("%s hidden"), name);
	widen_plan(app);
}

ACTION(toggle_ipv4)
{
	toggle_parts(
		app, TRACK_PART(CONN_TCP, CONN_IPV4) | TRACK_PART(CONN_UDP, CONN_IPV4), "IPv4");
}

ACTION(toggle_ipv6)
{
	toggle_parts(
		app, TRACK_PART(CONN_TCP, CONN_IPV6) | TRACK_PART(CONN_UDP, CONN_IPV6), "IPv6");
}

ACTION(toggle_tcp)
{
	toggle_parts(app, TRACK_PART(CONN_TCP, CONN_IPV4) | TRACK_PART(CONN_TCP, CONN_IPV6), "TCP");
}

ACTION(toggle_udp)
{
	toggle_parts(app, TRACK_PART(CONN_UDP, CONN_IPV4) | TRACK_PART(CONN_UDP, CONN_IPV6), "UDP");
}

ACTION(toggle_listeners)
{
	app->table.pick.listening = !app->table.pick.listening;
	app_say(app, false, "%s",
		app->table.pick.listening ? _("only listeners shown") : _("all states shown"));
	widen_plan(app);
}

void app_show_names(struct app *app)
{
	const struct column_context *context = &app->engine.context;

	engine_show_names(&app->engine, app->options.resolve);
	app_say(app, false, "%s",
		context->hosts ? _("names: sockview's own questions to the name server are among "
				   "the sockets")
		: context->services ? _("names of services; hosts are not asked for "
					"with raised rights")
				    : _("numbers"));
}

ACTION(names)
{
	struct options before = app->options;

	app->options.resolve = !app->options.resolve;
	preferring_apply(app, &before);
}

/* -------- time -------- */

ACTION(pause)
{
	app->paused = !app->paused;
	if (!app->paused)
		app_refresh_now(app);
}

ACTION(refresh)
{
	app_refresh_now(app);
}

ACTION(interval)
{
	overlay_open(&app->overlay, OVERLAY_PROMPT, _("Interval"));
	app->purpose = PURPOSE_INTERVAL;
	buffer_text(&app->overlay.text, _("Time between refreshes in seconds, 0.1 to 3600."));
	app->overlay.ask = _("Seconds:");
}

/* -------- the rest -------- */

ACTION(close)
{
	kill_ask(app);
}

ACTION(details)
{
	details_open(app, table_selected(&app->table, &app->engine.track));
}

/* Who leaves in the middle of closing is told first what was done. */
ACTION(quit)
{
	if (app->kill_run.running) {
		kill_run_cancel(app);
		return;
	}
	app->quit = true;
}

static void add_help_of(struct app *app, unsigned moves)
{
	struct buffer *text = &app->overlay.text, keys = {0};
	const struct command *command;
	size_t at = 0;

	while ((command = page_next_command(app, &at, &keys))) {
		if ((command->flags & COMMAND_MOVES) != moves ||
			(command->flags & COMMAND_CHANGES && app->options.read_only))
			continue;
		buffer_printf(text, "%-16s %s\n", buffer_get(&keys), _(command->help));
	}
	buffer_done(&keys);
}

ACTION(help)
{
	struct buffer *text = &app->overlay.text;

	overlay_open(&app->overlay, OVERLAY_TEXT, _("Help"));
	app->purpose = PURPOSE_HELP;
	add_help_of(app, 0);
	buffer_text(text, " \n");
	add_help_of(app, COMMAND_MOVES);
	buffer_text(text, " \n");
	buffer_printf(text, "%s\n%s\n%s\n",
		_("Marks: + new   ~ changed state   * data moved   - gone   # tagged"),
		_("Values: - does not apply   ? not known   > at least"),
		_("Mouse: click on a row, a heading or the bar; wheel"));
}
