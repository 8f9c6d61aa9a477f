/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/page/page-services.h"

#include "app/screen/close/cmd-close.h"
#include "app/screen/command/cmd-filter.h"
#include "app/screen/page/list-page.h"
#include "app/screen/page/page-ports.h"
#include "app/screen/state/app.h"
#include "app/screen/state/page.h"
#include "base/i18n.h"
#include "ui/draw/draw-list.h"

/* The round-trip times of all clients are in tcp_info, which is too expensive while the page is
 * closed. */
static void begin(struct app *app)
{
	page_watch(app, &app->service_monitor.open, true);
}

static void end(struct app *app)
{
	page_watch(app, &app->service_monitor.open, false);
}

static void add_title(struct app *app, struct buffer *out)
{
	const struct service_list *services = &app->service_monitor.services;

	if (services->looks)
		buffer_printf(out, "  %zu", services->living);
	if (services->starved)
		buffer_printf(out, "  (%s)", _("short of memory: some are missing"));
	page_add_limits(app, out);
}

static struct column_list *list(struct app *app)
{
	return &app->service_monitor.view;
}

static uint32_t line_of(const void *data, size_t number, enum draw_list_mark *ret_mark)
{
	const struct service_list *services = data;
	uint32_t line = services->lines.all[number];
	const struct service *service = &services->all[service_of_line(services, line)];

	if (line & SERVICE_LISTENER_BIT)
		*ret_mark = DRAW_LIST_INNER;
	else if (service->now.listeners < 2)
		*ret_mark = DRAW_LIST_PLAIN;
	else
		*ret_mark = service->open ? DRAW_LIST_OPEN : DRAW_LIST_SHUT;
	return line;
}

static void fill(struct app *app, size_t height, struct draw_list_model *model)
{
	const struct service_monitor *monitor = &app->service_monitor;

	(void)height;
	model->context = &monitor->context;
	model->count = monitor->services.lines.count;
	model->line = line_of;
	model->data = &monitor->services;
	model->empty = monitor->services.looks ? _("nothing listens") : "";
}

static bool add_filter(const struct app *app, struct buffer *out)
{
	const struct service_list *services = &app->service_monitor.services;
	uint32_t line = service_monitor_selected(&app->service_monitor);

	if (line == SERVICE_NONE)
		return false;
	service_add_filter(services, service_of_line(services, line), out);
	return true;
}

/* -------- its keys -------- */

static void close_sockets(struct app *app)
{
	if (cmd_filter_show(app))
		cmd_close_shown(app);
}

static void toggle(struct app *app)
{
	if (!service_monitor_toggle(&app->service_monitor))
		app_say(app, false, "%s", _("this service has one listener only"));
}

static void mark(struct app *app)
{
	service_list_mark(&app->service_monitor.services);
	app_say(app, false, "%s", _("peaks and mean lives count from now on"));
}

static void turn(struct app *app)
{
	page_open(app, &page_ports);
}

/* clang-format off */
static const struct command commands[] = {
	{"show", "Enter", N_("Show"), N_("show the sockets of the service, in the table"), 0, cmd_filter_enter, NULL},
	{"open", "Space", N_("Open"), N_("a line for each listener that shares the port, or one for all"), 0, toggle, NULL},
	{"close", "F9 k", N_("Close"), N_("close the connections of the service, after a question"), COMMAND_CHANGES, close_sockets, NULL},
	{"mark", "m", N_("Mark"), N_("count peaks and mean lives from now on"), 0, mark, NULL},
	{"port-budget", "Tab", N_("Ports"), N_("how many ports are left from each address to each remote service"), 0, turn, NULL},
	LIST_PAGE_COMMANDS
};
/* clang-format on */

const struct page page_services = {
	.id = "services",
	.title = N_("Services"),
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

void page_services_open(struct app *app)
{
	page_open(app, &page_services);
}
