/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/state/health-monitor.h"

#include "base/hash.h"
#include "base/i18n.h"
#include "ui/draw/frame.h"

/* Time between checks for the header alone. */
#define PERIOD_US 5000000

/* Rows per step: a fraction of a millisecond. */
#define STEP 4000

void health_monitor_init(struct health_monitor *health_monitor, const char *root)
{
	*health_monitor = (struct health_monitor){0};
	health_init(&health_monitor->health, root, true);
	health_monitor->judge =
		(struct column_judge){.context = &health_monitor->health, .tone = health_tone};
}

void health_monitor_done(struct health_monitor *health_monitor)
{
	health_done(&health_monitor->health);
}

bool health_monitor_is_due(const struct health_monitor *health_monitor, const struct instant *now)
{
	return health_monitor->open || now->mono_us >= health_monitor->after_us;
}

void health_monitor_begin(struct health_monitor *health_monitor,
	const struct column_context *context, const struct counters *counters,
	const struct instant *now)
{
	if (!health_monitor_is_due(health_monitor, now))
		return;
	health_monitor->after_us = now->mono_us + PERIOD_US;
	health_begin(&health_monitor->health, context, counters);
}

static uint64_t mark_of(const struct health_finding *finding)
{
	return hash_bytes(finding->subject.data, finding->subject.length) +
	       ((uint64_t)(finding->kind - health_table) << 32);
}

/* Remembers the selected finding. Unless the user has moved the selection, the most severe finding
 * stays selected. */
static void remember_selected(struct health_monitor *health_monitor)
{
	size_t selected = health_monitor->scroller.selected;

	health_monitor->held = selected && selected < health_monitor->health.finding_count
				       ? mark_of(&health_monitor->health.findings[selected])
				       : 0;
}

/* Selects the remembered finding again, wherever it is in the new list. */
static void restore_selected(struct health_monitor *health_monitor)
{
	for (size_t i = 0; health_monitor->held && i < health_monitor->health.finding_count; i++)
		if (mark_of(&health_monitor->health.findings[i]) == health_monitor->held)
			health_monitor->scroller.selected = i;
}

bool health_monitor_step(struct health_monitor *health_monitor)
{
	if (!health_monitor->health.looking)
		return false;
	/* The findings of the last check stay until this check is complete. */
	remember_selected(health_monitor);
	if (health_step(&health_monitor->health, STEP))
		return true;
	restore_selected(health_monitor);
	return false;
}

void health_monitor_fill(const struct health_monitor *health_monitor, struct frame *frame)
{
	const struct health *health = &health_monitor->health;

	if (health_worst(health) < HEALTH_WARNING)
		return;
	frame->alarm = _(health_title(&health->findings[0]));
	frame->alarm_is_error = health->findings[0].severity == HEALTH_PROBLEM;
	for (size_t i = 1; i < health->finding_count; i++)
		frame->more_alarms += health->findings[i].severity >= HEALTH_WARNING;
}
