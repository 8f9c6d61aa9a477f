/* SPDX-License-Identifier: GPL-2.0-or-later */
/* State of the sockets that are being closed on the screen, and their results, which are kept until
 * the next close. */
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
	bool any;     /* `job` holds a job */
	bool running; /* the job is not complete */
	bool looking; /* the check for descriptors that are still held is running */
	bool stepped; /* this run used the CPU time since the clock was last read */
	int64_t cpu_us;
	int64_t shown_us;              /* when the progress was last drawn, monotonic clock */
	struct leftover_fds held;      /* descriptors of this run and earlier ones */
	void (*show)(struct app *app); /* opens the page of results */
};

/* The results as lines, one for each socket, failures first. */
struct close_results {
	uint32_t *order; /* indices of targets */
	size_t count;
	struct buffer head;
	struct scroller scroller;
};

#endif
