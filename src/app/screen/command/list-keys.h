/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the keys do on a page that is a list with columns (app/screen/state/column-list.h). */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_LIST_KEYS_H
#define SOCKVIEW_APP_SCREEN_COMMAND_LIST_KEYS_H

#include "app/screen/state/column-list.h"

/* Sorts by a column; by the one that it is sorted by already, the other way round. */
void list_keys_sort_by(struct app *app, struct column_list *list, const struct column *column);

/* Sorts by the column that is so far to the right of the one that it is sorted by. */
void list_keys_sort_beside(struct app *app, struct column_list *list, int columns);

/* Opens the list of the columns to sort by. */
void list_keys_choose_sort(struct app *app, struct column_list *list);

/* Moves the column cursor. */
void list_keys_move(struct app *app, struct column_list *list, int columns);

/* Explains the column under the cursor. */
void list_keys_explain(struct app *app, const struct column_list *list);

/* A click into the page, relative to its area: on a title or a line. */
void list_keys_click(struct app *app, struct column_list *list, int row, int column);

#endif
