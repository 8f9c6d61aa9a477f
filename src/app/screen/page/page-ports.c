/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/page/page-ports.h"

#include "app/screen/command/cmd-filter.h"
#include "app/screen/page/list-keys.h"
#include "app/screen/state/app.h"
#include "app/screen/state/page.h"
#include "base/i18n.h"
#include "ui/draw/draw-list.h"

/* A port that a socket in BOUND has is taken, too. */
static void begin(struct app *app)
{
	app->port_monitor.open = true;
	cmd_filter_choose_bound(app);
	app_refresh_now(app);
}

static void end(struct app *app)
{
	app->port_monitor.open = false;
	cmd_filter_choose_bound(app);
}

static void add_title(struct app *app, struct buffer *out)
{
	const struct source_plan *plan = &app->engine.plan;
	const struct port_budget *budget = &app->port_monitor.budget;

	if (budget->looks) {
		buffer_text(out, "  ");
		buffer_printf(out, _("%u ports to choose from (%u to %u)"), budget->ports,
			budget->first, budget->last);
	}
	if (budget->passed_count)
		buffer_printf(out, _(", %u of them taken for all"), budget->passed_count);
	if (budget->more)
		buffer_printf(out, _("  (%zu sockets to further destinations)"), budget->more);
	if (plan->listening || !parts_are_all(plan->parts))
		buffer_printf(out, "  (%s)", _("only of the sockets that are listed"));
}

static struct column_list *list(struct app *app)
{
	return &app->port_monitor.view;
}

static struct scroller *scroller(struct app *app)
{
	return &app->port_monitor.view.scroller;
}

static uint32_t line_of(const void *data, size_t number, enum draw_list_mark *ret_mark)
{
	const struct port_budget *budget = data;

	*ret_mark = DRAW_LIST_PLAIN;
	return order_row(&budget->order, number);
}

static void draw(struct app *app, struct grid *grid, const struct area *area)
{
	struct port_monitor *monitor = &app->port_monitor;
	struct draw_list_model model = {
		.context = &monitor->context,
		.sort = monitor->view.sort,
		.descending = monitor->view.descending,
		.count = monitor->budget.order.count,
		.line = line_of,
		.data = &monitor->budget,
		.empty = monitor->budget.looks ? _("no connections from ports that connect() chose")
					       : "",
	};

	draw_list(&model, &monitor->view.layout, &monitor->view.scroller, grid, area);
}

static void show(struct app *app)
{
	uint32_t line = port_monitor_selected(&app->port_monitor);
	struct buffer filter = {0};

	if (line == UINT32_MAX) {
		app_say(app, true, "%s", _("there are no sockets to show for this"));
		return;
	}
	port_budget_add_filter(&app->port_monitor.budget, line, &filter);
	if (cmd_filter_set(app, buffer_get(&filter)))
		page_close_all(app);
	buffer_done(&filter);
}

/* The services are below this page. */
static void turn(struct app *app)
{
	page_close(app);
}

/* clang-format off */
static const struct command commands[] = {
	{"show", "Enter", N_("Show"), N_("show the sockets of the line, in the table"), 0, show, NULL},
	{"services", "Tab", N_("Services"), N_("back to the services"), 0, turn, NULL},
	LIST_KEYS_COMMANDS
};
/* clang-format on */

const struct page page_ports = {
	.id = "port-budget",
	.title = N_("Port budget"),
	.commands = commands,
	.command_count = sizeof(commands) / sizeof(commands[0]),
	.begin = begin,
	.end = end,
	.add_title = add_title,
	.scroller = scroller,
	.list = list,
	.click = list_keys_click,
	.draw = draw,
};
