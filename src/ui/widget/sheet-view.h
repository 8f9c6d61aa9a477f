/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A column of lines that may be longer than the area it is seen through. Drawn without a grid it is
 * only measured: its length is where `row` ends.
 */
#ifndef SOCKVIEW_UI_WIDGET_SHEET_VIEW_H
#define SOCKVIEW_UI_WIDGET_SHEET_VIEW_H

#include "ui/cell/grid.h"
#include "view/detail/sheet.h"

struct sheet_view {
	struct grid *grid; /* NULL: to be measured */
	const struct area *area;
	enum text_charset charset;
	int top; /* the first line in sight */
	int row; /* the next line to be drawn */
};

/* As grid_put(), from a column of the area on, `below` lines below the canvas's row. */
void sheet_view_put(const struct sheet_view *canvas, int below, int column, int width,
	enum style style, const char *text);

/* The same in exactly `width` cells. */
void sheet_view_put_fitted(const struct sheet_view *canvas, int below, int column, int width,
	enum grid_fit fit, enum style style, const char *text);

/* Draws a sheet: wide groups over the whole area, narrow ones side by side. */
void sheet_view_put_sheet(struct sheet_view *canvas, const struct sheet *sheet);

#endif
