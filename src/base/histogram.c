/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/histogram.h"

/*
 * Each number below 4 has a grade of its own. Above, the two bits after the highest one choose
 * among the four grades of the octave.
 */
static unsigned grade_of(uint64_t number)
{
	unsigned octave, grade;

	if (number < 4)
		return (unsigned)number;
	octave = 63 - (unsigned)__builtin_clzll(number);
	grade = (octave - 1) * 4 + (unsigned)(number >> (octave - 2) & 3);
	return grade < HISTOGRAM_GRADES ? grade : HISTOGRAM_GRADES - 1;
}

static uint64_t middle_of(unsigned grade)
{
	unsigned octave = grade / 4 + 1;
	uint64_t width;

	if (grade < 4)
		return grade;
	width = UINT64_C(1) << (octave - 2);
	return (4 + grade % 4) * width + width / 2;
}

static void halve(struct histogram *spread)
{
	spread->total = 0;
	for (unsigned grade = 0; grade < HISTOGRAM_GRADES; grade++) {
		spread->counts[grade] /= 2;
		spread->total += spread->counts[grade];
	}
}

void histogram_add(struct histogram *spread, uint64_t number)
{
	if (spread->total == UINT32_MAX)
		halve(spread);
	spread->counts[grade_of(number)]++;
	spread->total++;
	if (number > spread->greatest)
		spread->greatest = number;
}

uint64_t histogram_quantile(const struct histogram *spread, unsigned percent)
{
	/* rounded up: half of three numbers are two */
	uint64_t wanted = ((uint64_t)spread->total * percent + 99) / 100, passed = 0;
	unsigned grade = 0;

	if (!spread->total)
		return 0;
	while (grade < HISTOGRAM_GRADES - 1 && (passed += spread->counts[grade]) < wanted)
		grade++;
	return middle_of(grade) < spread->greatest ? middle_of(grade) : spread->greatest;
}
