/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The budget of ports: how many are left from each address to each remote service. */
#ifndef SOCKVIEW_APP_SCREEN_PAGE_PAGE_PORTS_H
#define SOCKVIEW_APP_SCREEN_PAGE_PAGE_PORTS_H

#include "app/screen/state/pages.h"

extern const struct page page_ports;

#endif
