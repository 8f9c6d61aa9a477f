/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/state/health-monitor.h"

#include "base/hash.h"
#include "base/i18n.h"
#include "ui/draw/frame.h"

/* For the header alone. */
#define PERIOD_US 5000000

/* Rows of one step: a fraction of a millisecond. */
#define STEP 4000

void checkup_init(struct checkup *checkup)
{
	*checkup = (struct checkup){0};
	health_init(&checkup->health, "", true);
}

void checkup_done(struct checkup *checkup)
{
	health_done(&checkup->health);
}

void checkup_begin(struct checkup *checkup, const struct column_context *context,
	const struct counters *counters, const struct instant *now)
{
	if (!checkup->open && now->mono_us < checkup->after_us)
		return;
	checkup->after_us = now->mono_us + PERIOD_US;
	health_begin(&checkup->health, context, counters);
}

static uint64_t mark_of(const struct health_finding *finding)
{
	return hash_bytes(finding->subject.data, finding->subject.length) +
	       ((uint64_t)(finding->kind - health_table) << 32);
}

/* Who has not moved stays with the worst, whichever it is. */
static void take_hold(struct checkup *checkup)
{
	size_t selected = checkup->scroller.selected;

	checkup->held = selected && selected < checkup->health.finding_count
				? mark_of(&checkup->health.findings[selected])
				: 0;
}

/* What was selected stays selected, wherever it stands by now. */
static void keep_hold(struct checkup *checkup)
{
	for (size_t i = 0; checkup->held && i < checkup->health.finding_count; i++)
		if (mark_of(&checkup->health.findings[i]) == checkup->held)
			checkup->scroller.selected = i;
}

bool checkup_step(struct checkup *checkup)
{
	if (!checkup->health.looking)
		return false;
	/* The findings of the last look stand until the end of this one. */
	take_hold(checkup);
	if (health_step(&checkup->health, STEP))
		return true;
	keep_hold(checkup);
	return false;
}

void checkup_fill(const struct checkup *checkup, struct frame *frame)
{
	const struct health *health = &checkup->health;

	if (health_worst(health) < HEALTH_WARNING)
		return;
	frame->alarm = _(health->findings[0].kind->title);
	frame->alarm_is_error = health->findings[0].severity == HEALTH_PROBLEM;
	for (size_t i = 1; i < health->finding_count; i++)
		frame->more_alarms += health->findings[i].severity >= HEALTH_WARNING;
}
