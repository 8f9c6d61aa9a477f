/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Figures that are measured from refresh to refresh: what the program itself costs, how the numbers
 * of sockets in each state change, how much traffic the machine has. */
#ifndef SOCKVIEW_APP_ENGINE_METER_H
#define SOCKVIEW_APP_ENGINE_METER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "sock/machine/counters.h"
#include "sock/rows/coverage.h"
#include "sock/rows/source.h"
#include "ui/draw/frame.h"
#include "view/states/pulse.h"

struct meter {
	const char *root; /* prefix of /proc */

	/* own cost */
	int64_t cpu_us, mono_us; /* at the end of the last refresh */
	int64_t began_us;        /* of the current refresh, monotonic clock */
	float cost; /* share of one core, averaged over some seconds; negative: not yet known */
	float refresh_cpu_us; /* CPU time of a refresh and the work that belongs to it, averaged */
	bool exempting; /* the current piece of work, which began at CPU time `work_us`, does not
			   count */
	int64_t work_us;
	unsigned refreshes;
	int64_t rows_known_us;       /* when the dumps of the refresh were complete */
	unsigned dump_ms, owners_ms; /* durations in the last refresh */
	uint32_t interval_ms;        /* between refreshes: as the user wants, or longer */

	/* states */
	struct instant counted;
	uint32_t known; /* bit n: sockets in this enum conn_state are listed */
	size_t counts[CONN_STATES];
	float change[CONN_STATES]; /* per second */

	/* traffic */
	struct counters counters;
	bool traffic_known;
	float in_rate, out_rate;
	uint64_t resets; /* of connections, between the last two refreshes */

	struct pulse pulse; /* of all that is shown over time */
};

/* `root`: the prefix of /proc, which has to exist as long as the meter. */
void meter_init(struct meter *meter, const char *root);

/* To be called: meter_begin() when a refresh begins; meter_rows_known() when its dumps are complete
 * and its sockets are known, with the source of these; meter_end() when its owners have been found.
 * `cpu_us` is the CPU time that the program has used so far. */
void meter_begin(struct meter *meter, const struct instant *now, int64_t cpu_us);
void meter_rows_known(struct meter *meter, const struct instant *now, const struct track *track,
	const struct source *source, const struct coverage *coverage);
void meter_end(struct meter *meter, const struct instant *now, int64_t cpu_us,
	uint32_t wanted_interval_ms);

/* Leaves CPU time out of the cost, because it was not used for looking at sockets. */
void meter_exempt(struct meter *meter, int64_t cpu_us);

/* To be called when a piece of work begins, which ends the piece before. With `exempt`, the CPU
 * time of the new piece is left out of the cost. */
void meter_work(struct meter *meter, bool exempt, int64_t cpu_us);

/* Fills in the figures of the header. The frame points to the meter's pulse. */
void meter_fill(const struct meter *meter, struct frame *frame);

#endif
