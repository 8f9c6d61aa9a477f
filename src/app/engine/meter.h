/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Figures that are taken from refresh to refresh: what the program itself costs, how the counts of
 * the states change, what goes through the machine.
 */
#ifndef SOCKVIEW_APP_ENGINE_METER_H
#define SOCKVIEW_APP_ENGINE_METER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "sock/machine/counters.h"
#include "sock/rows/track.h"
#include "ui/draw/frame.h"

struct meter {
	/* own cost */
	int64_t cpu_us, mono_us; /* at the end of the last refresh */
	int64_t began_us;        /* of the refresh at hand, monotonic clock */
	float cost; /* share of one core, averaged over some seconds; below 0: not yet known */
	float refresh_cpu_us; /* CPU of a refresh with all that goes with it, smoothed */
	unsigned refreshes;
	int64_t swept_us;            /* when its sweep was over */
	unsigned dump_ms, owners_ms; /* durations in the last one */
	uint32_t interval_ms;        /* between refreshes: as asked for, or stretched */

	/* states */
	struct instant counted;
	size_t counts[CONN_STATES];
	float change[CONN_STATES]; /* a second */
	int trend[CONN_STATES];

	/* traffic */
	struct counters counters;
	bool traffic_known;
	float in_rate, out_rate;
	uint64_t resets; /* of connections, between the last two sweeps */
};

void meter_init(struct meter *meter);

/*
 * A refresh begins; its sweep is over and the sockets are known; its owners have been looked for,
 * too. `cpu_us` is what the program has used up to now.
 */
void meter_begin(struct meter *meter, const struct instant *now, int64_t cpu_us);
void meter_swept(struct meter *meter, const struct instant *now, const struct track *track);
void meter_end(struct meter *meter, const struct instant *now, int64_t cpu_us,
	uint32_t wanted_interval_ms);

/* So much was used for something else than looking. */
void meter_exempt(struct meter *meter, int64_t cpu_us);

/* Tells the first two lines of the screen. */
void meter_fill(const struct meter *meter, struct frame *frame);

#endif
