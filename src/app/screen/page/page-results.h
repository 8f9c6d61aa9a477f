/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page that tells what came of closing sockets, failures first; of many it opens by itself. */
#ifndef SOCKVIEW_APP_SCREEN_PAGE_PAGE_RESULTS_H
#define SOCKVIEW_APP_SCREEN_PAGE_PAGE_RESULTS_H

#include "app/screen/page/page.h"

struct results {
	uint32_t *order; /* indices of targets */
	size_t count;
	struct buffer head;
	struct scroller scroller;
};

extern const struct page page_results;

/* Takes over what app->kill_run has done. */
void results_gather(struct app *app);

/* Before app->kill_run takes other sockets, of which there are no results yet. */
void results_forget(struct results *results);

/* A command: opens the page again, or says that there is nothing to show. */
void results_reopen(struct app *app);

/* Tells anew how many descriptors are still held, and how many could be closed another way. */
void results_sum_up(struct app *app);

void results_done(struct results *results);

#endif
