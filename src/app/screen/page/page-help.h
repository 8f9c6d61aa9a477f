/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pages of help: what keys do here, and the language of filters. */
#ifndef SOCKVIEW_APP_SCREEN_PAGE_PAGE_HELP_H
#define SOCKVIEW_APP_SCREEN_PAGE_PAGE_HELP_H

#include "app/screen/state/pages.h"

extern const struct page page_help;
extern const struct page page_filter_help;

/* Opens the help on the table or the page in front; in the help: closes it. */
void page_help_open(struct app *app);

/* Opens the help on filters above the line in which one is typed. */
void page_filter_help_open(struct app *app);

#endif
