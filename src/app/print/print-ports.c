/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-ports.h"

#include <stdio.h>
#include <stdlib.h>

#include "app/print/print-gaps.h"
#include "app/print/writer/writer.h"
#include "app/system/clock.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "view/service/port-budget.h"

/* Rows per step; nobody waits for a key here. */
#define ALL_AT_ONCE SIZE_MAX

struct report {
	struct engine *engine;
	const struct options *options;
	struct printout printout;
	struct port_budget budget;
	struct sysctls sysctls;
	struct order order; /* of the lines that are printed */
	struct buffer said, scratch;
};

static void choose_columns(struct printout *printout)
{
	printout->table = port_column_table;
	printout->table_count = port_column_count;
	for (size_t i = 0; i < port_column_count; i++)
		if (column_is_shown(&port_column_table[i]))
			printout->columns[printout->column_count++] = &port_column_table[i];
}

static void look(struct report *report, const struct instant *now)
{
	engine_refresh(report->engine, now);
	report->printout.context = report->engine->context;
	report->printout.context.port_budget = &report->budget;
	if (options_print_data(report->options))
		report->printout.context.hosts = report->printout.context.services = false;
	sysctls_read(&report->sysctls, report->engine->here.root);
	port_budget_begin(&report->budget, &report->printout.context, &report->sysctls);
	while (port_budget_step(&report->budget, ALL_AT_ONCE))
		;
}

/* Notes the lines that have a socket which FILTER and the other options let through. */
static void mark_meant(struct report *report, bool *meant)
{
	const struct column_context *context = &report->printout.context;

	for (uint32_t row = 0; row < context->track->row_count; row++) {
		const struct row *at = &context->track->rows[row];
		uint32_t line;

		if (!row_is_living(at))
			continue;
		line = port_budget_line_of(&report->budget, &at->conn);
		if (line != UINT32_MAX && !meant[line])
			meant[line] =
				table_picks(&report->options->pick, context, row, &report->scratch);
	}
}

/* Returns 0 or -ENOMEM. */
static int make_order(struct report *report)
{
	const struct options *options = report->options;
	const struct port_budget *budget = &report->budget;
	struct printout *printout = &report->printout;
	bool *meant = alloc_zero(budget->count + 1, sizeof(*meant));
	int error = 0;

	mark_meant(report, meant);
	order_begin(&report->order, port_column_find("free"), false);
	report->order.last = port_column_find("remote");
	for (size_t i = 0; !error && i < budget->order.count; i++) {
		uint32_t line = order_row(&budget->order, i);

		if (meant[line])
			error = order_add(&report->order, &printout->context, line);
	}
	free(meant);
	printout->count = report->order.count;
	if (options->top && options->top < printout->count)
		printout->count = (size_t)options->top;
	order_settle(&report->order, &printout->context, 0, printout->count);
	return error;
}

/* Returns 0 or the exit status. */
static int print(struct report *report)
{
	const struct options *options = report->options;
	struct printout *printout = &report->printout;

	if (make_order(report) < 0) {
		fputs(_("sockview: short of memory\n"), stderr);
		return 1;
	}
	writer_write_order(writer_of(options->format), printout);
	printout->number++;
	if (!(options->format->flags & OUTPUT_NOTES))
		print_gaps(report->engine, false, &report->said);
	if (output_end_snapshot(&printout->output) < 0)
		return output_complain(&printout->output);
	return parts_are_none(report->engine->source->parts_read) ? 1 : 0;
}

int print_ports(struct engine *engine, const struct options *options, enum text_charset charset)
{
	bool once = options->mode != MODE_BATCH;
	uint64_t looks = once ? 2 : options->count;
	struct report report = {
		.engine = engine,
		.options = options,
		.printout = printout_make(engine, options, charset),
	};
	struct instant now = clock_now();
	int status = 0;

	report.printout.content = PRINT_PORTS;
	report.printout.order = &report.order;
	engine->context.ascii = charset == TEXT_ASCII;
	port_budget_init(&report.budget);
	choose_columns(&report.printout);
	for (uint64_t i = 0; !status && (!looks || i < looks); i++) {
		if (i)
			clock_sleep_until(now.mono_us + options->interval_ms * INT64_C(1000));
		now = clock_now();
		look(&report, &now);
		if (!once || i + 1 == looks)
			status = print(&report);
	}
	order_done(&report.order);
	port_budget_done(&report.budget);
	buffer_done(&report.said);
	buffer_done(&report.scratch);
	printout_done(&report.printout);
	return status;
}
