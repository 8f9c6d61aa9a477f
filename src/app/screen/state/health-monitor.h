/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Health on the screen: a check every few seconds for the header, and after each refresh while its
 * page is open. A check is done in steps after a refresh, so that keys are answered between them.
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
	struct column_judge judge; /* of this health, for column_context */
	struct scroller scroller;
	uint64_t held;    /* the finding that the user selected; 0: the most severe */
	int64_t after_us; /* no check before this time, monotonic clock */
	bool open;        /* its page is open */
};

/* `root`: the prefix of /proc, which has to exist as long as the monitor. */
void health_monitor_init(struct health_monitor *health_monitor, const char *root);
void health_monitor_done(struct health_monitor *health_monitor);

/* True if the next refresh is followed by a check. */
bool health_monitor_is_due(const struct health_monitor *health_monitor, const struct instant *now);

/* Begins a check if one is due; to be called when the sockets and their owners are known.
 * `counters`: the current ones. */
void health_monitor_begin(struct health_monitor *health_monitor,
	const struct column_context *context, const struct counters *counters,
	const struct instant *now);

/* Continues the check; returns true while there is more to do. */
bool health_monitor_step(struct health_monitor *health_monitor);

/* Fills in what the header says: the most severe finding, unless it is only a note. */
void health_monitor_fill(const struct health_monitor *health_monitor, struct frame *frame);

#endif
