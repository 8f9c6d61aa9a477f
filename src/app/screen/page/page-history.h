/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page of the connections that have ended, the last one first. */
#ifndef SOCKVIEW_APP_SCREEN_PAGE_PAGE_HISTORY_H
#define SOCKVIEW_APP_SCREEN_PAGE_PAGE_HISTORY_H

#include "app/screen/state/column-list.h"
#include "app/screen/state/pages.h"

extern const struct page page_history;

void page_history_open(struct app *app);

/* Sorts the lines of the page by the column that `list` is sorted by now. */
void page_history_sorted(struct app *app, struct column_list *list);

#endif
