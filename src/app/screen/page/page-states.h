/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page of TCP's states: the diagram, live (ui/draw-states.h). */
#ifndef SOCKVIEW_APP_SCREEN_PAGE_PAGE_STATES_H
#define SOCKVIEW_APP_SCREEN_PAGE_PAGE_STATES_H

struct app;
struct page;

extern const struct page page_states;

/* What the page remembers while it is open; its own affair. */
struct states;

/* Opens it, at the state of the selected socket. While it is open, bound sockets are asked for. */
void page_states_open(struct app *app);

#endif
