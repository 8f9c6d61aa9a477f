/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the pages that are lists with columns share: services, port budget, closed connections. Such
 * a page gives its record `list`, `fill` and `add_filter` (app/screen/state/pages.h), and the
 * functions below as `click` and `draw`; its table of commands ends with LIST_PAGE_COMMANDS.
 */
#ifndef SOCKVIEW_APP_SCREEN_PAGE_LIST_PAGE_H
#define SOCKVIEW_APP_SCREEN_PAGE_LIST_PAGE_H

#include "app/screen/state/column-list.h"
#include "ui/cell/grid.h"

/* For the record of a page. A click on a column's title sorts by that column, a click on a line
 * selects the line. */
void list_page_click(struct app *app, int row, int column);
void list_page_draw(struct app *app, struct grid *grid, const struct area *area);

/* These functions work on the list of the page in front. */
void list_page_sort(struct app *app); /* opens the list of the columns to sort by */
void list_page_sort_left(struct app *app);
void list_page_sort_right(struct app *app);
void list_page_invert(struct app *app);
void list_page_left(struct app *app);
void list_page_right(struct app *app);
void list_page_explain(struct app *app);

/* The records of these commands, for the table of a page. */
/* clang-format off */
#define LIST_PAGE_COMMANDS \
	{"sort", "F6 .", N_("Sort"), N_("choose the column to sort by"), 0, list_page_sort, NULL}, \
	{"explain", "e", N_("Explain"), N_("explain the column under the cursor"), 0, list_page_explain, NULL}, \
	{"left", "Left", NULL, N_("column cursor to the left"), COMMAND_MOVES, list_page_left, NULL}, \
	{"right", "Right", NULL, N_("column cursor to the right"), COMMAND_MOVES, list_page_right, NULL}, \
	{"sort-previous", "<", NULL, N_("sort by the column to the left"), 0, list_page_sort_left, NULL}, \
	{"sort-next", ">", NULL, N_("sort by the column to the right"), 0, list_page_sort_right, NULL}, \
	{"invert", "I", NULL, N_("invert the order"), 0, list_page_invert, NULL},
/* clang-format on */

#endif
