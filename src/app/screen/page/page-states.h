/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page of TCP's states: the live diagram (ui/page/draw-states.h). */
#ifndef SOCKVIEW_APP_SCREEN_PAGE_PAGE_STATES_H
#define SOCKVIEW_APP_SCREEN_PAGE_PAGE_STATES_H

struct app;
struct page;

extern const struct page page_states;

/* The page's own data while it is open; private. */
struct states;

/* Opens the page with the state of the selected socket selected. While it is open, the dumps also
 * bring bound sockets. */
void page_states_open(struct app *app);

#endif
