/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page of health: what is wrong, and the way to the sockets behind it. */
#ifndef SOCKVIEW_APP_SCREEN_PAGE_PAGE_HEALTH_H
#define SOCKVIEW_APP_SCREEN_PAGE_PAGE_HEALTH_H

#include "app/screen/state/pages.h"

extern const struct page page_health;

/* A command: opens it. */
void page_health_open(struct app *app);

#endif
