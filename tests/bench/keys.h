/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What keys of all kinds cost: those that sort, move to the end, filter, group, close. */
#ifndef SOCKVIEW_BENCH_KEYS_H
#define SOCKVIEW_BENCH_KEYS_H

#include "bench/guest.h"

/*
 * Presses each kind of key `times` times, at rest and in the middle of refreshes, and prints for
 * each:
 *
 *	NAME_first_ms	from the key to what is drawn first after it was read
 *	NAME_done_ms	to the last that is drawn of its result
 *	NAME_frozen_ms	the longest that another key, pressed meanwhile, waited to be read
 *	NAME_cpu_ms	the CPU time of all of it
 *	NAME_busy_ms	as first, while refreshes go on
 *
 * and of the last for all kinds together: busy_p50_ms, busy_p99_ms, busy_max_ms.
 */
void keys_measure(struct guest *guest, int times);

#endif
