/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/page/page-ports.h"

#include "app/screen/command/cmd-filter.h"
#include "app/screen/page/list-page.h"
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
	page_add_limits(app, out);
}

static struct column_list *list(struct app *app)
{
	return &app->port_monitor.view;
}

static void fill(struct app *app, size_t height, struct draw_list_model *model)
{
	const struct port_monitor *monitor = &app->port_monitor;

	(void)height;
	model->context = &monitor->context;
	draw_list_take_order(model, &monitor->budget.order);
	model->empty =
		monitor->budget.looks ? _("no connections from ports that connect() chose") : "";
}

static bool add_filter(const struct app *app, struct buffer *out)
{
	uint32_t line = port_monitor_selected(&app->port_monitor);

	if (line == UINT32_MAX)
		return false;
	port_budget_add_filter(&app->port_monitor.budget, line, out);
	return true;
}

/* The services are below this page. */
static void turn(struct app *app)
{
	page_close(app);
}

/* clang-format off */
static const struct command commands[] = {
	{"show", "Enter", N_("Show"), N_("show the sockets of the line, in the table"), 0, cmd_filter_enter, NULL},
	{"services", "Tab", N_("Services"), N_("back to the services"), 0, turn, NULL},
	LIST_PAGE_COMMANDS
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
	.list = list,
	.fill = fill,
	.add_filter = add_filter,
	.click = list_page_click,
	.draw = list_page_draw,
};
