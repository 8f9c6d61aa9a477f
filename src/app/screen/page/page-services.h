/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page of services: a line for each listener, with the figures of its clients. */
#ifndef SOCKVIEW_APP_SCREEN_PAGE_PAGE_SERVICES_H
#define SOCKVIEW_APP_SCREEN_PAGE_PAGE_SERVICES_H

#include "app/screen/state/pages.h"

extern const struct page page_services;

void page_services_open(struct app *app);

#endif
