/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/overlay.h"

#include <ctype.h>
#include <string.h>

#include "ui/keys.h"

void overlay_open(struct overlay *overlay, enum overlay_kind kind, const char *title)
{
	buffer_clear(&overlay->text);
	overlay->kind = kind;
	overlay->title = title;
	overlay->selected = overlay->top = 0;
	overlay->ask = NULL;
	overlay->careful = false;
	lineedit_set(&overlay->input, "");
}

void overlay_close(struct overlay *overlay)
{
	overlay->kind = OVERLAY_NONE;
}

void overlay_done(struct overlay *overlay)
{
	buffer_done(&overlay->text);
}

static const char *next_line(const char *text)
{
	const char *end = strchr(text, '\n');

	return end ? end + 1 : text + strlen(text);
}

static size_t count_lines(const struct overlay *overlay)
{
	size_t count = 0;

	for (const char *at = buffer_get(&overlay->text); *at; at = next_line(at))
		count++;
	return count;
}

/* -------- keys -------- */

static void scroll_to(struct overlay *overlay, size_t line)
{
	size_t count = count_lines(overlay);

	if (overlay->kind == OVERLAY_LIST) {
		overlay->selected = line < count ? line : count ? count - 1 : 0;
		return;
	}
	if (line + overlay->height > count)
		line = count > overlay->height ? count - overlay->height : 0;
	overlay->top = line;
}

static bool scroll_key(struct overlay *overlay, uint32_t key)
{
	size_t at = overlay->kind == OVERLAY_LIST ? overlay->selected : overlay->top;
	size_t page = overlay->height > 1 ? overlay->height - 1 : 1;

	switch (key) {
	case KEY_CURSOR_UP:
	case KEY_WHEEL_UP:
		scroll_to(overlay, at ? at - 1 : 0);
		return true;
	case KEY_CURSOR_DOWN:
	case KEY_WHEEL_DOWN:
		scroll_to(overlay, at + 1);
		return true;
	case KEY_PAGE_UP:
		scroll_to(overlay, at > page ? at - page : 0);
		return true;
	case KEY_PAGE_DOWN:
	case KEY_SPACE:
		scroll_to(overlay, at + page);
		return true;
	case KEY_TO_HOME:
		scroll_to(overlay, 0);
		return true;
	case KEY_TO_END:
		scroll_to(overlay, count_lines(overlay));
		return true;
	}
	return false;
}

/* A letter jumps to the next entry that begins with it. */
static void jump_to_letter(struct overlay *overlay, uint32_t key)
{
	size_t count = count_lines(overlay), best = count, line = 0;

	for (const char *at = buffer_get(&overlay->text); *at; at = next_line(at), line++) {
		size_t distance = (line + count - overlay->selected - 1) % count;

		if ((uint32_t)tolower((unsigned char)*at) == key && distance < best)
			best = distance;
	}
	if (best < count)
		overlay->selected = (overlay->selected + 1 + best) % count;
}

enum overlay_answer overlay_key(struct overlay *overlay, uint32_t key)
{
	if (key == KEY_ESCAPE)
		return OVERLAY_CLOSED;
	switch (overlay->kind) {
	case OVERLAY_QUESTION:
		if (key == 'y' || key == 'Y')
			return OVERLAY_ACCEPTED;
		/* Enter is the default answer: No. */
		return key == 'n' || key == 'N' || key == 'q' || key == KEY_RETURN ? OVERLAY_CLOSED
										   : OVERLAY_OPEN;
	case OVERLAY_PROMPT:
	case OVERLAY_LINE:
		if (key == KEY_RETURN)
			return OVERLAY_ACCEPTED;
		lineedit_key(&overlay->input, key);
		return OVERLAY_OPEN;
	case OVERLAY_LIST:
		if (key == KEY_RETURN)
			return OVERLAY_ACCEPTED;
		if (!scroll_key(overlay, key) && key > 32 && key < 127)
			jump_to_letter(overlay, key);
		return OVERLAY_OPEN;
	case OVERLAY_TEXT:
		if (scroll_key(overlay, key))
			return OVERLAY_OPEN;
		return key == 'q' || key == KEY_RETURN || key > KEY_FUNCTION ? OVERLAY_CLOSED
									     : OVERLAY_OPEN;
	case OVERLAY_NONE:
		break;
	}
	return OVERLAY_CLOSED;
}

/* -------- drawing -------- */

struct frame_of_overlay {
	int row, column, rows, columns;
};

static size_t widest_line(const struct overlay *overlay, enum text_charset charset)
{
	struct buffer line = {0};
	size_t widest = text_width(overlay->title, charset) + 2;

	for (const char *at = buffer_get(&overlay->text); *at; at = next_line(at)) {
		size_t width;

		buffer_clear(&line);
		buffer_add(&line, at, strcspn(at, "\n"));
		width = text_width(buffer_get(&line), charset);
		widest = width > widest ? width : widest;
	}
	buffer_done(&line);
	return widest;
}

/* The box: as large as its content, and as the grid allows. */
static struct frame_of_overlay place(const struct overlay *overlay, const struct grid *grid)
{
	struct frame_of_overlay box;
	size_t width = widest_line(overlay, grid->charset);
	int ask = overlay->ask ? 1 : 0;

