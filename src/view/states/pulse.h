/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The last minute of the machine: a few figures from refresh to refresh, in a ring of fixed size.
 */
#ifndef SOCKVIEW_VIEW_STATES_PULSE_H
#define SOCKVIEW_VIEW_STATES_PULSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sock/rows/state-changes.h"

#define PULSE_SPAN_US INT64_C(60000000)

/* A minute at the shortest interval, 0.1 s. */
#define PULSE_SAMPLES 600

enum pulse_series {
	PULSE_OPENED, /* connections a second: every connection that began, even if it has ended
			 since */
	PULSE_CLOSED, /* connections a second */
	PULSE_IN,     /* bytes a second */
	PULSE_OUT,
	PULSE_CLOSE_WAIT, /* sockets */
	PULSE_SEEN,       /* TCP sockets: see sock/rows/coverage.h */
	PULSE_MADE,
	PULSE_SERIES
};

struct pulse_sample {
	int64_t at_us;              /* monotonic clock */
	float values[PULSE_SERIES]; /* since the sample before; negative: not known */
};

struct pulse {
	struct pulse_sample samples[PULSE_SAMPLES];
	size_t first, count;
};

/* Adds a sample; if the ring is full, the oldest one is dropped. */
void pulse_add(struct pulse *pulse, const struct pulse_sample *sample);

/* The newest value; negative: not known. */
float pulse_now(const struct pulse *pulse, enum pulse_series series);

/* The sum of the values of the last minute; negative: none of them is known. */
double pulse_sum(const struct pulse *pulse, enum pulse_series series);

/*
 * Fills the `count` points of a curve over the last minute: each is the greatest value in its part,
 * or negative. The limits of the parts are fixed on the clock, so that a curve moves only by whole
 * points.
 */
void pulse_points(
	const struct pulse *pulse, enum pulse_series series, double *points, size_t count);

/*
 * True if the value has grown within the last minute and does not only go up and down: in the newer
 * half of the time it was never below the values of the older half.
 */
bool pulse_grows(const struct pulse *pulse, enum pulse_series series);

/*
 * Return how many connections began or ended in the last refresh, from its changes of states. A
 * connection has ended when it disappears, or when only its TIME_WAIT is left; one that is first
 * seen in TIME_WAIT has begun and ended. Listeners and bound sockets are not connections.
 */
uint32_t pulse_opened(const struct state_changes *changes);
uint32_t pulse_closed(const struct state_changes *changes);

#endif
