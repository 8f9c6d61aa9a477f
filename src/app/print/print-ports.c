/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-ports.h"

#include <stdlib.h>

#include "app/print/print-list.h"
#include "base/alloc.h"
#include "view/service/port-budget.h"

/* Rows per step; nobody waits for a key here. */
#define ALL_AT_ONCE SIZE_MAX

struct report {
	struct print_list list; /* first: its functions get the report by it */
	struct port_budget budget;
	struct sysctls sysctls;
};

static void look(struct print_list *list)
{
	struct report *report = (struct report *)list;

	sysctls_read(&report->sysctls, list->engine->here.root);
	port_budget_begin(&report->budget, &list->printout.context, &report->sysctls);
	while (port_budget_step(&report->budget, ALL_AT_ONCE))
		;
}

/* Notes the lines that have a socket which FILTER and the other options let through. */
static void mark_meant(struct report *report, bool *meant)
{
	const struct column_context *context = &report->list.printout.context;

	for (uint32_t row = 0; row < context->track->row_count; row++) {
		const struct row *at = &context->track->rows[row];
		uint32_t line;

		if (!row_is_living(at))
			continue;
		line = port_budget_line_of(&report->budget, &at->conn);
		if (line != UINT32_MAX && !meant[line])
			meant[line] = table_picks(
				&report->list.options->pick, context, row, &report->list.scratch);
	}
}

static int take_lines(struct print_list *list)
{
	struct report *report = (struct report *)list;
	const struct port_budget *budget = &report->budget;
	bool *meant = alloc_zero(budget->count + 1, sizeof(*meant));
	int error = 0;

	mark_meant(report, meant);
	order_begin(&list->order, port_column_find("free"), false);
	list->order.last = port_column_find("remote");
	for (size_t i = 0; !error && i < budget->order.count; i++) {
		uint32_t line = order_row(&budget->order, i);

		if (meant[line])
			error = order_add(&list->order, &list->printout.context, line);
	}
	free(meant);
	return error;
}

int print_ports(struct engine *engine, const struct options *options, enum text_charset charset)
{
	struct report report = {.list = print_list_make(engine, options, charset)};
	struct print_list *list = &report.list;
	int status;

	list->look = look;
	list->take_lines = take_lines;
	list->printout.content = PRINT_PORTS;
	list->printout.context.port_budget = &report.budget;
	printout_choose_columns(&list->printout, port_column_table, port_column_count, 0);
	port_budget_init(&report.budget);
	status = print_list_run(list);
	port_budget_done(&report.budget);
	print_list_done(list);
	return status;
}
