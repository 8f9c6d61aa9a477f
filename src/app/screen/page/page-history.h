/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page of the connections that have ended, the last one first. */
#ifndef SOCKVIEW_APP_SCREEN_PAGE_PAGE_HISTORY_H
#define SOCKVIEW_APP_SCREEN_PAGE_PAGE_HISTORY_H

#include "app/screen/state/pages.h"

extern const struct page page_history;

void page_history_open(struct app *app);

/* Goes on making the lines of the page, if it is open; returns true while there is more to do. */
bool page_history_step(struct app *app);

#endif
