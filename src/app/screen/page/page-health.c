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
static void begin(struct app *app)
{
	page_watch(app, &app->health_monitor.open, true);
}

static void end(struct app *app)
{
	page_watch(app, &app->health_monitor.open, false);
}

static void add_title(struct app *app, struct buffer *out)
{
	buffer_text(out, "  ");
	draw_health_verdict(&app->health_monitor.health, out);
	page_add_limits(app, out);
}

static struct scroller *scroller(struct app *app)
{
	return &app->health_monitor.scroller;
}

static bool add_filter(const struct app *app, struct buffer *out)
{
	const struct health *health = &app->health_monitor.health;
	size_t selected = app->health_monitor.scroller.selected;

	if (selected >= health->finding_count || !health->findings[selected].filter.length)
		return false;
	buffer_text(out, buffer_get(&health->findings[selected].filter));
	return true;
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
		cmd_filter_enter},
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
	.add_filter = add_filter,
	.click = click,
	.draw = draw,
};

void page_health_open(struct app *app)
{
	page_open(app, &page_health);
}
