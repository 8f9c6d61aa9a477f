/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The only place that reads the clocks; everybody else is given what was read. */
#ifndef SOCKVIEW_APP_SYSTEM_CLOCK_H
#define SOCKVIEW_APP_SYSTEM_CLOCK_H

#include "base/instant.h"

struct instant clock_now(void);

/* Sleeps until a moment of the monotonic clock: what was done meanwhile is not added to an
 * interval. */
void clock_sleep_until(int64_t mono_us);

/* CPU time that the program has used, in microseconds. */
int64_t clock_cpu_us(void);

#endif
