/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/widget/sheet-view.h"

#include <string.h>

#include "ui/cell/wrap.h"

/* Groups side by side: their least width, and their greatest number. */
enum { NARROW_WIDTH = 38, ABREAST_MAX = 4, GUTTER = 2 };

/* The greatest width of labels in wide groups, in cells. */
enum { LABEL_WIDTH = 11 };

/* The row of the grid, or -1 if it is not visible. */
static int row_of(const struct sheet_view *view, int below)
{
	int line = view->row + below - view->top;

	return view->grid && line >= 0 && line < view->area->rows ? view->area->row + line : -1;
}

void sheet_view_put(const struct sheet_view *view, int below, int column, int width,
	enum style style, const char *text)
{
	int row = row_of(view, below);

	if (width > view->area->columns - column)
		width = view->area->columns - column;
	if (row >= 0)
		grid_put(view->grid, row, view->area->column + column, width, style, text);
}

void sheet_view_put_fitted(const struct sheet_view *view, int below, int column, int width,
	enum grid_fit fit, enum style style, const char *text)
{
	int row = row_of(view, below);

	if (width > view->area->columns - column)
		width = view->area->columns - column;
	if (row >= 0)
		grid_put_fitted(
			view->grid, row, view->area->column + column, width, fit, style, text);
}

/* A title with a line after it. */
static void put_heading(
	const struct sheet_view *view, int below, int column, int width, const char *title)
{
	const char *line = view->charset == TEXT_UTF8 ? "\xe2\x94\x80" : "-";
	int used = (int)text_width(title, view->charset) + 1;

	if (row_of(view, below) < 0)
		return;
	sheet_view_put(view, below, column, width, STYLE_STRONG, title);
	for (; used < width; used++)
		sheet_view_put(view, below, column + used, 1, STYLE_DIM, line);
}

static enum style style_of(enum sheet_mark mark)
{
	switch (mark) {
	case SHEET_STRONG:
		return STYLE_STRONG;
	case SHEET_DIM:
		return STYLE_DIM;
	case SHEET_WARNING:
		return STYLE_WARNING;
	case SHEET_PLAIN:
		break;
	}
	return STYLE_NORMAL;
}

/* -------- wide groups -------- */

/*
 * A value in as many lines as it needs. It is made safe before it is wrapped: text from outside
 * must not start a line of its own.
 */
static void put_wrapped(
	struct sheet_view *view, int column, int width, enum style style, const char *value)
{
	struct buffer shown = {0}, lines = {0}, line = {0};

	text_add_shown(&shown, value, view->charset);
	wrap_add(&lines, buffer_get(&shown), shown.length, width > 2 ? (size_t)width : 2,
		view->charset);
	for (const char *at = buffer_get(&lines); *at; at = wrap_next(at), view->row++) {
		buffer_clear(&line);
		buffer_add(&line, at, strcspn(at, "\n"));
		sheet_view_put(view, 0, column, width, style, buffer_get(&line));
	}
	buffer_done(&shown);
	buffer_done(&lines);
	buffer_done(&line);
}

/* Labels that are wider than usual get the room they need. */
static int label_width(
	const struct sheet *sheet, const struct sheet_group *group, const struct sheet_view *view)
{
	int widest = 0;

	for (size_t i = 0; i < group->count; i++) {
		const char *label = sheet->items[group->first + i].label;
		int width = label ? (int)text_width(label, view->charset) : 0;

		widest = width > widest ? width : widest;
	}
	if (widest && widest < LABEL_WIDTH)
		widest = LABEL_WIDTH;
	return widest < view->area->columns / 2 ? widest : view->area->columns / 2;
}

static void put_wide(
	struct sheet_view *view, const struct sheet *sheet, const struct sheet_group *group)
{
	int width = view->area->columns - 2, labels = label_width(sheet, group, view);

	if (group->title) {
		put_heading(view, 0, 1, width, group->title);
		view->row++;
	}
	for (size_t i = 0; i < group->count; i++) {
		const struct sheet_item *item = &sheet->items[group->first + i];
		int at = item->label ? 1 + labels + 1 : 1;

		if (item->label)
			sheet_view_put(view, 0, 1, labels, STYLE_DIM, item->label);
		put_wrapped(view, at, view->area->columns - 1 - at, style_of(item->mark),
			sheet_text(sheet, item));
	}
	view->row++;
}

/* -------- narrow groups -------- */

/* A value is aligned to the right; if there is no room for both, the label is cut. */
static void put_item(const struct sheet_view *view, int below, int column, int width,
	const struct sheet_item *item, const char *value)
{
	int room = width - (int)text_width(value, view->charset) - 1;

	if (item->label && room > 0)
		sheet_view_put_fitted(view, below, column, room, GRID_LEFT, STYLE_DIM, item->label);
	if (room < 0)
		room = 0;
	sheet_view_put_fitted(
		view, below, column + room, width - room, GRID_RIGHT, style_of(item->mark), value);
}

static int put_narrow(const struct sheet_view *view, int below, int column, int width,
	const struct sheet *sheet, const struct sheet_group *group)
{
	if (group->title)
		put_heading(view, below++, column, width, group->title);
	for (size_t i = 0; i < group->count; i++) {
		const struct sheet_item *item = &sheet->items[group->first + i];

		put_item(view, below++, column, width, item, sheet_text(sheet, item));
	}
	return below + 1;
}

/*
 * Draws the narrow groups from `first` on, each below the shortest column; returns the next group.
 */
static size_t put_abreast(struct sheet_view *view, const struct sheet *sheet, size_t first)
{
	int room = view->area->columns - 2, ends[ABREAST_MAX] = {0}, longest = 0;
	int columns = (room + GUTTER) / (NARROW_WIDTH + GUTTER), width;
	size_t i;

	columns = columns < 1 ? 1 : columns > ABREAST_MAX ? ABREAST_MAX : columns;
	width = (room - GUTTER * (columns - 1)) / columns;
	for (i = first; i < sheet->group_count && sheet->groups[i].width == SHEET_NARROW; i++) {
		int best = 0;

		if (!sheet->groups[i].count)
			continue;
		for (int column = 1; column < columns; column++)
			if (ends[column] < ends[best])
				best = column;
		ends[best] = put_narrow(view, ends[best], 1 + best * (width + GUTTER), width, sheet,
			&sheet->groups[i]);
		longest = ends[best] > longest ? ends[best] : longest;
	}
	view->row += longest;
	return i;
}

void sheet_view_put_sheet(struct sheet_view *view, const struct sheet *sheet)
{
	size_t i = 0;

	while (i < sheet->group_count) {
		const struct sheet_group *group = &sheet->groups[i];

		if (group->width == SHEET_NARROW) {
			i = put_abreast(view, sheet, i);
			continue;
		}
		if (group->count)
			put_wide(view, sheet, group);
		i++;
	}
}
