/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The only place that reads the clocks; all other code is given the time that was read here. */
#ifndef SOCKVIEW_APP_SYSTEM_CLOCK_H
#define SOCKVIEW_APP_SYSTEM_CLOCK_H

#include "base/instant.h"

struct instant clock_now(void);

/* Sleeps until a time of the monotonic clock: the time that work has taken before the call does not
 * lengthen an interval. */
void clock_sleep_until(int64_t mono_us);

/* CPU time that the program has used, in microseconds. */
int64_t clock_cpu_us(void);

#endif
