/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/state/port-monitor.h"

#include <stddef.h>

/* Rows per step: a fraction of a millisecond. */
#define STEP 4000

uint32_t port_monitor_selected(const struct port_monitor *monitor)
{
	size_t selected = monitor->view.scroller.selected;

	return selected < monitor->budget.order.count ? order_row(&monitor->budget.order, selected)
						      : UINT32_MAX;
}

/* A destination keeps its number as long as it has sockets. */
static void restore(struct port_monitor *monitor, uint32_t line)
{
	const struct order *order = &monitor->budget.order;

	for (size_t i = 0; line != UINT32_MAX && i < order->count; i++)
		if (order_row(order, i) == line)
			monitor->view.scroller.selected = i;
}

static void sorted(struct app *app, struct column_list *view)
{
	struct port_monitor *monitor =
		(struct port_monitor *)((char *)view - offsetof(struct port_monitor, view));
	uint32_t line = port_monitor_selected(monitor);

	(void)app;
	port_budget_sort(&monitor->budget, view->sort, view->descending);
	restore(monitor, line);
}

void port_monitor_init(struct port_monitor *monitor)
{
	*monitor = (struct port_monitor){.open = false};
	port_budget_init(&monitor->budget);
	column_list_init(&monitor->view, port_column_table, port_column_count,
		port_column_find("free"), false, sorted);
}

void port_monitor_done(struct port_monitor *monitor)
{
	port_budget_done(&monitor->budget);
}

void port_monitor_begin(
	struct port_monitor *monitor, const struct column_context *context, const char *root)
{
	if (!monitor->open)
		return;
	monitor->context = *context;
	monitor->context.port_budget = &monitor->budget;
	sysctls_read(&monitor->sysctls, root);
	port_budget_begin(&monitor->budget, &monitor->context, &monitor->sysctls);
}

bool port_monitor_step(struct port_monitor *monitor)
{
	uint32_t line = port_monitor_selected(monitor);
	bool more;

	if (monitor->budget.phase == PORT_BUDGET_IDLE)
		return false;
	more = port_budget_step(&monitor->budget, STEP);
	if (!more)
		restore(monitor, line);
	return more;
}
