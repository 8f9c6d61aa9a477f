/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pages: screens of their own in the place of the table. Header, message line and bar stay; what is
 * between is the page's. One page may be opened from another, and Esc goes back to it.
 *
 * A page is one record. What it remembers is a member of struct app; what it draws is a function of
 * ui/ that is given a model, never the program.
 */
#ifndef SOCKVIEW_APP_SCREEN_STATE_PAGES_H
#define SOCKVIEW_APP_SCREEN_STATE_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/config/command.h"
#include "base/buffer.h"
#include "ui/cell/grid.h"
#include "ui/widget/scroller.h"

/* Pages that are open at the same time. */
#define PAGE_DEPTH_MAX 4

struct page {
	const char *id;
	const char *title; /* translated */
	/* Keys that hold here, before those with COMMAND_ANYWHERE; labelled ones
	 * stand in the bar. */
	const struct command *commands;
	size_t command_count;
	bool above_table;   /* the table stays in sight, and is drawn before */
	unsigned period_ms; /* between two calls of tick(); 0: there are none */

	/* Each may be NULL. */
	void (*begin)(struct app *app);
	void (*end)(struct app *app);
	void (*tick)(struct app *app);
	void (*refreshed)(struct app *app); /* the sockets were, owners included */
	void (*add_title)(struct app *app, struct buffer *out); /* behind the title; raw */
	/* What the keys of moving and the wheel move. */
	struct scroller *(*scroller)(struct app *app);
	void (*click)(struct app *app, int row, int column); /* within the area */
	/* A key, before any command: true where the page takes it: all letters, or none. */
	bool (*key)(struct app *app, uint32_t key);

	void (*draw)(struct app *app, struct grid *grid, const struct area *area);
};

/* What is open, the last one in front. */
struct pages {
	const struct page *open[PAGE_DEPTH_MAX];
	size_t count;
	int64_t due_us; /* of the next tick, monotonic clock; INT64_MAX: there is none */
};

void pages_init(struct pages *pages);

/* The page in front, or NULL: the table. */
static inline const struct page *pages_front(const struct pages *pages)
{
	return pages->count ? pages->open[pages->count - 1] : NULL;
}

#endif
