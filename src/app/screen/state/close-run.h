/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the screen remembers of sockets that are being closed, and of what came of the last ones,
 * until the next.
 */
#ifndef SOCKVIEW_APP_SCREEN_STATE_CLOSE_RUN_H
#define SOCKVIEW_APP_SCREEN_STATE_CLOSE_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "app/close/close-job.h"
#include "app/close/leftover-fds.h"
#include "base/buffer.h"
#include "ui/widget/scroller.h"

struct app;

struct close_run {
	struct close_job job;
	bool any;     /* `job` has something */
	bool running; /* it is not yet at its end */
	bool looking; /* all is done, but for a look at what their programs still hold */
	bool stepped; /* what the program used since its last look at the clock, it used here */
	int64_t cpu_us;
	int64_t shown_us;              /* when its progress was last drawn, monotonic clock */
	struct leftover_fds held;      /* of this run and those before it */
	void (*show)(struct app *app); /* opens the page of results */
};

/* One line for each socket, failures first. */
struct close_results {
	uint32_t *order; /* indices of targets */
	size_t count;
	struct buffer head;
	struct scroller scroller;
};

#endif
