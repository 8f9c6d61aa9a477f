/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page of health: it shows what is wrong, and leads to the sockets concerned. */
#ifndef SOCKVIEW_APP_SCREEN_PAGE_PAGE_HEALTH_H
#define SOCKVIEW_APP_SCREEN_PAGE_PAGE_HEALTH_H

#include "app/screen/state/pages.h"

extern const struct page page_health;

/* Command: opens the page. */
void page_health_open(struct app *app);

#endif
