/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The screen as a grid of cells, on which everything is drawn. Drawing outside of the grid does
 * nothing, so drawing functions need not check its size. All text is made safe here, by
 * base/text.h.
 */
#ifndef SOCKVIEW_UI_CELL_GRID_H
#define SOCKVIEW_UI_CELL_GRID_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/text.h"
#include "ui/cell/style.h"

struct grid_cell {
	char bytes[8];       /* NUL-terminated UTF-8 */
	unsigned char width; /* 1 or 2; 0: the second half of the wide character before it */
	unsigned char style; /* enum style */
};

/* A part of the grid. */
struct area {
	int row, column, rows, columns;
};

struct grid {
	struct grid_cell *cells;
	int rows, columns;
	enum text_charset charset;
	int cursor_row, cursor_column;
};

void grid_init(struct grid *grid, enum text_charset charset);
void grid_done(struct grid *grid);

/* Sizes below 1 become 1. */
void grid_resize(struct grid *grid, int rows, int columns);
void grid_clear(struct grid *grid);

/*
 * Writes `text` at (row, column), in at most `width` cells; returns the number of cells used. A
 * wide character that does not fit as a whole is not written.
 */
int grid_put(struct grid *grid, int row, int column, int width, enum style style, const char *text);

/* How a text is fitted into its cells. */
enum grid_fit { GRID_LEFT, GRID_RIGHT, GRID_MIDDLE /* aligned left, cut in the middle */ };

/* Like grid_put(), but in exactly `width` cells: padded, or cut with a mark. */
void grid_put_fitted(struct grid *grid, int row, int column, int width, enum grid_fit fit,
	enum style style, const char *text);

void grid_fill(struct grid *grid, int row, int column, int rows, int columns, enum style style);

/* A box whose border takes its outermost cells. */
void grid_box(struct grid *grid, int row, int column, int rows, int columns, enum style style);

/* Changes the style of cells; their text stays. */
void grid_restyle(struct grid *grid, int row, int column, int columns, enum style style);

/* Sets the position of the terminal's cursor. */
void grid_set_cursor(struct grid *grid, int row, int column);

/*
 * Appends the screen as text, one line for each row, without trailing blanks; then, if `styles` is
 * true, one style letter for each cell.
 */
void grid_dump(const struct grid *grid, struct buffer *out, bool styles);

#endif
