/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is done with the pages that are open. */
#ifndef SOCKVIEW_APP_SCREEN_STATE_PAGE_H
#define SOCKVIEW_APP_SCREEN_STATE_PAGE_H

#include <stddef.h>
#include <stdint.h>

#include "app/config/command.h"
#include "app/screen/state/pages.h"

/* Opens a page in front of the others; one that is open already is gone back to. */
void page_open(struct app *app, const struct page *page);

/* Closes the page in front, or all of them: to the table. */
void page_close(struct app *app);
void page_close_all(struct app *app);

/* Calls the tick that is due, if one is. */
void page_tick(struct app *app);

/* Tells the pages that the sockets were refreshed. */
void page_refreshed(struct app *app);

/* What moves on the page in front; NULL: nothing, or there is no page. */
struct scroller *page_scroller(struct app *app);

/* The command of a key for what is in front, or NULL. */
const struct command *page_command(const struct app *app, uint32_t key);

/*
 * The commands that can be called where the user is, one call after the other with `at` from 0:
 * first those of the page, then those that hold there as well. `keys` becomes the names of the keys
 * that call it there; a command of which the page has taken all is left out, as is one that has
 * none. NULL: there are no more.
 */
const struct command *page_next_command(const struct app *app, size_t *at, struct buffer *keys);

#endif
