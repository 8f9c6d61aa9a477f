/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-services.h"

#include <errno.h>

#include "app/print/print-list.h"
#include "view/service/service-column.h"
#include "view/service/service.h"

/* Rows per step; nobody waits for a key here. */
#define ALL_AT_ONCE SIZE_MAX

struct report {
	struct print_list list; /* first: its functions get the report by it */
	struct service_list services;
};

static void look(struct print_list *list)
{
	struct report *report = (struct report *)list;

	service_list_begin(&report->services, &list->printout.context);
	while (service_list_step(&report->services, ALL_AT_ONCE))
		;
}

/* True where FILTER and the other options let one of its listeners through. */
static bool is_meant(struct report *report, uint32_t service)
{
	const struct service_list *services = &report->services;
	const struct column_context *context = &report->list.printout.context;
	uint32_t at = services->all[service].first;

	for (; at != SERVICE_NONE; at = services->listeners.all[at].next) {
		uint32_t row = service_row_of_line(services, at | SERVICE_LISTENER_BIT);

		if (row != TRACK_NONE && table_picks(&report->list.options->pick, context, row,
						 &report->list.scratch))
			return true;
	}
	return false;
}

static int take_lines(struct print_list *list)
{
	struct report *report = (struct report *)list;
	const struct options *options = list->options;
	const struct service_list *services = &report->services;
	struct printout *printout = &list->printout;
	const struct column *sort =
		options->service_sort ? options->service_sort : service_column_find("local");
	int error = services->starved ? -ENOMEM : 0;

	order_begin(&list->order, sort, options->service_descending);
	list->order.last = service_column_find("local");
	printout->hidden = false;
	for (size_t i = 0; !error && i < services->lines.count; i++) {
		uint32_t service = services->lines.all[i];

		if (!is_meant(report, service))
			continue;
		error = order_add(&list->order, &printout->context, service);
		printout->hidden |= engine_owner_is_hidden(
			list->engine, service_row_of_line(services, service));
	}
	return error;
}

int print_services(struct engine *engine, const struct options *options, enum text_charset charset)
{
	struct report report = {.list = print_list_make(engine, options, charset)};
	struct print_list *list = &report.list;
	int status;

	list->look = look;
	list->take_lines = take_lines;
	list->printout.content = PRINT_SERVICES;
	list->printout.context.service_list = &report.services;
	printout_choose_columns(&list->printout, service_column_table, service_column_count,
		PRINT_SERVICES_PRIORITY);
	service_list_init(&report.services);
	status = print_list_run(list);
	service_list_done(&report.services);
	print_list_done(list);
	return status;
}
