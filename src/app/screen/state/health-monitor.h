/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Health on the screen: a look every few seconds for the header, and after each refresh while its
 * page is open. A look is done in steps behind a refresh, so that keys are answered between them.
 */
#ifndef SOCKVIEW_APP_SCREEN_STATE_HEALTH_MONITOR_H
#define SOCKVIEW_APP_SCREEN_STATE_HEALTH_MONITOR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "ui/widget/scroller.h"
#include "view/health/health.h"

struct frame;

struct health_monitor {
	struct health health;
	struct scroller scroller;
	uint64_t held;    /* the finding under the hand; 0: the worst */
	int64_t after_us; /* no look before, monotonic clock */
	bool open;        /* its page is */
};

void health_monitor_init(struct health_monitor *health_monitor);
void health_monitor_done(struct health_monitor *health_monitor);

/* The sockets and their owners are known: begins a look if one is due. `counters` are those of now.
 */
void health_monitor_begin(struct health_monitor *health_monitor,
	const struct column_context *context, const struct counters *counters,
	const struct instant *now);

/* Goes on with it: true while there is more to look at. */
bool health_monitor_step(struct health_monitor *health_monitor);

/* What the header says: the worst finding, unless that is a note. */
void health_monitor_fill(const struct health_monitor *health_monitor, struct frame *frame);

#endif
