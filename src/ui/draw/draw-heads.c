/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/draw/draw-heads.h"

#include <string.h>

#include "base/text.h"
#include "view/group/group-column.h"

static enum style title_style(const struct draw_heads *heads, const struct layout_column *shown)
{
	if (shown->index == layout_cursor(heads->layout))
		return STYLE_TITLE_CURSOR;
	return shown->column == heads->sort ? STYLE_TITLE_CHOSEN : STYLE_TITLE;
}

/* Marks that columns are out of sight to the left or right, if there is room. */
static void draw_more(const struct layout *layout, struct grid *grid, int row)
{
	const struct grid_cell *last = &grid->cells[(row + 1) * grid->columns - 1];
	bool utf8 = grid->charset == TEXT_UTF8;

	if (layout->scrolled)
		grid_put(grid, row, 0, 1, STYLE_TITLE, utf8 ? "\xe2\x97\x82" : "<");
	if (layout_has_more(layout) && strcmp(last->bytes, " ") == 0)
		grid_put(grid, row, grid->columns - 1, 1, (enum style)last->style,
			utf8 ? "\xe2\x96\xb8" : ">");
}

static const char *direction(const struct draw_heads *heads, const struct grid *grid)
{
	if (grid->charset == TEXT_UTF8)
		return heads->descending ? "\xe2\x96\xbe" : "\xe2\x96\xb4";
	return heads->descending ? "v" : "^";
}

/*
 * Draws the arrow of the direction behind the title; where the title fills its column, in the blank
 * between this column and the next one.
 */
static void draw_direction(const struct draw_heads *heads, struct grid *grid, int row,
	const struct layout_column *shown, int title_width)
{
	bool right = shown->column->flags & COLUMN_RIGHT;
	int at = shown->at + shown->width;

	if (title_width < shown->width)
		at = right ? shown->at + shown->width - title_width - 1 : shown->at + title_width;
	else if (right || at >= grid->columns)
		at = shown->at - 1;
	grid_put(grid, row, at, 1, title_style(heads, shown), direction(heads, grid));
}

void draw_heads(const struct draw_heads *heads, struct grid *grid, int row)
{
	const struct layout *layout = heads->layout;

	grid_fill(grid, row, 0, 1, grid->columns, STYLE_TITLE);
	for (size_t i = 0; i < layout->shown_count; i++) {
		const struct layout_column *shown = &layout->shown[i];
		const char *title = group_column_title(shown->column, heads->groups);

		grid_put_fitted(grid, row, shown->at, shown->width,
			shown->column->flags & COLUMN_RIGHT ? GRID_RIGHT : GRID_LEFT,
			title_style(heads, shown), title);
		if (shown->column == heads->sort)
			draw_direction(
				heads, grid, row, shown, (int)text_width(title, grid->charset));
	}
	draw_more(layout, grid, row);
}
