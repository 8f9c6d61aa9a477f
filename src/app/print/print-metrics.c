/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-metrics.h"

#include <stdio.h>
#include <string.h>

#include "app/print/http-request.h"
#include "app/print/print-gaps.h"
#include "app/print/print-health.h"
#include "app/print/writer/writer.h"
#include "app/system/clock.h"
#include "base/i18n.h"

/* No finding stands after one look. Where there is but one snapshot, another one is made for
 * health, so much later, unless it is dear. */
#define SECOND_LOOK_MS 250
#define SECOND_LOOK_ROWS_MAX 20000

struct look {
	struct health health;
	struct counters counters;
	struct sysctls sysctls;
	struct metrics metrics;
};

static void look_at(struct look *look, struct engine *engine, const struct instant *now)
{
	print_health_look(&look->health, engine, now, &look->counters);
}

/* The machine may well need two looks, but a large one does not wait for the second. */
static void look_twice(struct look *look, struct engine *engine)
{
	struct instant now = clock_now();

	look_at(look, engine, &now);
	if (engine->track.row_count > SECOND_LOOK_ROWS_MAX)
		return;
	clock_sleep_until(now.mono_us + SECOND_LOOK_MS * INT64_C(1000));
	now = clock_now();
	look_at(look, engine, &now);
}

static void write_metrics(
	struct printout *printout, struct look *look, const struct options *options)
{
	const struct engine *engine = printout->engine;
	struct buffer scratch = {0};
	struct metrics_about about = {
		.version = PACKAGE_VERSION,
		.time_ms = engine->context.now.real_us / 1000,
		.complete = engine_is_complete(engine),
		.parts = options->pick.parts,
		.counters = &look->counters,
		.sysctls = &look->sysctls,
		.health = &look->health,
	};

	sysctls_read(&look->sysctls, engine->here.root);
	metrics_begin(&look->metrics, &engine->context);
	for (uint32_t row = 0; row < engine->track.row_count; row++)
		if (row_is_living(&engine->track.rows[row]) &&
			table_picks(&options->pick, &engine->context, row, &scratch))
			metrics_take(&look->metrics, row);
	writer_of(options->format)->metrics(printout, &look->metrics, &about);
	buffer_done(&scratch);
}

static void begin_look(struct look *look, const struct engine *engine)
{
	*look = (struct look){.counters = {.has = 0}};
	health_init(&look->health, engine->here.root, false);
}

static void end_look(struct look *look)
{
	health_done(&look->health);
	metrics_done(&look->metrics);
}

int print_metrics(struct engine *engine, const struct options *options)
{
	uint64_t snapshots = options->mode == MODE_BATCH ? options->count : 1;
	struct printout printout = {.engine = engine, .output = {.path = options->output}};
	struct buffer said = {0};
	struct look look;
	int status = 0;

	begin_look(&look, engine);
	for (uint64_t number = 0; !status && (!snapshots || number < snapshots); number++) {
		struct instant now = clock_now();

		if (number == 0)
			look_twice(&look, engine);
		else
			look_at(&look, engine, &now);
		write_metrics(&printout, &look, options);
		print_gaps(engine, false, &said);
		if (output_end_snapshot(&printout.output) < 0)
			status = output_complain(&printout.output);
		else if (parts_are_none(engine->source->parts_read))
			status = 1;
		if (!status && (!snapshots || number + 1 < snapshots))
			clock_sleep_until(now.mono_us + options->interval_ms * INT64_C(1000));
	}
	end_look(&look);
	buffer_done(&said);
	printout_done(&printout);
	return status;
}

int print_scrape(struct engine *engine, const struct options *options)
{
	enum http_answer answer = http_request_read();
	struct printout printout = {.engine = engine};
	struct look look;
	int status = 0;

	begin_look(&look, engine);
	if (answer == HTTP_OK) {
		look_twice(&look, engine);
		write_metrics(&printout, &look, options);
	}
	http_request_answer(answer, &printout.output);
	if (output_flush(&printout.output) < 0)
		status = output_complain(&printout.output);
	end_look(&look);
	printout_done(&printout);
	return status;
}
