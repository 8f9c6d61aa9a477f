/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which columns fit side by side, and how wide each is; which lines fit one above the other.
 *
 * If there is no room for all columns, the least important ones are hidden, to the right of the
 * others. The column cursor reaches them: if it moves to a hidden column, this column becomes
 * visible at the right, and the first columns become hidden at the left.
 */
#ifndef SOCKVIEW_UI_WIDGET_LAYOUT_H
#define SOCKVIEW_UI_WIDGET_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "view/column/column.h"

#define LAYOUT_COLUMNS_MAX 96

/* The widths that a user can set. */
#define LAYOUT_WIDTH_MIN 2
#define LAYOUT_WIDTH_MAX 200

/* The cells before the first column: the mark of a new, changed or gone row, and the tag. */
#define LAYOUT_GUTTER 2

struct layout_column {
	const struct column *column;
	int at, width; /* cells */
	int wanted;    /* the widest content so far */
	int index;     /* in the `columns` of struct layout */
	int fixed;     /* set by the user; 0: as wide as needed */
};

struct layout {
	struct layout_column columns[LAYOUT_COLUMNS_MAX]; /* the chosen ones, in order, then the
							     spares, for a wide screen */
	size_t count, chosen_count;
	struct layout_column shown[LAYOUT_COLUMNS_MAX]; /* the visible ones */
	size_t shown_count;
	int order[LAYOUT_COLUMNS_MAX]; /* indices into `columns`, from left to right on the screen:
					  all chosen columns, and the spares that are visible */
	size_t order_count;
	size_t scrolled; /* how many of `order` are hidden at the left */
	int cursor;      /* index into `columns`; -1: not moved yet */
	int indent;      /* cells between the gutter and the columns */
	bool pinned;     /* the first column is always visible */
};

void layout_set_columns(struct layout *layout, const struct column *const *columns, size_t count);

/*
 * Adds a spare column. Spares are shown at the right of the chosen columns if all of those have
 * room; the spare that was added first is shown first. No column is added twice.
 */
void layout_add_spare(struct layout *layout, const struct column *column);

/* Fixes the width of a chosen column, whatever its content; 0: as wide as needed. */
void layout_fix(struct layout *layout, size_t index, int width);

/*
 * Sets the width of the content of a chosen column. Widths only grow, so that columns do not move
 * as rows come and go.
 */
void layout_want(struct layout *layout, size_t index, int width);

/* Forgets the widths of the contents: to be called if the contents will be quite different. */
void layout_forget_widths(struct layout *layout);

/* Keeps the first column visible, even if columns after it are hidden at the left. */
void layout_pin(struct layout *layout);

/* Leaves this many cells free between the gutter and the columns. */
void layout_indent(struct layout *layout, int indent);

/* Lays the columns out in `width` cells: the least important ones are hidden if they do not fit. */
void layout_columns(struct layout *layout, int width);

/* True if columns are hidden at the right. */
bool layout_has_more(const struct layout *layout);

/* Move the column cursor, among all columns; layout_columns() makes its column visible. */
void layout_move_cursor(struct layout *layout, int columns);
void layout_set_cursor(struct layout *layout, int index);

/* The index of the column under the cursor, which starts on the first one; -1: there is none. */
int layout_cursor(const struct layout *layout);

/* The visible column at this cell of the screen's width; NULL: none. */
const struct layout_column *layout_column_at(const struct layout *layout, int at);

/*
 * The line numbers of a screen with `rows` rows; -1: the screen has no such line. The table's rows
 * are first_row to before first_row + row_count.
 */
struct layout_lines {
	int header, counts, curves, notes, titles, first_row, row_count, strip, strip_rows, message,
		bar;
};

/* `strip`: with a strip below the table, if the screen is large enough. */
void layout_lines(struct layout_lines *ret_lines, int rows, bool notes, bool strip);

#endif
