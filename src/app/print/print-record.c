/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-record.h"

#include "app/print/print-gaps.h"
#include "app/system/clock.h"
#include "app/system/complain.h"
#include "app/system/errno-text.h"
#include "base/i18n.h"

int print_record(struct engine *engine, const struct options *options, struct recorder *recorder)
{
	int64_t interval_us = options->interval_ms * INT64_C(1000);
	struct instant now = clock_now();
	int64_t due = now.mono_us, end = now.mono_us + options->for_ms * INT64_C(1000);
	struct buffer said = {0};
	int error = 0, close_error;

	for (uint64_t number = 0; !error && (!options->count || number < options->count);
		number++) {
		if (number)
			clock_sleep_until(due);
		now = clock_now();
		if (number && options->for_ms && now.mono_us >= end)
			break;
		/* Moments that were missed while the machine slept are not made up for. */
		due = (now.mono_us - due < interval_us ? due : now.mono_us) + interval_us;
		engine_refresh(engine, &now);
		print_gaps(engine, engine_hides_owners(engine), &said);
		error = recorder_take(recorder, engine);
	}
	close_error = recorder_close(recorder);
	if (!error)
		error = close_error;
	if (error)
		complain(TEXT_UTF8, _("recording ends: %s"), errno_text(-error, true));
	buffer_done(&said);
	return error ? 1 : 0;
}
