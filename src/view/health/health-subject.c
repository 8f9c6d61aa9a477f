/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/health/health-internal.h"

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"

#define NO_SUBJECT HASH_INDEX_NONE

/* With figures closer in time than this, growth a minute is not computed. */
#define SPAN_LEAST_US 900000

/* -------- trends -------- */

void health_trend_add(struct health_trend *trend, int64_t now_us, uint64_t value)
{
	unsigned last = (trend->first + trend->count - 1) % HEALTH_TREND_SAMPLES;

	trend->newest = (struct health_sample){now_us, value};
	if (trend->count && now_us - trend->old[last].us < HEALTH_TREND_SPACING_US)
		return;
	if (trend->count < HEALTH_TREND_SAMPLES)
		trend->count++;
	else
		trend->first = (trend->first + 1) % HEALTH_TREND_SAMPLES;
	trend->old[(trend->first + trend->count - 1) % HEALTH_TREND_SAMPLES] = trend->newest;
}

uint64_t health_trend_gain(const struct health_trend *trend)
{
	uint64_t old = trend->old[trend->first].value;

	return trend->newest.value > old ? trend->newest.value - old : 0;
}

uint64_t health_trend_span_ms(const struct health_trend *trend)
{
	return (uint64_t)(trend->newest.us - trend->old[trend->first].us) / 1000;
}

bool health_trend_growth(const struct health_trend *trend, double *ret_per_minute)
{
	const struct health_sample *old = &trend->old[trend->first];
	int64_t span_us = trend->newest.us - old->us;

	if (!trend->count || span_us < SPAN_LEAST_US)
		return false;
	*ret_per_minute =
		((double)trend->newest.value - (double)old->value) * 60e6 / (double)span_us;
	return true;
}

/* -------- subjects -------- */

uint64_t health_key(uint64_t seed, const void *bytes, size_t length)
{
	const unsigned char *byte = bytes;
	uint64_t hash = seed ^ UINT64_C(0xcbf29ce484222325);

	while (length--)
		hash = (hash ^ *byte++) * UINT64_C(0x100000001b3);
	return hash;
}

static uint32_t hash_of(const struct health_kind *kind, uint64_t key)
{
	return hash_u64(key + (uint64_t)(kind - health_table));
}

static uint32_t hash_of_subject(const void *owner, uint32_t at)
{
	const struct health *health = owner;

	return hash_of(health->subjects[at].kind, health->subjects[at].key);
}

/* The slot of the subject, or the free slot where it would be. */
static uint32_t *find_slot(
	const struct health *health, const struct health_kind *kind, uint64_t key)
{
	uint32_t *slot = hash_index_first(&health->index, hash_of(kind, key));

	for (; *slot != NO_SUBJECT; slot = hash_index_next(&health->index, slot)) {
		const struct health_subject *subject = &health->subjects[*slot];

		if (subject->key == key && subject->kind == kind)
			break;
	}
	return slot;
}

/* Each kind has a limit of its own, so that one kind leaves room for the others. */
static struct health_subject *add_subject(
	struct health *health, const struct health_kind *kind, uint32_t *slot)
{
	uint16_t *of_kind = &health->subjects_of_kind[kind - health_table];

	if (health->subject_count == HEALTH_SUBJECTS_MAX ||
		*of_kind == HEALTH_SUBJECTS_OF_KIND_MAX ||
		alloc_try_grow((void **)&health->subjects, &health->subject_capacity,
			health->subject_count + 1, sizeof(*health->subjects)) < 0)
		return NULL;
	++*of_kind;
	hash_index_put(&health->index, slot, (uint32_t)health->subject_count++);
	return &health->subjects[*slot];
}

struct health_subject *health_subject(
	struct health *health, const struct health_kind *kind, uint64_t key, uint32_t row)
{
	struct health_subject *subject;
	uint32_t *slot;

	if (hash_index_reserve(&health->index, hash_of_subject, health) < 0)
		return NULL;
	slot = find_slot(health, kind, key);
	if (*slot == NO_SUBJECT) {
		subject = add_subject(health, kind, slot);
		if (!subject)
			return NULL;
		*subject = (struct health_subject){.key = key, .kind = kind};
	} else {
		subject = &health->subjects[*slot];
	}
	if (subject->seen != health->looks) {
		subject->seen = health->looks;
		subject->row = row;
		subject->before = subject->value;
		subject->stayed = subject->claimed = 0;
		subject->count = subject->value = subject->limit = subject->other = 0;
		subject->since_us = INT64_MAX;
		subject->since_at_least = false;
	}
	return subject;
}

const struct health_subject *health_find_subject(
	const struct health *health, const struct health_kind *kind, uint64_t key)
{
	uint32_t slot = NO_SUBJECT;

	if (kind && !hash_index_is_empty(&health->index))
		slot = *find_slot(health, kind, key);
	return slot == NO_SUBJECT ? NULL : &health->subjects[slot];
}

void health_subjects_sweep(struct health *health)
{
	size_t kept = 0;

	hash_index_clear(&health->index);
	memset(health->subjects_of_kind, 0, sizeof(health->subjects_of_kind));
	for (size_t i = 0; i < health->subject_count; i++) {
		const struct health_subject *subject = &health->subjects[i];

		if (subject->seen != health->looks)
			continue;
		health->subjects[kept] = *subject;
		hash_index_put(&health->index, find_slot(health, subject->kind, subject->key),
			(uint32_t)kept);
		health->subjects_of_kind[subject->kind - health_table]++;
		kept++;
	}
	health->subject_count = kept;
}
