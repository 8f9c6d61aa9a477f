/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page that tells what came of closing many sockets: failures first. */
#ifndef SOCKVIEW_APP_PAGE_RESULTS_H
#define SOCKVIEW_APP_PAGE_RESULTS_H

#include "app/page.h"

struct results {
	uint32_t *order; /* indices of targets */
	size_t count;
	struct buffer head;
	struct scroller scroller;
};

extern const struct page page_results;

/* Takes over what app->kill_run has done. */
void results_gather(struct app *app);

/* Tells anew how many descriptors are still held, and how many could be closed another way. */
void results_sum_up(struct app *app);

void results_done(struct results *results);

#endif
