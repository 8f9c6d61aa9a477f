/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Health on the screen: a look every few seconds for the header, and after each refresh while its
 * page is open. A look is done in steps behind a refresh, so that keys are answered between them.
 */
#ifndef SOCKVIEW_APP_SCREEN_HEALTH_MONITOR_H
#define SOCKVIEW_APP_SCREEN_HEALTH_MONITOR_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/widget/scroller.h"
#include "view/health/health.h"

struct app;
struct frame;

struct checkup {
	struct health health;
	struct scroller scroller;
	uint64_t held;    /* the finding under the hand; 0: the worst */
	int64_t after_us; /* no look before, monotonic clock */
	bool open;        /* its page is */
};

void checkup_init(struct checkup *checkup);
void checkup_done(struct checkup *checkup);

/* The sockets and their owners are known: begins a look if one is due. */
void checkup_begin(struct app *app);

/* Goes on with it; false when it is over. */
bool checkup_step(struct app *app);

/* Opens the page. */
void checkup_open(struct app *app);

/* What the header says: the worst finding, unless that is a note. */
void checkup_fill(const struct checkup *checkup, struct frame *frame);

#endif
