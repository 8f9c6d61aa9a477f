/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page of one socket, asked for by its cookie ten times a second while it is open. */
#ifndef SOCKVIEW_APP_SCREEN_PAGE_PAGE_DETAILS_H
#define SOCKVIEW_APP_SCREEN_PAGE_PAGE_DETAILS_H

#include <stdint.h>

struct app;
struct page;

extern const struct page page_details;

/* What the page remembers while it is open; its own affair. */
struct details;

/* Opens it for the socket of a row. */
void page_details_open(struct app *app, uint32_t row);

/* A command: opens it for the selected socket. */
void page_details_open_selected(struct app *app);

#endif
