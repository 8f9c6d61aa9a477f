/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A list of lines that may be longer than the area that shows it. Without a grid nothing is drawn:
 * this measures the list, whose length is `row` at the end.
 */
#ifndef SOCKVIEW_UI_WIDGET_SHEET_VIEW_H
#define SOCKVIEW_UI_WIDGET_SHEET_VIEW_H

#include "ui/cell/grid.h"
#include "view/detail/sheet.h"

struct sheet_view {
	struct grid *grid; /* NULL: only measure */
	const struct area *area;
	enum text_charset charset;
	int top; /* the first visible line */
	int row; /* the next line to be drawn */
};

/* Like grid_put(): at `column` of the area, and `below` lines below the line `row`. */
void sheet_view_put(const struct sheet_view *view, int below, int column, int width,
	enum style style, const char *text);

/* The same in exactly `width` cells: see grid_put_fitted(). */
void sheet_view_put_fitted(const struct sheet_view *view, int below, int column, int width,
	enum grid_fit fit, enum style style, const char *text);

/* Draws a sheet: wide groups over the whole area, narrow ones side by side. */
void sheet_view_put_sheet(struct sheet_view *view, const struct sheet *sheet);

#endif
