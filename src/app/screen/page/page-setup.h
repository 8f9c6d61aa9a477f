/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The setup: columns, appearance, behaviour. It is saved to the settings file when it closes. */
#ifndef SOCKVIEW_APP_SCREEN_PAGE_PAGE_SETUP_H
#define SOCKVIEW_APP_SCREEN_PAGE_PAGE_SETUP_H

#include "app/screen/state/pages.h"

extern const struct page page_setup;

/* Command: opens the setup. */
void page_setup_open(struct app *app);

#endif
