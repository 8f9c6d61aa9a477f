/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-list.h"

#include <stdio.h>

#include "app/print/print-gaps.h"
#include "app/system/clock.h"
#include "base/i18n.h"

struct print_list print_list_make(
	struct engine *engine, const struct options *options, enum text_charset charset)
{
	engine->context.ascii = charset == TEXT_ASCII;
	return (struct print_list){
		.engine = engine,
		.options = options,
		.printout = printout_make(engine, options, charset),
	};
}

void print_list_done(struct print_list *list)
{
	order_done(&list->order);
	buffer_done(&list->said);
	buffer_done(&list->scratch);
	printout_done(&list->printout);
}

static void look(struct print_list *list, const struct instant *now)
{
	struct column_context *context = &list->printout.context;
	struct column_context of_list = *context;

	engine_refresh(list->engine, now);
	*context = list->engine->context;
	context->service_list = of_list.service_list;
	context->port_budget = of_list.port_budget;
	if (options_print_data(list->options))
		context->hosts = context->services = false;
	list->look(list);
}

/* Returns 0 or -ENOMEM. */
static int make_order(struct print_list *list)
{
	struct printout *printout = &list->printout;
	uint64_t top = list->options->top;
	int error = list->take_lines(list);

	printout->count = list->order.count;
	if (top && top < printout->count)
		printout->count = (size_t)top;
	order_settle(&list->order, &printout->context, 0, printout->count);
	return error;
}

/* Returns 0 or the exit status. */
static int print(struct print_list *list)
{
	const struct options *options = list->options;
	struct printout *printout = &list->printout;

	if (make_order(list) < 0) {
		fputs(_("sockview: short of memory\n"), stderr);
		return 1;
	}
	writer_write_order(writer_of(options->format), printout);
	printout->number++;
	if (!(options->format->flags & OUTPUT_NOTES))
		print_gaps(list->engine, printout->hidden, &list->said);
	if (output_end_snapshot(&printout->output) < 0)
		return output_complain(&printout->output);
	return parts_are_none(list->engine->source->parts_read) ? 1 : 0;
}

int print_list_run(struct print_list *list)
{
	const struct options *options = list->options;
	bool once = options->mode != MODE_BATCH;
	uint64_t looks = once ? 2 : options->count;
	struct instant now = clock_now();
	int status = 0;

	list->printout.order = &list->order;
	for (uint64_t i = 0; !status && (!looks || i < looks); i++) {
		if (i)
			clock_sleep_until(now.mono_us + options->interval_ms * INT64_C(1000));
		now = clock_now();
		look(list, &now);
		if (!once || i + 1 == looks)
			status = print(list);
	}
	return status;
}
