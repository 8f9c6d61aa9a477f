/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/page/page-health.h"

#include "app/screen/command/cmd-explain.h"
#include "app/screen/command/cmd-filter.h"
#include "app/screen/state/app.h"
#include "app/screen/state/page.h"
#include "base/i18n.h"
#include "ui/page/draw-health.h"

/* Silent peers are found through tcp_info, which is too expensive for all sockets while the page is
 * closed. */
static void set_open(struct app *app, bool open)
{
	app->health_monitor.open = open;
	app_choose_extensions(app);
}

static void begin(struct app *app)
{
	set_open(app, true);
	app_refresh_now(app);
}

static void end(struct app *app)
{
	set_open(app, false);
}

static void add_title(struct app *app, struct buffer *out)
{
	const struct source_plan *plan = &app->engine.plan;

	buffer_text(out, "  ");
	draw_health_verdict(&app->health_monitor.health, out);
	if (plan->listening || !parts_are_all(plan->parts))
		buffer_printf(out, _(" (%s)"), _("only of the sockets that are listed"));
}

static struct scroller *scroller(struct app *app)
{
	return &app->health_monitor.scroller;
}

static void show_sockets(struct app *app)
{
	const struct health *health = &app->health_monitor.health;
	size_t selected = app->health_monitor.scroller.selected;
	struct buffer filter = {0};

	if (selected >= health->finding_count || !health->findings[selected].filter.length) {
		app_say(app, false, "%s", _("there are no sockets to show for this"));
		return;
	}
	buffer_text(&filter, buffer_get(&health->findings[selected].filter));
	if (cmd_filter_set(app, buffer_get(&filter)))
		page_close_all(app);
	buffer_done(&filter);
}

static void click(struct app *app, int row, int column)
{
	struct scroller *lines = &app->health_monitor.scroller;

	(void)column;
	if (row >= 0 && (size_t)row < lines->height)
		scroller_move_to(lines, lines->top + (size_t)row);
}

static void draw(struct app *app, struct grid *grid, const struct area *area)
{
	draw_health(&app->health_monitor.health, &app->health_monitor.scroller, grid, area);
}

/* The kind of the finding; it stays open over the page. */
static void explain(struct app *app)
{
	const struct health *health = &app->health_monitor.health;
	size_t selected = app->health_monitor.scroller.selected;

	if (selected < health->finding_count)
		cmd_explain_finding(app, health->findings[selected].kind);
}

static const struct command commands[] = {
	{"show", "Enter", N_("Show"), N_("show the sockets behind the finding, in the table"), 0,
		show_sockets},
	{"explain", "e", N_("Explain"), N_("explain the finding"), 0, explain},
};

const struct page page_health = {
	.id = "health",
	.title = N_("Health"),
	.commands = commands,
	.command_count = sizeof(commands) / sizeof(commands[0]),
	.begin = begin,
	.end = end,
	.add_title = add_title,
	.scroller = scroller,
	.click = click,
	.draw = draw,
};

void page_health_open(struct app *app)
{
	page_open(app, &page_health);
}
