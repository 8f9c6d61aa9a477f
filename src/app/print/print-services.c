/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-services.h"

#include <errno.h>
#include <stdio.h>

#include "app/print/print-gaps.h"
#include "app/print/writer/writer.h"
#include "app/system/clock.h"
#include "base/i18n.h"
#include "view/service/service-column.h"
#include "view/service/service.h"

/* Rows per step; nobody waits for a key here. */
#define ALL_AT_ONCE SIZE_MAX

/* Tables leave out the columns that are less important than these: a line would be too long. */
#define PRIORITY_LEAST 39

struct report {
	struct engine *engine;
	const struct options *options;
	struct printout printout;
	struct service_list services;
	struct order order; /* of those that are printed */
	struct buffer said, scratch;
};

static void choose_columns(struct printout *printout)
{
	printout->table = service_column_table;
	printout->table_count = service_column_count;
	for (size_t i = 0; i < service_column_count; i++)
		if (column_is_shown(&service_column_table[i]) &&
			service_column_table[i].priority >= PRIORITY_LEAST)
			printout->columns[printout->column_count++] = &service_column_table[i];
}

static void look(struct report *report, const struct instant *now)
{
	engine_refresh(report->engine, now);
	report->printout.context = report->engine->context;
	report->printout.context.service_list = &report->services;
	if (options_print_data(report->options))
		report->printout.context.hosts = report->printout.context.services = false;
	service_list_begin(&report->services, &report->printout.context);
	while (service_list_step(&report->services, ALL_AT_ONCE))
		;
}

/* True where FILTER and the other options let one of its listeners through. */
static bool is_meant(struct report *report, uint32_t service)
{
	const struct service_list *services = &report->services;
	const struct column_context *context = &report->printout.context;
	uint32_t at = services->all[service].first;

	for (; at != SERVICE_NONE; at = services->listeners.all[at].next) {
		uint32_t row = service_row_of_line(services, at | SERVICE_LISTENER_BIT);

		if (row != TRACK_NONE &&
			table_picks(&report->options->pick, context, row, &report->scratch))
			return true;
	}
	return false;
}

/* Returns 0 or -ENOMEM. */
static int make_order(struct report *report)
{
	const struct options *options = report->options;
	const struct service_list *services = &report->services;
	struct printout *printout = &report->printout;
	const struct column *sort =
		options->service_sort ? options->service_sort : service_column_find("local");
	int error = services->starved ? -ENOMEM : 0;

	order_begin(&report->order, sort, options->service_descending);
	report->order.last = service_column_find("local");
	printout->hidden = false;
	for (size_t i = 0; !error && i < services->lines.count; i++) {
		uint32_t service = services->lines.all[i];

		if (!is_meant(report, service))
			continue;
		error = order_add(&report->order, &printout->context, service);
		printout->hidden |= engine_owner_is_hidden(
			report->engine, service_row_of_line(services, service));
	}
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
		print_gaps(report->engine, printout->hidden, &report->said);
	if (output_end_snapshot(&printout->output) < 0)
		return output_complain(&printout->output);
	return parts_are_none(report->engine->source->parts_read) ? 1 : 0;
}

int print_services(struct engine *engine, const struct options *options, enum text_charset charset)
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

	report.printout.content = PRINT_SERVICES;
	report.printout.order = &report.order;
	engine->context.ascii = charset == TEXT_ASCII;
	service_list_init(&report.services);
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
	service_list_done(&report.services);
	buffer_done(&report.said);
	buffer_done(&report.scratch);
	printout_done(&report.printout);
	return status;
}
