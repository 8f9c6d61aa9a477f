/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/draw/draw-strip.h"

#include "base/i18n.h"

void draw_strip(
	const struct draw_strip_model *model, struct grid *grid, const struct layout_lines *lines)
{
	size_t room = lines->strip_rows > 1 ? (size_t)lines->strip_rows - 1 : 0;
	size_t shown = model->count < room ? model->count : room;

	if (lines->strip < 0)
		return;
	grid_fill(grid, lines->strip, 0, 1, grid->columns, STYLE_TITLE);
	grid_put_fitted(grid, lines->strip, 1, grid->columns - 1, GRID_LEFT, STYLE_TITLE,
		shown ? _("What happened last") : _("Nothing has happened yet"));
	for (size_t i = 0; i < shown; i++) {
		const struct strip_line *line =
			&model->lines[(model->count - shown + i) % model->size];

		grid_put_fitted(grid, lines->strip + 1 + (int)i, 1, grid->columns - 1, GRID_LEFT,
			line->style, line->text);
	}
}
