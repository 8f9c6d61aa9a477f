/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The strip of lines below the table. */
#ifndef SOCKVIEW_UI_DRAW_DRAW_STRIP_H
#define SOCKVIEW_UI_DRAW_DRAW_STRIP_H

#include "ui/cell/grid.h"
#include "ui/cell/style.h"
#include "ui/widget/layout.h"

struct strip_line {
	char *text; /* NULL: there is none yet */
	enum style style;
};

/* A ring buffer of `size` lines; `count` is the number of all lines that were ever added. */
struct draw_strip_model {
	const struct strip_line *lines;
	size_t size, count;
};

/* Draws a title and below it the last lines, the newest at the bottom. */
void draw_strip(
	const struct draw_strip_model *model, struct grid *grid, const struct layout_lines *lines);

#endif
