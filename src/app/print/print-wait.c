/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-wait.h"

#include <stdio.h>

#include "app/print/print-gaps.h"
#include "app/system/clock.h"
#include "base/i18n.h"

enum { EXIT_TIME_OVER = 3 };

/* A look is followed by a pause of so many times its CPU time: a fifth of a core. */
enum { PAUSES = 4 };

static bool any_matches(
	const struct engine *engine, const struct options *options, struct buffer *scratch)
{
	const struct track *track = &engine->track;

	for (uint32_t row = 0; row < track->row_count; row++)
		if (row_is_living(&track->rows[row]) &&
			table_picks(&options->pick, &engine->context, row, scratch))
			return true;
	return false;
}

/* The filter may look at names that are not known yet: it looks again when they have come. */
static bool any_matches_by_names(
	const struct engine *engine, const struct options *options, struct buffer *scratch)
{
	bool found;

	name_cache_take_missed(engine->name_cache);
	found = any_matches(engine, options, scratch);
	if (!name_cache_wait_for_missed(engine->name_cache))
		return found;
	return any_matches(engine, options, scratch);
}

/* What a look did not see has not gone. */
static bool has_seen_all(const struct engine *engine, const struct options *options)
{
	return engine_is_complete(engine) && !engine_filter_misses(engine, options->filter);
}

static int complain_of_time(const struct options *options)
{
	double seconds = options->timeout_ms / 1000.0;

	if (options->gone)
		fprintf(stderr, _("sockview: sockets still match after %g s\n"), seconds);
	else
		fprintf(stderr, _("sockview: no socket has matched in %g s\n"), seconds);
	return EXIT_TIME_OVER;
}

/* One look. True if there is nothing more to wait for, for the reason in *ret_status. */
static bool look(
	struct engine *engine, const struct options *options, struct buffer *said, int *ret_status)
{
	struct instant now = clock_now();
	struct buffer scratch = {0};
	bool found, all;

	engine_refresh(engine, &now);
	found = any_matches_by_names(engine, options, &scratch);
	buffer_done(&scratch);
	all = has_seen_all(engine, options);
	*ret_status =
		!parts_are_none(engine->plan.parts) && parts_are_none(engine->source->parts_read);
	if (*ret_status || !found)
		print_gaps(engine, !all, said);
	return *ret_status || (options->gone ? !found && all : found);
}

int print_wait(struct engine *engine, const struct options *options)
{
	int64_t end_us = options->timeout_ms
				 ? clock_now().mono_us + options->timeout_ms * INT64_C(1000)
				 : INT64_MAX;
	struct buffer said = {0};
	int status;

	for (;;) {
		int64_t began_us = clock_now().mono_us, cpu_us = clock_cpu_us(), next_us, rested_us;
		bool last = began_us >= end_us;

		if (look(engine, options, &said, &status))
			break;
		if (last) {
			status = complain_of_time(options);
			break;
		}
		next_us = began_us + options->interval_ms * INT64_C(1000);
		rested_us = clock_now().mono_us + PAUSES * (clock_cpu_us() - cpu_us);
		if (next_us < rested_us)
			next_us = rested_us;
		clock_sleep_until(next_us < end_us ? next_us : end_us);
	}
	buffer_done(&said);
	return status;
}
