/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The only place that reads the clocks; everybody else is given what was read. */
#ifndef SOCKVIEW_APP_CLOCK_H
#define SOCKVIEW_APP_CLOCK_H

#include "base/instant.h"

struct instant clock_now(void);

/* CPU time that the program has used, in microseconds. */
int64_t clock_cpu_us(void);

#endif
