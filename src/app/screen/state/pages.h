/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pages replace the table on the screen. Header, message line and key bar stay; the area between
 * belongs to the page. A page may open another page, and Esc goes back to the previous one.
 *
 * A page is a record of functions. Its data is a member of struct app; a function of ui/ draws it,
 * from a model, without knowing struct app.
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

struct column_list;
struct table_front;
struct draw_list_model;

/* Most pages that are open at the same time. */
#define PAGE_DEPTH_MAX 6

struct page {
	const char *id;
	const char *title; /* translated */
	/* Commands of this page. Their keys are tried before those with COMMAND_ANYWHERE; those
	 * with a label appear in the bar. */
	const struct command *commands;
	size_t command_count;
	bool above_table;   /* the table stays visible and is drawn first */
	unsigned period_ms; /* between two calls of tick(); 0: tick() is not called */

	/* Each function may be NULL. */
	void (*begin)(struct app *app);
	void (*end)(struct app *app);
	void (*tick)(struct app *app);
	void (*refreshed)(struct app *app); /* the sockets were refreshed, with their owners */
	void (*add_title)(struct app *app, struct buffer *out); /* text after the title; raw */
	/* A list with columns (app/screen/page/list-page.h): list() returns what it remembers;
	 * fill() fills in what is to be drawn if `height` lines are visible. The sort column and
	 * its direction are already in the model. */
	struct column_list *(*list)(struct app *app);
	void (*fill)(struct app *app, size_t height, struct draw_list_model *model);
	/* A page that is a table (app/screen/state/table-front.h) like that of the sockets. */
	struct table_front (*table)(struct app *app);
	/* The scroller that the movement keys and the mouse wheel move; NULL: that of `list`. */
	struct scroller *(*scroller)(struct app *app);
	/* Adds a filter for the sockets behind what is selected (cmd_filter_show()); returns false
	 * if there are none. */
	bool (*add_filter)(const struct app *app, struct buffer *out);
	void (*click)(struct app *app, int row, int column); /* relative to the area */
	/* Called with a letter that is no key of the page's commands; returns true if the page uses
	 * it. */
	bool (*key)(struct app *app, uint32_t key);

	void (*draw)(struct app *app, struct grid *grid, const struct area *area);
};

/* The open pages, the last one in front. */
struct pages {
	const struct page *open[PAGE_DEPTH_MAX];
	size_t count;
	int64_t due_us; /* time of the next tick, monotonic clock; INT64_MAX: there is none */
};

void pages_init(struct pages *pages);

/* Returns the page in front; NULL: the table is in front. */
static inline const struct page *pages_front(const struct pages *pages)
{
	return pages->count ? pages->open[pages->count - 1] : NULL;
}

#endif
