/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The line that is typed into a dialog. */
#include "ui/widget/dialog.h"

#include <string.h>

/* The cells that the bytes from `from` to before `end` take. */
static int cells_between(const char *from, const char *end, enum text_charset charset)
{
	struct buffer part = {0};
	int cells;

	if (end > from)
		buffer_add(&part, from, (size_t)(end - from));
	cells = (int)text_width(buffer_get(&part), charset);
	buffer_done(&part);
	return cells;
}

/* Marks the wrong part of the input; `from` is the first visible byte. */
static void mark_wrong(const struct dialog *dialog, struct grid *grid, int row, int column,
	int room, const char *from)
{
	const char *wrong = dialog->input.text + dialog->wrong_at;
	int before = cells_between(from, wrong, grid->charset);
	int width = cells_between(
		wrong > from ? wrong : from, wrong + dialog->wrong_length, grid->charset);

	if (!dialog->wrong || before >= room || dialog->wrong_at > dialog->input.length)
		return;
	if (width < 1)
		width = 1;
	grid_restyle(grid, row, column + before, width < room - before ? width : room - before,
		STYLE_DIALOG_WRONG);
}

void dialog_draw_input(
	const struct dialog *dialog, struct grid *grid, int row, int column, int room)
{
	const struct lineedit *input = &dialog->input;
	const char *from = input->text;
	int width = cells_between(from, from + input->cursor, grid->charset);

	while (width > 0 && width >= room) {
		struct text_glyph glyph;

		from += text_next_glyph(from, strlen(from), grid->charset, &glyph);
		width -= glyph.width;
	}
	grid_put(grid, row, column, room, STYLE_DIALOG_TITLE, from);
	mark_wrong(dialog, grid, row, column, room, from);
	grid_set_cursor(grid, row, column + width);
}
