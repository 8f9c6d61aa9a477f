/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The screen as a grid of cells, which everything is drawn on. Drawing outside of it does nothing,
 * so nobody who draws has to ask for the size first. Text passes the gate of base/text.h here.
 */
#ifndef SOCKVIEW_UI_CELL_GRID_H
#define SOCKVIEW_UI_CELL_GRID_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/text.h"
#include "ui/cell/style.h"

struct grid_cell {
	char bytes[8];       /* NUL-terminated UTF-8 */
	unsigned char width; /* 1 or 2; 0: the second half of the cell before it */
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

/* Sizes below 1 are taken for 1. */
void grid_resize(struct grid *grid, int rows, int columns);
void grid_clear(struct grid *grid);

/*
 * Writes `text` from (row, column) on, in at most `width` cells; returns the cells taken. A wide
 * character that does not fit whole is left out.
 */
int grid_put(struct grid *grid, int row, int column, int width, enum style style, const char *text);

/* How a text is fitted into its cells. */
enum grid_fit { GRID_LEFT, GRID_RIGHT, GRID_MIDDLE /* flush left, cut in the middle */ };

/* The same in exactly `width` cells: padded, or cut with a mark. */
void grid_put_fitted(struct grid *grid, int row, int column, int width, enum grid_fit fit,
	enum style style, const char *text);

void grid_fill(struct grid *grid, int row, int column, int rows, int columns, enum style style);

/* A box whose border takes its outermost cells. */
void grid_box(struct grid *grid, int row, int column, int rows, int columns, enum style style);

/* Gives cells another style, keeping what they say. */
void grid_restyle(struct grid *grid, int row, int column, int columns, enum style style);

/* Where the terminal's cursor rests. */
void grid_set_cursor(struct grid *grid, int row, int column);

/* The screen as text, a line a row without trailing blanks; then, if `styles`, a
 * plane of letters. */
void grid_dump(const struct grid *grid, struct buffer *out, bool styles);

#endif
