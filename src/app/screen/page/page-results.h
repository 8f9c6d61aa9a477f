/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page with the results of closing sockets, failures first. After a close of many sockets it
 * opens by itself. */
#ifndef SOCKVIEW_APP_SCREEN_PAGE_PAGE_RESULTS_H
#define SOCKVIEW_APP_SCREEN_PAGE_PAGE_RESULTS_H

#include "app/screen/state/pages.h"

extern const struct page page_results;

/* Opens the page. */
void page_results_open(struct app *app);

/* Command: opens the page again, or says that there are no results to show. */
void page_results_reopen(struct app *app);

#endif
