/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/state/service-monitor.h"

#include "view/service/service-column.h"

/* Rows per step: a fraction of a millisecond. */
#define STEP 4000

static struct service_monitor *of_view(struct column_list *view)
{
	return (struct service_monitor *)((char *)view - offsetof(struct service_monitor, view));
}

static void sorted(struct app *app, struct column_list *view)
{
	(void)app;
	service_monitor_sort(of_view(view));
}

void service_monitor_init(struct service_monitor *monitor)
{
	*monitor = (struct service_monitor){.open = false};
	service_list_init(&monitor->services);
	column_list_init(&monitor->view, service_column_table, service_column_count,
		service_column_find("clients"), true, sorted);
	service_monitor_sort(monitor);
}

void service_monitor_done(struct service_monitor *monitor)
{
	service_list_done(&monitor->services);
}

/* What is selected: a service, and of an open one perhaps a listener. */
struct held {
	uint32_t service;
	struct row_ref listener;
};

uint32_t service_monitor_selected(const struct service_monitor *monitor)
{
	size_t selected = monitor->view.scroller.selected;

	return selected < monitor->services.lines.count ? monitor->services.lines.all[selected]
							: SERVICE_NONE;
}

static struct held hold(const struct service_monitor *monitor)
{
	const struct service_list *services = &monitor->services;
	uint32_t line = service_monitor_selected(monitor);
	const struct service_listener *listener;

	if (line == SERVICE_NONE)
		return (struct held){SERVICE_NONE, row_ref_none()};
	listener = service_listener_of_line(services, line);
	return (struct held){
		service_of_line(services, line), listener ? listener->ref : row_ref_none()};
}

/* Selects what was selected, wherever it is now; of a listener that has gone, its service. */
static void restore(struct service_monitor *monitor, const struct held *held)
{
	const struct service_list *services = &monitor->services;

	for (size_t i = 0; held->service != SERVICE_NONE && i < services->lines.count; i++) {
		uint32_t line = services->lines.all[i];
		const struct service_listener *listener = service_listener_of_line(services, line);

		if (service_of_line(services, line) != held->service)
			continue;
		if (!listener)
			monitor->view.scroller.selected = i;
		else if (row_ref_equals(&listener->ref, &held->listener))
			monitor->view.scroller.selected = i;
	}
}

void service_monitor_begin(struct service_monitor *monitor, const struct column_context *context)
{
	monitor->context = *context;
	monitor->context.service_list = &monitor->services;
	if (monitor->open)
		service_list_begin(&monitor->services, &monitor->context);
}

bool service_monitor_step(struct service_monitor *monitor)
{
	struct held held;
	bool more;

	if (monitor->services.phase == SERVICE_IDLE)
		return false;
	held = hold(monitor);
	more = service_list_step(&monitor->services, STEP);
	if (!more)
		restore(monitor, &held);
	return more;
}

void service_monitor_sort(struct service_monitor *monitor)
{
	struct held held = hold(monitor);

	service_list_sort(&monitor->services, monitor->view.sort, monitor->view.descending);
	restore(monitor, &held);
}

bool service_monitor_toggle(struct service_monitor *monitor)
{
	struct held held = hold(monitor);

	if (held.service == SERVICE_NONE || monitor->services.all[held.service].now.listeners < 2)
		return false;
	held.listener = row_ref_none();
	service_list_toggle(&monitor->services, held.service);
	restore(monitor, &held);
	return true;
}
