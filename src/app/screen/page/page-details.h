/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page of one socket. While it is open, it asks for the socket by its cookie ten times a
 * second. */
#ifndef SOCKVIEW_APP_SCREEN_PAGE_PAGE_DETAILS_H
#define SOCKVIEW_APP_SCREEN_PAGE_PAGE_DETAILS_H

#include <stdint.h>

struct app;
struct page;

extern const struct page page_details;

/* The page's own data while it is open; private. */
struct details;

/* Opens the page for the socket of a row. */
void page_details_open(struct app *app, uint32_t row);

/* Command: opens the page for the selected socket. */
void page_details_open_selected(struct app *app);

#endif
