/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How numbers are spread: which one half of them, or nine in ten, do not exceed. The memory is
 * bounded, since they are only counted, in grades that widen with the number: what is answered is
 * right to an eighth.
 */
#ifndef SOCKVIEW_BASE_HISTOGRAM_H
#define SOCKVIEW_BASE_HISTOGRAM_H

#include <stdint.h>

/* Four grades an octave, up to 2^40; all that is greater is in the last one. */
#define HISTOGRAM_GRADES 156

struct histogram {
	uint32_t counts[HISTOGRAM_GRADES];
	uint32_t total;
	uint64_t greatest;
};

/* When 2^32 have been counted, all that went before counts half. */
void histogram_add(struct histogram *spread, uint64_t number);

/* The number that `percent` of those counted do not exceed; 0 where none was counted. */
uint64_t histogram_quantile(const struct histogram *spread, unsigned percent);

#endif
