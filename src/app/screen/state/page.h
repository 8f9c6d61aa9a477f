/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Operations on the open pages. */
#ifndef SOCKVIEW_APP_SCREEN_STATE_PAGE_H
#define SOCKVIEW_APP_SCREEN_STATE_PAGE_H

#include <stddef.h>
#include <stdint.h>

#include "app/config/command.h"
#include "app/screen/state/pages.h"
#include "app/screen/state/table-front.h"

/* Opens a page in front of the others. If it is open already, closes the pages in front of it. */
void page_open(struct app *app, const struct page *page);

/* Close the page in front, or all pages, down to the table. */
void page_close(struct app *app);
void page_close_all(struct app *app);

/* Calls tick() of the page in front if it is due. */
void page_tick(struct app *app);

/* Calls refreshed() of the open pages: the sockets were refreshed. */
void page_refreshed(struct app *app);

/* Returns the scroller of the page in front; NULL: it has none, or there is no page. */
struct scroller *page_scroller(struct app *app);

/* Returns the table that commands on a table work on: that of the page in front, if the page is
 * one, else that of the sockets. */
struct table_front page_table(struct app *app);

/* True if a table is in front: no page, or a page that is a table. */
bool page_table_is_in_front(const struct app *app);

/* For begin() and end() of a page that needs tcp_info of all sockets while it is open: sets its
 * flag `*open` to `opens`, chooses what the dumps have to bring now, and begins a refresh if the
 * page opens. */
void page_watch(struct app *app, bool *open, bool opens);

/* Adds to the title of a page, if not all sockets are listed, that the page is only about those
 * that are. */
void page_add_limits(const struct app *app, struct buffer *out);

/* Passes a key that calls no command on to the page in front; true if the page uses it. */
bool page_takes_letter(struct app *app, uint32_t key);

/* Returns the command that a key calls in the page in front or the table, or NULL. */
const struct command *page_command(const struct app *app, uint32_t key);

/*
 * Iterates over the commands that can be called now: first those of the page, then the others that
 * work there. `at` starts at 0; NULL: there are no more. `keys` is set to the names of the keys
 * that call the command here. Commands without keys are left out, and so are commands whose keys
 * the page uses for something else.
 */
const struct command *page_next_command(const struct app *app, size_t *at, struct buffer *keys);

#endif
