/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/cell/grid.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

void grid_init(struct grid *grid, enum text_charset charset)
{
	*grid = (struct grid){.charset = charset};
	grid_resize(grid, 24, 80);
}

void grid_done(struct grid *grid)
{
	free(grid->cells);
	*grid = (struct grid){0};
}

void grid_resize(struct grid *grid, int rows, int columns)
{
	grid->rows = rows < 1 ? 1 : rows;
	grid->columns = columns < 1 ? 1 : columns;
	grid->cells = alloc_resize(
		grid->cells, (size_t)grid->rows * (size_t)grid->columns, sizeof(*grid->cells));
	grid_clear(grid);
}

static struct grid_cell *cell_at(const struct grid *grid, int row, int column)
{
	return &grid->cells[(size_t)row * (size_t)grid->columns + (size_t)column];
}

static void blank(struct grid_cell *cell, enum style style)
{
	*cell = (struct grid_cell){.bytes = " ", .width = 1, .style = (unsigned char)style};
}

void grid_clear(struct grid *grid)
{
	for (int row = 0; row < grid->rows; row++)
		for (int column = 0; column < grid->columns; column++)
			blank(cell_at(grid, row, column), STYLE_NORMAL);
	grid->cursor_row = grid->cursor_column = 0;
}

/* If one half of a wide character is overwritten, the other half must be cleared. */
static void break_wide(struct grid *grid, int row, int column)
{
	struct grid_cell *cell = cell_at(grid, row, column);

	if (cell->width == 0 && column > 0)
		blank(cell_at(grid, row, column - 1), cell_at(grid, row, column - 1)->style);
	if (cell->width == 2 && column + 1 < grid->columns)
		blank(cell_at(grid, row, column + 1), cell_at(grid, row, column + 1)->style);
}

static void put_glyph(
	struct grid *grid, int row, int column, enum style style, const struct text_glyph *glyph)
{
	struct grid_cell *cell = cell_at(grid, row, column);

	break_wide(grid, row, column);
	memcpy(cell->bytes, glyph->bytes, sizeof(cell->bytes));
	cell->width = glyph->width;
	cell->style = (unsigned char)style;
	if (glyph->width < 2)
		return;
	break_wide(grid, row, column + 1);
	cell[1] = (struct grid_cell){.width = 0, .style = (unsigned char)style};
}

int grid_put(struct grid *grid, int row, int column, int width, enum style style, const char *text)
{
	size_t length = strlen(text), at = 0;
	int used = 0;

	if (row < 0 || row >= grid->rows)
		return 0;
	while (at < length) {
		struct text_glyph glyph;

		at += text_next_glyph(text + at, length - at, grid->charset, &glyph);
		if (used + glyph.width > width || column + used + glyph.width > grid->columns)
			break;
		if (column + used >= 0)
			put_glyph(grid, row, column + used, style, &glyph);
		used += glyph.width;
	}
	return used;
}

void grid_put_fitted(struct grid *grid, int row, int column, int width, enum grid_fit fit,
	enum style style, const char *text)
{
	struct buffer fitted = {0};

	if (width <= 0)
		return;
	if (fit == GRID_MIDDLE)
		text_add_fitted_middle(&fitted, text, (size_t)width, grid->charset);
	else
		text_add_fitted(&fitted, text, (size_t)width, fit == GRID_RIGHT, grid->charset);
	grid_put(grid, row, column, width, style, buffer_get(&fitted));
	buffer_done(&fitted);
}

void grid_fill(struct grid *grid, int row, int column, int rows, int columns, enum style style)
{
	for (int r = row < 0 ? 0 : row; r < row + rows && r < grid->rows; r++)
		for (int c = column < 0 ? 0 : column; c < column + columns && c < grid->columns;
			c++) {
			break_wide(grid, r, c);
			blank(cell_at(grid, r, c), style);
		}
}

void grid_box(struct grid *grid, int row, int column, int rows, int columns, enum style style)
{
	static const char *const lines[][6] = {
		[TEXT_ASCII] = {"-", "|", "+", "+", "+", "+"},
		[TEXT_UTF8] = {"\xe2\x94\x80", "\xe2\x94\x82", "\xe2\x94\x8c", "\xe2\x94\x90",
			"\xe2\x94\x94", "\xe2\x94\x98"},
	};
	const char *const *line = lines[grid->charset];
	int bottom = row + rows - 1, last = column + columns - 1;

	grid_fill(grid, row, column, rows, columns, style);
	for (int c = column + 1; c < last; c++) {
		grid_put(grid, row, c, 1, style, line[0]);
		grid_put(grid, bottom, c, 1, style, line[0]);
	}
	for (int r = row + 1; r < bottom; r++) {
		grid_put(grid, r, column, 1, style, line[1]);
		grid_put(grid, r, last, 1, style, line[1]);
	}
	grid_put(grid, row, column, 1, style, line[2]);
	grid_put(grid, row, last, 1, style, line[3]);
	grid_put(grid, bottom, column, 1, style, line[4]);
	grid_put(grid, bottom, last, 1, style, line[5]);
}

void grid_restyle(struct grid *grid, int row, int column, int columns, enum style style)
{
	if (row < 0 || row >= grid->rows)
		return;
	for (int c = column < 0 ? 0 : column; c < column + columns && c < grid->columns; c++)
		cell_at(grid, row, c)->style = (unsigned char)style;
}

void grid_set_cursor(struct grid *grid, int row, int column)
{
	if (row >= 0 && row < grid->rows && column >= 0 && column < grid->columns) {
		grid->cursor_row = row;
		grid->cursor_column = column;
	}
}

static void dump_row(const struct grid *grid, int row, struct buffer *out, bool styles)
{
	size_t kept = out->length;

	for (int column = 0; column < grid->columns; column++) {
		const struct grid_cell *cell = cell_at(grid, row, column);
		bool blank_cell =
			styles ? cell->style == STYLE_NORMAL : strcmp(cell->bytes, " ") == 0;

		if (styles)
			buffer_char(out, style_letter((enum style)cell->style));
		else
			buffer_text(out, cell->bytes);
		if (!blank_cell)
			kept = out->length;
	}
	out->length = kept;
	buffer_char(out, '\n');
}

void grid_dump(const struct grid *grid, struct buffer *out, bool styles)
{
	for (int row = 0; row < grid->rows; row++)
		dump_row(grid, row, out, false);
	if (!styles)
		return;
	buffer_text(out, "--\n");
	for (int row = 0; row < grid->rows; row++)
		dump_row(grid, row, out, true);
}
