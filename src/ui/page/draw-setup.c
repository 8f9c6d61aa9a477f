/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/page/draw-setup.h"

#include <string.h>

#include "ui/cell/wrap.h"

#define BOX_COLUMNS 56
#define HELP_ROWS 2

/* Rows of the table that stay visible above the box. */
#define TABLE_ROWS 2

void draw_setup_lay_out(const struct area *area, struct setup_layout *ret_layout)
{
	struct setup_layout layout = {.sections = -1, .lines = *area};
	struct area *box = &layout.box;

	*ret_layout = layout;
	if (area->rows < 5 || area->columns < 16)
		return;
	*box = *area;
	if (box->columns > BOX_COLUMNS) {
		box->column += box->columns - BOX_COLUMNS;
		box->columns = BOX_COLUMNS;
	}
	if (box->rows > 10) {
		box->row += TABLE_ROWS;
		box->rows -= TABLE_ROWS;
	}
	layout.sections = box->row + 1;
	layout.lines =
		(struct area){box->row + 2, box->column + 2, box->rows - 3, box->columns - 4};
	if (box->rows > 9) {
		layout.lines.rows -= HELP_ROWS + 1;
		layout.help = (struct area){layout.lines.row + layout.lines.rows + 1,
			layout.lines.column, HELP_ROWS, layout.lines.columns};
	}
	*ret_layout = layout;
}

/* The cells of a section's name with a blank on both sides. */
static int section_width(const struct setup_view *view, const struct grid *grid, int section)
{
	return (int)text_width(view->sections[section], grid->charset) + 2;
}

static void draw_sections(
	const struct setup_view *view, const struct setup_layout *layout, struct grid *grid)
{
	int at = layout->box.column + 1, end = layout->box.column + layout->box.columns - 1;

	for (int i = 0; i < view->section_count && at < end; i++) {
		enum style style = i == view->section ? STYLE_SELECTED : STYLE_DIALOG_TITLE;
		int width = section_width(view, grid, i);

		if (width > end - at)
			width = end - at;
		grid_fill(grid, layout->sections, at, 1, width, style);
		grid_put(grid, layout->sections, at + 1, width - 1, style, view->sections[i]);
		at += width;
	}
}

int draw_setup_section_at(const struct setup_view *view, const struct setup_layout *layout,
	const struct grid *grid, int column)
{
	int at = layout->box.column + 1;

	for (int i = 0; i < view->section_count; i++) {
		int width = section_width(view, grid, i);

		if (column >= at && column < at + width)
			return i;
		at += width;
	}
	return -1;
}

/* "[x] LOCAL            auto" */
static void draw_line(
	const struct setup_line *line, struct grid *grid, const struct area *at, enum style style)
{
	int value = (int)text_width(line->value, grid->charset), name = 0;

	grid_fill(grid, at->row, at->column, 1, at->columns, style);
	if (line->boxed)
		name = grid_put(grid, at->row, at->column, at->columns, style,
			line->checked ? "[x] " : "[ ] ");
	if (value + name + 2 > at->columns)
		value = 0;
	grid_put_fitted(grid, at->row, at->column + name, at->columns - name - value - 1, GRID_LEFT,
		style, line->name);
	if (value)
		grid_put(
			grid, at->row, at->column + at->columns - value, value, style, line->value);
}

static void draw_lines(const struct setup_view *view, const struct scroller *scroller,
	const struct setup_layout *layout, struct grid *grid)
{
	for (int i = 0; i < layout->lines.rows; i++) {
		struct area at = layout->lines;
		size_t line = scroller->top + (size_t)i;
		bool selected = line == scroller->selected;

		at.row += i;
		if (line >= scroller->count) {
			grid_fill(grid, at.row, at.column, 1, at.columns, STYLE_DIALOG);
			continue;
		}
		draw_line(&view->lines[line], grid, &at, selected ? STYLE_SELECTED : STYLE_DIALOG);
		if (selected)
			grid_set_cursor(grid, at.row, at.column);
	}
}

static void draw_help(
	const struct setup_view *view, const struct setup_layout *layout, struct grid *grid)
{
	const struct area *area = &layout->help;
	struct buffer lines = {0}, line = {0};
	const char *at;

	wrap_add(&lines, view->help, strlen(view->help), (size_t)area->columns, grid->charset);
	at = buffer_get(&lines);
	for (int row = 0; row < area->rows && *at; row++) {
		size_t length = strcspn(at, "\n");

		buffer_clear(&line);
		buffer_add(&line, at, length);
		grid_put(grid, area->row + row, area->column, area->columns, STYLE_DIALOG,
			buffer_get(&line));
		at += length + (at[length] == '\n');
	}
	buffer_done(&lines);
	buffer_done(&line);
}

void draw_setup(const struct setup_view *view, const struct scroller *scroller,
	const struct setup_layout *layout, struct grid *grid)
{
	const struct area *box = &layout->box;

	if (box->rows) {
		grid_fill(grid, box->row, box->column, box->rows, box->columns, STYLE_DIALOG);
		grid_box(grid, box->row, box->column, box->rows, box->columns, STYLE_DIALOG);
		grid_put(grid, box->row, box->column + 2, box->columns - 4, STYLE_DIALOG_TITLE,
			view->title);
		draw_sections(view, layout, grid);
	}
	draw_lines(view, scroller, layout, grid);
	if (layout->help.rows)
		draw_help(view, layout, grid);
}
