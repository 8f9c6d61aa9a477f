/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the keys do on a page that is a list with columns (app/screen/state/column-list.h). */
#ifndef SOCKVIEW_APP_SCREEN_PAGE_LIST_KEYS_H
#define SOCKVIEW_APP_SCREEN_PAGE_LIST_KEYS_H

#include "app/screen/state/column-list.h"

/* These are about the list of the page in front. */
void list_keys_sort(struct app *app); /* opens the list of the columns to sort by */
void list_keys_sort_left(struct app *app);
void list_keys_sort_right(struct app *app);
void list_keys_invert(struct app *app);
void list_keys_left(struct app *app);
void list_keys_right(struct app *app);
void list_keys_explain(struct app *app);

/* A click into the page, relative to its area: on a title or a line. */
void list_keys_click(struct app *app, int row, int column);

/* The records of these commands, for the table of a page. */
/* clang-format off */
#define LIST_KEYS_COMMANDS \
	{"sort", "F6 .", N_("Sort"), N_("choose the column to sort by"), 0, list_keys_sort, NULL}, \
	{"explain", "e", N_("Explain"), N_("explain the column under the cursor"), 0, list_keys_explain, NULL}, \
	{"left", "Left", NULL, N_("column cursor to the left"), COMMAND_MOVES, list_keys_left, NULL}, \
	{"right", "Right", NULL, N_("column cursor to the right"), COMMAND_MOVES, list_keys_right, NULL}, \
	{"sort-previous", "<", NULL, N_("sort by the column to the left"), 0, list_keys_sort_left, NULL}, \
	{"sort-next", ">", NULL, N_("sort by the column to the right"), 0, list_keys_sort_right, NULL}, \
	{"invert", "I", NULL, N_("invert the order"), 0, list_keys_invert, NULL},
/* clang-format on */

#endif
