/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/states/pulse.h"

/* A growth is told from this number of samples on. */
#define GROWTH_SAMPLES 6

void pulse_add(struct pulse *pulse, const struct pulse_sample *sample)
{
	if (pulse->count == PULSE_SAMPLES)
		pulse->first = (pulse->first + 1) % PULSE_SAMPLES;
	else
		pulse->count++;
	pulse->samples[(pulse->first + pulse->count - 1) % PULSE_SAMPLES] = *sample;
}

static const struct pulse_sample *sample_at(const struct pulse *pulse, size_t index)
{
	return &pulse->samples[(pulse->first + index) % PULSE_SAMPLES];
}

float pulse_now(const struct pulse *pulse, enum pulse_series series)
{
	return pulse->count ? sample_at(pulse, pulse->count - 1)->values[series] : -1;
}

void pulse_points(const struct pulse *pulse, enum pulse_series series, double *points, size_t count)
{
	int64_t part_us = PULSE_SPAN_US / (int64_t)count, newest;

	for (size_t i = 0; i < count; i++)
		points[i] = -1;
	newest = pulse->count ? sample_at(pulse, pulse->count - 1)->at_us / part_us : 0;
	for (size_t i = pulse->count; i-- > 0;) {
		const struct pulse_sample *sample = sample_at(pulse, i);
		int64_t part = sample->at_us / part_us;
		int64_t before = i ? sample_at(pulse, i - 1)->at_us / part_us : part - 1;

		/* A sample tells of the whole time since the one before. */
		do {
			int64_t place = (int64_t)count - 1 - (newest - part);

			if (place < 0)
				return;
			if ((double)sample->values[series] > points[place])
				points[place] = (double)sample->values[series];
		} while (--part > before);
	}
}

/* The index of the oldest sample that is not older than `span_us`. */
static size_t index_since(const struct pulse *pulse, int64_t span_us)
{
	size_t index = pulse->count;
	int64_t newest = sample_at(pulse, pulse->count - 1)->at_us;

	while (index > 0 && newest - sample_at(pulse, index - 1)->at_us <= span_us)
		index--;
	return index;
}

double pulse_sum(const struct pulse *pulse, enum pulse_series series)
{
	double sum = -1;
	size_t first = pulse->count ? index_since(pulse, PULSE_SPAN_US) : 0;

	for (size_t i = first; i < pulse->count; i++) {
		float value = sample_at(pulse, i)->values[series];

		if (value >= 0)
			sum = (sum < 0 ? 0 : sum) + (double)value;
	}
	return sum;
}

bool pulse_grows(const struct pulse *pulse, enum pulse_series series)
{
	size_t first, middle, rises = 0;
	float most = -1, least;

	if (pulse->count < GROWTH_SAMPLES)
		return false;
	first = index_since(pulse, PULSE_SPAN_US);
	middle = first + (pulse->count - first) / 2;
	for (size_t i = first; i < middle; i++)
		if (sample_at(pulse, i)->values[series] > most)
			most = sample_at(pulse, i)->values[series];
	for (size_t i = first + 1; i < pulse->count; i++)
		rises += sample_at(pulse, i - 1)->values[series] >= 0 &&
			 sample_at(pulse, i)->values[series] >
				 sample_at(pulse, i - 1)->values[series];
	least = pulse_now(pulse, series);
	for (size_t i = middle; i < pulse->count; i++)
		if (sample_at(pulse, i)->values[series] < least)
			least = sample_at(pulse, i)->values[series];
	/* One rise is an event, two are growth. */
	return rises >= 2 && middle - first >= GROWTH_SAMPLES / 2 && most >= 0 && least >= most &&
	       pulse_now(pulse, series) > sample_at(pulse, first)->values[series];
}

static bool is_connection(int state)
{
	return state != CONN_LISTEN && state != CONN_BOUND && state != CONN_CLOSED;
}

uint32_t pulse_opened(const struct state_changes *changes)
{
	uint32_t count = 0;

	for (int state = 0; state < CONN_STATES; state++) {
		if (!is_connection(state))
			continue;
		for (int side = 0; side < STATE_CHANGES_SIDES; side++)
			count += changes->came[side][state];
		for (int before = 0; before < CONN_STATES; before++)
			if (!is_connection(before))
				count += changes->moved[before][state];
	}
	return count;
}

uint32_t pulse_closed(const struct state_changes *changes)
{
	uint32_t count = 0;

	for (int side = 0; side < STATE_CHANGES_SIDES; side++)
		count += changes->came[side][CONN_TIME_WAIT];
	for (int state = 0; state < CONN_STATES; state++) {
		if (!is_connection(state) || state == CONN_TIME_WAIT)
			continue;
		count += changes->left[state] + changes->moved[state][CONN_TIME_WAIT];
	}
	return count;
}
