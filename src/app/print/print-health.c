/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-health.h"

#include "app/print/writer/writer.h"
#include "app/system/clock.h"

/* Rows per step; nobody waits for a key here. */
#define ALL_AT_ONCE SIZE_MAX

void print_health_look(struct health *health, struct engine *engine, const struct instant *now,
	struct counters *ret_counters)
{
	engine_refresh(engine, now);
	counters_read(ret_counters, health->root);
	health_begin(health, &engine->context, ret_counters);
	while (health_step(health, ALL_AT_ONCE))
		;
	engine->plan.bound |= health_wants_bound(health);
}

static void write_findings(const struct writer *writer, struct printout *printout)
{
	const struct health *health = printout->health;

	writer->begin(printout);
	for (size_t i = 0; i < health->finding_count; i++)
		writer->finding(printout, &health->findings[i]);
	if (writer->end)
		writer->end(printout);
}

static int exit_status(const struct engine *engine, const struct health *health)
{
	static const int statuses[HEALTH_SEVERITIES] = {0, 4, 5};
	int worst = health_worst(health);

	if (parts_are_none(engine->source->parts_read))
		return 1;
	return statuses[worst < 0 ? HEALTH_INFO : worst];
}

int print_health(struct engine *engine, const struct options *options, enum text_charset charset)
{
	struct health health;
	struct printout printout = printout_make(engine, options, charset);
	struct counters counters;
	struct instant now = clock_now();
	int64_t began_us = now.mono_us;
	int status;

	printout.content = PRINT_FINDINGS;
	printout.health = &health;
	printout.snapshots = options->count ? options->count : PRINT_HEALTH_SNAPSHOTS;
	engine->context.ascii = charset == TEXT_ASCII || options_print_data(options);
	health_init(&health, engine->here.root, !options_print_data(options));
	for (uint64_t i = 0; i < printout.snapshots; i++) {
		if (i)
			clock_sleep_until(now.mono_us + options->interval_ms * INT64_C(1000));
		now = clock_now();
		print_health_look(&health, engine, &now, &counters);
	}
	printout.span_us = now.mono_us - began_us;
	write_findings(writer_of(options->format), &printout);
	status = output_end_snapshot(&printout.output) < 0 ? output_complain(&printout.output)
							   : exit_status(engine, &health);
	printout_done(&printout);
	health_done(&health);
	return status;
}
