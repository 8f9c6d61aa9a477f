/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A histogram: counts numbers and returns quantiles, such as the median or the number that nine in
 * ten do not exceed. The memory is bounded: numbers are counted in grades, which widen with the
 * number, so a quantile is exact to one eighth.
 */
#ifndef SOCKVIEW_BASE_HISTOGRAM_H
#define SOCKVIEW_BASE_HISTOGRAM_H

#include <stdint.h>

/* Four grades per octave, up to 2^40; all greater numbers are counted in the last grade. */
#define HISTOGRAM_GRADES 156

struct histogram {
	uint32_t counts[HISTOGRAM_GRADES];
	uint32_t total;
	uint64_t greatest;
};

/* When 2^32 numbers have been counted, all counts are halved first. */
void histogram_add(struct histogram *spread, uint64_t number);

/* Returns the number that `percent` of the counted numbers do not exceed; 0 if none was counted. */
uint64_t histogram_quantile(const struct histogram *spread, unsigned percent);

#endif
