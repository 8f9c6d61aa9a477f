/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A moment, as the event loop read it. Rates are computed over `mono` (CLOCK_MONOTONIC, which stops
 * while the machine sleeps), ages over `boot` (CLOCK_BOOTTIME, which does not stop).
 */
#ifndef SOCKVIEW_BASE_INSTANT_H
#define SOCKVIEW_BASE_INSTANT_H

#include <stdint.h>

struct instant {
	int64_t mono_us;
	int64_t boot_us;
	int64_t real_us; /* since 1970-01-01 UTC; only ever shown, never compared */
};

#endif
