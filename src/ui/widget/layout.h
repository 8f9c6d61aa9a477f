/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which columns fit side by side, and how wide each is; which lines fit one above the other.
 *
 * Where there is no room for all columns, the least important ones stand to the right of the
 * others, out of sight. The column cursor gets there: what it comes to moves in from the right, and
 * the first ones go out to the left.
 */
#ifndef SOCKVIEW_UI_WIDGET_LAYOUT_H
#define SOCKVIEW_UI_WIDGET_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "view/column/column.h"

#define LAYOUT_COLUMNS_MAX 64

/* What a user can set as a column's width. */
#define LAYOUT_WIDTH_MIN 2
#define LAYOUT_WIDTH_MAX 200

/* The gutter before the first column: the mark of what happened, and the tag. */
#define LAYOUT_GUTTER 2

struct layout_column {
	const struct column *column;
	int at, width; /* cells */
	int wanted;    /* the widest content so far */
	int index;     /* among those chosen */
	int fixed;     /* as the user wants it; 0: as wide as it has to be */
};

struct layout {
	struct layout_column columns[LAYOUT_COLUMNS_MAX]; /* those chosen, in order */
	size_t count;
	struct layout_column shown[LAYOUT_COLUMNS_MAX]; /* those in sight */
	size_t shown_count;
	int order[LAYOUT_COLUMNS_MAX]; /* all of them as they stand from left to right */
	size_t scrolled;               /* how many of these have gone out to the left */
	int cursor;                    /* index of a chosen column; -1: it was not moved so far */
	int indent;                    /* cells between the gutter and the columns */
	bool pinned;                   /* the first column stays where it is */
};

void layout_set_columns(struct layout *layout, const struct column *const *columns, size_t count);

/* Sets how wide a chosen column is, whatever its content; 0: as wide as it has to be. */
void layout_fix(struct layout *layout, size_t index, int width);

/*
 * Tells how wide the content of a chosen column is. Widths only grow, so that columns do not jump
 * about as rows come and go.
 */
void layout_want(struct layout *layout, size_t index, int width);

/* The first column stays in sight, whatever goes out to the left. */
void layout_pin(struct layout *layout);

/* Leaves so many cells free between the gutter and the columns. */
void layout_indent(struct layout *layout, int indent);

/* Lays the columns out over `width` cells: the least important ones drop out where
 * they do not fit. */
void layout_columns(struct layout *layout, int width);

/* True where columns are out of sight to the right. */
bool layout_has_more(const struct layout *layout);

/* Moves the column cursor, among all columns; layout_columns() brings it into sight. */
void layout_move_cursor(struct layout *layout, int columns);
void layout_set_cursor(struct layout *layout, int index);

/* The chosen column under the cursor, which begins on the first one; -1: there is none. */
int layout_cursor(const struct layout *layout);

/* The column in sight that is at this cell of the screen's width; NULL: none. */
const struct layout_column *layout_column_at(const struct layout *layout, int at);

/* Which lines a screen of `rows` has; -1: not this one. Below are the rows of the table. */
struct layout_lines {
	int header, counts, notes, titles, first_row, row_count, message, bar;
};

void layout_lines(struct layout_lines *ret_lines, int rows, bool notes);

#endif
