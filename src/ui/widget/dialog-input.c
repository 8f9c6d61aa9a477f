/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The line that is typed into a dialog. */
#include "ui/widget/dialog.h"

#include <string.h>

#include "ui/cell/wrap.h"

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
	grid_put(grid, row, column, room,
		dialog->failing   ? STYLE_DIALOG_WRONG
		: input->selected ? STYLE_SELECTED
				  : STYLE_DIALOG_TITLE,
		from);
	mark_wrong(dialog, grid, row, column, room, from);
	grid_set_cursor(grid, row, column + width);
}

/* Rows for an error message that does not fit into one line: at most half of the screen. */
static int complaint_rows(const struct buffer *lines, const struct grid *grid)
{
	int rows = (int)wrap_count(buffer_get(lines)), most = grid->rows > 3 ? grid->rows / 2 : 1;

	return rows < most ? rows : most;
}

/* What is wrong with the line, above it. */
void dialog_draw_complaint(const struct dialog *dialog, struct grid *grid, int row)
{
	size_t width = grid->columns > 2 ? (size_t)grid->columns - 1 : 1;
	struct buffer lines = {0}, line = {0};
	const char *at;

	wrap_add(&lines, buffer_get(&dialog->text), dialog->text.length, width, grid->charset);
	at = buffer_get(&lines);
	for (int left = complaint_rows(&lines, grid); left > 0 && *at; left--) {
		buffer_clear(&line);
		buffer_add(&line, at, strcspn(at, "\n"));
		at = wrap_next(at);
		if (row - left < 0)
			continue;
		grid_fill(grid, row - left, 0, 1, grid->columns, STYLE_NORMAL);
		grid_put_fitted(grid, row - left, 1, grid->columns - 1, GRID_LEFT, STYLE_WARNING,
			buffer_get(&line));
	}
	buffer_done(&lines);
	buffer_done(&line);
}

/* The note has its place if enough of it is left for what is typed. Returns the cells it takes. */
int dialog_draw_note(const struct dialog *dialog, struct grid *grid, int row)
{
	int width = (int)text_width(buffer_get(&dialog->note), grid->charset);
	int asked = dialog->ask ? (int)text_width(dialog->ask, grid->charset) : 0;

	if (!width || width + asked + 12 > grid->columns)
		return 0;
	grid_put(grid, row, grid->columns - width - 1, width,
		dialog->failing ? STYLE_DIALOG_WRONG : STYLE_DIALOG_TITLE,
		buffer_get(&dialog->note));
	return width + 2;
}
