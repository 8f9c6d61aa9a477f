/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/draw/frame.h"

/* The cells of a key in the bar: "F1Help". */
static int key_width(const struct frame_key *key, const struct grid *grid)
{
	return (int)(text_width(key->key, grid->charset) + text_width(key->label, grid->charset));
}

/* A blank between keys, unless all of them fit only without it. */
static int bar_gap(const struct frame *frame, const struct grid *grid)
{
	int width = 0, keys = (int)frame->key_count;

	for (int i = 0; i < keys; i++)
		width += key_width(&frame->keys[i], grid);
	return width <= grid->columns && width + keys - 1 > grid->columns ? 0 : 1;
}

static void draw_bar(const struct frame *frame, struct grid *grid, const struct layout_lines *lines)
{
	int at = 0, gap = bar_gap(frame, grid);

	if (lines->bar < 0)
		return;
	for (size_t i = 0; i < frame->key_count; i++) {
		const struct frame_key *key = &frame->keys[i];

		if (at + key_width(key, grid) > grid->columns)
			break;
		at += grid_put(grid, lines->bar, at, grid->columns, STYLE_KEY, key->key);
		at += grid_put(grid, lines->bar, at, grid->columns, STYLE_BAR, key->label);
		at += gap;
	}
	grid_fill(grid, lines->bar, at - gap, 1, grid->columns - at + gap, STYLE_BAR);
}

int draw_bar_key_at(const struct frame *frame, const struct grid *grid, int column)
{
	int at = 0, gap = bar_gap(frame, grid);

	for (size_t i = 0; i < frame->key_count; i++) {
		int width = key_width(&frame->keys[i], grid);

		if (at + width > grid->columns)
			break;
		if (column >= at && column < at + width + gap)
			return (int)i;
		at += width + gap;
	}
	return -1;
}

static void draw_message(
	const struct frame *frame, struct grid *grid, const struct layout_lines *lines)
{
	if (!frame->message || lines->message < 0)
		return;
	grid_fill(grid, lines->message, 0, 1, grid->columns, STYLE_NORMAL);
	grid_put_fitted(grid, lines->message, 1, grid->columns - 1, GRID_LEFT,
		frame->message_is_error ? STYLE_ERROR : STYLE_STRONG, frame->message);
}

/* The title replaces the titles of the table's columns, the body its rows. */
static void draw_page(
	const struct frame *frame, struct grid *grid, const struct layout_lines *lines)
{
	struct area area = {
		.row = lines->first_row, .rows = lines->row_count, .columns = grid->columns};

	if (frame->page && lines->titles >= 0) {
		grid_fill(grid, lines->titles, 0, 1, grid->columns, STYLE_TITLE);
		grid_put_fitted(grid, lines->titles, 1, grid->columns - 1, GRID_LEFT, STYLE_TITLE,
			frame->page);
	}
	if (area.rows > 0)
		frame->draw_body(frame->body, grid, &area);
}

void draw_frame(const struct frame *frame, struct grid *grid)
{
	struct layout_lines lines;

	layout_lines(&lines, grid->rows, frame->notes != NULL, frame->strip && !frame->page);
	grid_clear(grid);
	if (!frame->page)
		draw_table(frame, grid, &lines);
	if (frame->strip && !frame->page)
		draw_strip(frame->strip, grid, &lines);
	if (frame->draw_body)
		draw_page(frame, grid, &lines);
	draw_header(frame, grid, &lines);
	draw_bar(frame, grid, &lines);
	draw_message(frame, grid, &lines);
	if (dialog_is_open(frame->dialog))
		dialog_draw(frame->dialog, grid);
}