	if (overlay->ask) {
		size_t asked = text_width(overlay->ask, grid->charset) + 14;

		width = asked > width ? asked : width;
	}
	box.rows = (int)count_lines(overlay) + 2 + ask;
	box.columns = (int)width + 4;
	if (box.rows > grid->rows)
		box.rows = grid->rows;
	if (box.columns > grid->columns)
		box.columns = grid->columns;
	box.row = (grid->rows - box.rows) / 2;
	box.column = (grid->columns - box.columns) / 2;
	return box;
}

static void draw_ask(
	const struct overlay *overlay, struct grid *grid, int row, int column, int width)
{
	int used = grid_put(grid, row, column, width, STYLE_DIALOG_TITLE, overlay->ask);

	used += grid_put(grid, row, column + used, width - used, STYLE_DIALOG, " ");
	if (overlay->kind == OVERLAY_PROMPT || overlay->kind == OVERLAY_LINE)
		used += grid_put(grid, row, column + used, width - used, STYLE_DIALOG_TITLE,
			overlay->input.text);
	grid_set_cursor(grid, row, column + used);
}

/* Keeps the selected entry of a list in sight. */
static void follow_selection(struct overlay *overlay)
{
	if (overlay->kind != OVERLAY_LIST)
		return;
	if (overlay->selected < overlay->top)
		overlay->top = overlay->selected;
	if (overlay->height && overlay->selected >= overlay->top + overlay->height)
		overlay->top = overlay->selected - overlay->height + 1;
}

static void draw_lines(const struct overlay *overlay, struct grid *grid,
	const struct frame_of_overlay *box, int height)
{
	const char *at = buffer_get(&overlay->text);
	struct buffer line = {0};
	int width = box->columns - 4;

	for (size_t skipped = 0; skipped < overlay->top && *at; skipped++)
		at = next_line(at);
	for (int i = 0; i < height && *at; i++, at = next_line(at)) {
		int row = box->row + 1 + i;
		bool chosen = overlay->kind == OVERLAY_LIST &&
			      overlay->top + (size_t)i == overlay->selected;

		buffer_clear(&line);
		buffer_add(&line, at, strcspn(at, "\n"));
		grid_put_fitted(grid, row, box->column + 2, width, GRID_LEFT,
			chosen ? STYLE_SELECTED : STYLE_DIALOG, buffer_get(&line));
		if (chosen)
			grid_set_cursor(grid, row, box->column + 2);
	}
	buffer_done(&line);
}

static void draw_box(struct overlay *overlay, struct grid *grid)
{
	struct frame_of_overlay box = place(overlay, grid);
	int height = box.rows - 2 - (overlay->ask ? 1 : 0);
	size_t lines = count_lines(overlay);

	if (box.rows < 3 || box.columns < 6) {
		/* No room for a box: what is asked is all that can be said. */
		grid_fill(grid, 0, 0, 1, grid->columns, STYLE_DIALOG);
		grid_put(grid, 0, 0, grid->columns, STYLE_DIALOG,
			overlay->ask ? overlay->ask : overlay->title);
		return;
	}
	overlay->height = height > 0 ? (size_t)height : 0;
	follow_selection(overlay);
	grid_box(grid, box.row, box.column, box.rows, box.columns, STYLE_DIALOG);
	grid_put(grid, box.row, box.column + 1, 1, STYLE_DIALOG, " ");
	grid_put(grid, box.row,
		box.column + 3 +
			grid_put(grid, box.row, box.column + 2, box.columns - 4, STYLE_DIALOG_TITLE,
				overlay->title) -
			1,
		1, STYLE_DIALOG, " ");
	draw_lines(overlay, grid, &box, height);
	if (overlay->top + overlay->height < lines)
		grid_put(grid, box.row + box.rows - 1, box.column + box.columns - 5, 3,
			STYLE_DIALOG_TITLE, grid->charset == TEXT_UTF8 ? " \xe2\x86\x93 " : " v ");
	if (overlay->ask)
		draw_ask(overlay, grid, box.row + box.rows - 2, box.column + 2, box.columns - 4);
}

/* At the bottom: the line, and below it what is wrong with it. */
static void draw_line(const struct overlay *overlay, struct grid *grid)
{
	int row = grid->rows > 1 ? grid->rows - 2 : 0;

	grid_fill(grid, row, 0, 1, grid->columns, STYLE_DIALOG);
	draw_ask(overlay, grid, row, 1, grid->columns - 1);
	if (overlay->text.length && grid->rows > 1) {
		grid_fill(grid, row + 1, 0, 1, grid->columns, STYLE_NORMAL);
		grid_put_fitted(grid, row + 1, 1, grid->columns - 1, GRID_LEFT, STYLE_WARNING,
			buffer_get(&overlay->text));
	}
}

void overlay_draw(struct overlay *overlay, struct grid *grid)
{
	if (overlay->kind == OVERLAY_LINE) {
		draw_line(overlay, grid);
		return;
	}
	draw_box(overlay, grid);
}

int overlay_entry_at(const struct overlay *overlay, const struct grid *grid, int row)
{
	struct frame_of_overlay box = place(overlay, grid);
	int entry = row - box.row - 1;

	if (overlay->kind != OVERLAY_LIST || entry < 0 || entry >= (int)overlay->height ||
		(size_t)entry + overlay->top >= count_lines(overlay))
		return -1;
	return entry + (int)overlay->top;
}
