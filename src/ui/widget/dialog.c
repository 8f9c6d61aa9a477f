/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/widget/dialog.h"

#include <string.h>

#include "base/ascii.h"
#include "ui/term/keys.h"
#include "ui/cell/wrap.h"

void dialog_open(struct dialog *dialog, enum dialog_kind kind, const char *title)
{
	buffer_clear(&dialog->text);
	dialog->kind = kind;
	dialog->title = title;
	dialog->selected = dialog->top = 0;
	dialog->lines = dialog->height = 0;
	dialog->at_spot = false;
	dialog->ask = NULL;
	dialog->wrong = dialog->failing = false;
	buffer_clear(&dialog->note);
	dialog->letters[0] = '\0';
	dialog->typed = false;
	lineedit_set(&dialog->input, "");
}

void dialog_close(struct dialog *dialog)
{
	dialog->kind = DIALOG_NONE;
}

void dialog_done(struct dialog *dialog)
{
	buffer_done(&dialog->text);
	buffer_done(&dialog->note);
}

static size_t last_top(const struct dialog *dialog)
{
	return dialog->lines > dialog->height ? dialog->lines - dialog->height : 0;
}

/* -------- keys -------- */

static void scroll_to(struct dialog *dialog, size_t line)
{
	size_t count = wrap_count(buffer_get(&dialog->text));

	if (dialog->kind == DIALOG_LIST)
		dialog->selected = line < count ? line : count ? count - 1 : 0;
	else
		dialog->top = last_top(dialog) < line ? last_top(dialog) : line;
}

static bool scroll_key(struct dialog *dialog, uint32_t key)
{
	size_t at = dialog->kind == DIALOG_LIST ? dialog->selected : dialog->top;
	size_t page = dialog->height > 1 ? dialog->height - 1 : 1;

	switch (key) {
	case KEY_CURSOR_UP:
	case KEY_WHEEL_UP:
		scroll_to(dialog, at ? at - 1 : 0);
		return true;
	case KEY_CURSOR_DOWN:
	case KEY_WHEEL_DOWN:
		scroll_to(dialog, at + 1);
		return true;
	case KEY_PAGE_UP:
		scroll_to(dialog, at > page ? at - page : 0);
		return true;
	case KEY_PAGE_DOWN:
	case KEY_SPACE:
		scroll_to(dialog, at + page);
		return true;
	case KEY_TO_HOME:
		scroll_to(dialog, 0);
		return true;
	case KEY_TO_END:
		scroll_to(dialog, SIZE_MAX);
		return true;
	}
	return false;
}

/* A letter selects the next entry that begins with it. */
static void jump_to_letter(struct dialog *dialog, uint32_t key)
{
	size_t count = wrap_count(buffer_get(&dialog->text)), best = count, line = 0;

	for (const char *at = buffer_get(&dialog->text); *at; at = wrap_next(at), line++) {
		size_t distance = (line + count - dialog->selected - 1) % count;

		if (ascii_lower(*at) == ascii_lower((char)key) && distance < best)
			best = distance;
	}
	if (best < count)
		dialog->selected = (dialog->selected + 1 + best) % count;
}

static bool has_input(const struct dialog *dialog)
{
	return dialog->kind == DIALOG_PROMPT || dialog->kind == DIALOG_LINE ||
	       (dialog->kind == DIALOG_CHOICE && dialog->typed);
}

static enum dialog_answer question_key(struct dialog *dialog, uint32_t key)
{
	if (key == 'y' || key == 'Y')
		return DIALOG_ACCEPTED;
	if (scroll_key(dialog, key))
		return DIALOG_OPEN;
	/* The default answer, for Enter, is No. */
	return key == 'n' || key == 'N' || key == 'q' || key == KEY_RETURN ? DIALOG_CLOSED
									   : DIALOG_OPEN;
}

static enum dialog_answer choice_key(struct dialog *dialog, uint32_t key)
{
	if (key > 0 && key < 127 && strchr(dialog->letters, (int)key)) {
		dialog->chosen = (char)key;
		return DIALOG_CHOSEN;
	}
	if (!dialog->typed)
		return question_key(dialog, key);
	if (key == KEY_RETURN)
		return dialog->input.text[0] ? DIALOG_ACCEPTED : DIALOG_CLOSED;
	if (key >= KEY_SPECIAL && scroll_key(dialog, key))
		return DIALOG_OPEN;
	lineedit_key(&dialog->input, key);
	return DIALOG_OPEN;
}

enum dialog_answer dialog_key(struct dialog *dialog, uint32_t key)
{
	if (key == KEY_ESCAPE)
		return DIALOG_CLOSED;
	switch (dialog->kind) {
	case DIALOG_QUESTION:
		return question_key(dialog, key);
	case DIALOG_CHOICE:
		return choice_key(dialog, key);
	case DIALOG_PROMPT:
	case DIALOG_LINE:
		if (key == KEY_RETURN)
			return DIALOG_ACCEPTED;
		lineedit_key(&dialog->input, key);
		return DIALOG_OPEN;
	case DIALOG_LIST:
		if (key == KEY_RETURN)
			return DIALOG_ACCEPTED;
		if (!scroll_key(dialog, key) && key > 32 && key < 127)
			jump_to_letter(dialog, key);
		return DIALOG_OPEN;
	case DIALOG_TEXT:
		if (scroll_key(dialog, key))
			return DIALOG_OPEN;
		return key == 'q' || key == KEY_RETURN || key > KEY_FUNCTION ? DIALOG_CLOSED
									     : DIALOG_OPEN;
	case DIALOG_NONE:
		break;
	}
	return DIALOG_CLOSED;
}

bool dialog_paste(struct dialog *dialog, uint32_t point)
{
	if (has_input(dialog))
		lineedit_key(&dialog->input, point);
	return has_input(dialog);
}

/* -------- wrapped lines -------- */

/* Adds the text in lines of at most `width` cells; an entry of a list stays on one line. */
static void add_lines(const struct dialog *dialog, size_t width, bool blanks,
	enum text_charset charset, struct buffer *out)
{
	for (const char *at = buffer_get(&dialog->text); *at; at = wrap_next(at)) {
		size_t length = strcspn(at, "\n");
		bool blank = strspn(at, " ") >= length;

		if (blank && !blanks)
			continue;
		if (blank || dialog->kind == DIALOG_LIST) {
			buffer_add(out, at, length);
			buffer_char(out, '\n');
		} else {
			wrap_add(out, at, length, width, charset);
		}
	}
}

static size_t widest_line(const struct dialog *dialog, enum text_charset charset)
{
	size_t title = text_width(dialog->title, charset) + 2;
	size_t widest = wrap_widest(buffer_get(&dialog->text), charset);

	return widest > title ? widest : title;
}

/* -------- the box -------- */

struct box {
	int row, column, rows, columns;
	int height; /* number of text lines in it */
};

/* Below the row that was clicked, else above it, and as far to the left as it takes to fit. */
static void place_box(const struct dialog *dialog, const struct grid *grid, struct box *box)
{
	int row = dialog->spot_row + 1, column = dialog->spot_column;

	if (row + box->rows > grid->rows && dialog->spot_row >= box->rows)
		row = dialog->spot_row - box->rows;
	if (row + box->rows > grid->rows)
		row = grid->rows - box->rows;
	if (column + box->columns > grid->columns)
		column = grid->columns - box->columns;
	box->row = row > 0 ? row : 0;
	box->column = column > 0 ? column : 0;
}

/* As large as its content, within the grid; adds the visible lines to `lines`. */
static struct box make_box(
	const struct dialog *dialog, const struct grid *grid, struct buffer *lines)
{
	size_t width = widest_line(dialog, grid->charset);
	int ask = dialog->ask ? 1 : 0;
	struct box box;

	if (dialog->ask) {
		size_t asked = text_width(dialog->ask, grid->charset) + 14;

		width = asked > width ? asked : width;
	}
	box.columns = (int)width + 4;
	if (box.columns > grid->columns)
		box.columns = grid->columns;
	width = box.columns > 5 ? (size_t)box.columns - 4 : 1;
	add_lines(dialog, width, true, grid->charset, lines);
	if (dialog->ask && (int)wrap_count(buffer_get(lines)) + 3 > grid->rows) {
		buffer_clear(lines);
		add_lines(dialog, width, false, grid->charset, lines);
	}
	box.rows = (int)wrap_count(buffer_get(lines)) + 2 + ask;
	if (box.rows > grid->rows)
		box.rows = grid->rows;
	box.height = box.rows > 2 + ask ? box.rows - 2 - ask : 0;
	box.row = (grid->rows - box.rows) / 2;
	box.column = (grid->columns - box.columns) / 2;
	if (dialog->at_spot)
		place_box(dialog, grid, &box);
	return box;
}

/* At least half of the line is for the input. */
static void draw_ask(const struct dialog *dialog, struct grid *grid, int row, int column, int width)
{
	const char *ask = dialog->ask ? dialog->ask : "";
	int asked = (int)text_width(ask, grid->charset);
	int most = has_input(dialog) ? width / 2 : width;

	if (asked + 14 <= width)
		most = asked;
	if (asked > most)
		asked = most;
	grid_put_fitted(grid, row, column, asked, GRID_LEFT, STYLE_DIALOG_TITLE, ask);
	if (has_input(dialog))
		dialog_draw_input(dialog, grid, row, column + asked + 1, width - asked - 1);
	else
		grid_set_cursor(grid, row, column + (asked + 1 < width ? asked + 1 : asked));
}

/* Keeps the selected entry visible, and the window within the text. */
static void scroll_into_sight(struct dialog *dialog)
{
	if (dialog->top > last_top(dialog))
		dialog->top = last_top(dialog);
	if (dialog->kind != DIALOG_LIST)
		return;
	if (dialog->selected < dialog->top)
		dialog->top = dialog->selected;
	if (dialog->height && dialog->selected >= dialog->top + dialog->height)
		dialog->top = dialog->selected - dialog->height + 1;
}

/* The letter that begins a line of a choice; '\0': none. */
static char letter_of(const struct dialog *dialog, const char *line)
{
	bool has = dialog->kind == DIALOG_CHOICE && line[0] && line[1] == ' ' && line[2] == ' ' &&
		   strchr(dialog->letters, line[0]);

	return has ? line[0] : '\0';
}

static void draw_lines(const struct dialog *dialog, struct grid *grid, const struct box *box,
	const struct buffer *lines)
{
	const char *at = buffer_get(lines);
	struct buffer line = {0};

	for (size_t skipped = 0; skipped < dialog->top && *at; skipped++)
		at = wrap_next(at);
	grid_set_cursor(grid, box->row + 1, box->column + 2);
	for (int i = 0; i < box->height && *at; i++, at = wrap_next(at)) {
		int row = box->row + 1 + i;
		bool chosen =
			dialog->kind == DIALOG_LIST && dialog->top + (size_t)i == dialog->selected;

		buffer_clear(&line);
		buffer_add(&line, at, strcspn(at, "\n"));
		grid_put_fitted(grid, row, box->column + 2, box->columns - 4, GRID_LEFT,
			chosen ? STYLE_SELECTED : STYLE_DIALOG, buffer_get(&line));
		if (chosen)
			grid_set_cursor(grid, row, box->column + 2);
		if (letter_of(dialog, buffer_get(&line)))
			grid_restyle(grid, row, box->column + 2, 1, STYLE_DIALOG_TITLE);
	}
	buffer_done(&line);
}

/* The border, with the title, and marks where there are more lines. */
static void draw_border(const struct dialog *dialog, struct grid *grid, const struct box *box)
{
	bool utf8 = grid->charset == TEXT_UTF8;
	int width = (int)text_width(dialog->title, grid->charset);
	int marks = box->column + box->columns - 5;

	if (width > box->columns - 6)
		width = box->columns - 6;
	grid_box(grid, box->row, box->column, box->rows, box->columns, STYLE_DIALOG);
	if (width > 0) {
		grid_put(grid, box->row, box->column + 1, 1, STYLE_DIALOG, " ");
		grid_put_fitted(grid, box->row, box->column + 2, width, GRID_LEFT,
			STYLE_DIALOG_TITLE, dialog->title);
		grid_put(grid, box->row, box->column + 2 + width, 1, STYLE_DIALOG, " ");
	}
	if (dialog->top > 0 && marks > box->column + 2 + width)
		grid_put(grid, box->row, marks, 3, STYLE_DIALOG_TITLE,
			utf8 ? " \xe2\x86\x91 " : " ^ ");
	if (dialog->top < last_top(dialog))
		grid_put(grid, box->row + box->rows - 1, marks, 3, STYLE_DIALOG_TITLE,
			utf8 ? " \xe2\x86\x93 " : " v ");
}

/* Without room for a box: one line with the most important part. */
static void draw_narrow(struct dialog *dialog, struct grid *grid, const struct buffer *lines)
{
	struct box line = {.row = -1, .column = -2, .columns = grid->columns + 4, .height = 1};

	grid_fill(grid, 0, 0, 1, grid->columns, STYLE_DIALOG);
	if (dialog->ask) {
		draw_ask(dialog, grid, 0, 0, grid->columns);
		return;
	}
	dialog->height = 1;
	scroll_into_sight(dialog);
	draw_lines(dialog, grid, &line, lines);
}

static void draw_box(struct dialog *dialog, struct grid *grid)
{
	struct buffer lines = {0};
	struct box box = make_box(dialog, grid, &lines);

	dialog->lines = wrap_count(buffer_get(&lines));
	dialog->height = (size_t)box.height;
	if (box.rows < 3 || box.columns < 6) {
		draw_narrow(dialog, grid, &lines);
	} else {
		scroll_into_sight(dialog);
		draw_border(dialog, grid, &box);
		draw_lines(dialog, grid, &box, &lines);
		if (dialog->ask)
			draw_ask(dialog, grid, box.row + box.rows - 2, box.column + 2,
				box.columns - 4);
	}
	buffer_done(&lines);
}

/* In the place of the message line, so that the bar below it tells the keys. */
static void draw_line(const struct dialog *dialog, struct grid *grid)
{
	int row = grid->rows > 1 ? grid->rows - 2 : 0;

	if (dialog->text.length)
		dialog_draw_complaint(dialog, grid, row);
	grid_fill(grid, row, 0, 1, grid->columns, STYLE_DIALOG);
	draw_ask(dialog, grid, row, 1, grid->columns - 1 - dialog_draw_note(dialog, grid, row));
}

void dialog_draw(struct dialog *dialog, struct grid *grid)
{
	if (dialog->kind == DIALOG_LINE) {
		draw_line(dialog, grid);
		return;
	}
	draw_box(dialog, grid);
}

int dialog_entry_at(const struct dialog *dialog, const struct grid *grid, int row, int column)
{
	struct buffer lines = {0};
	struct box box = make_box(dialog, grid, &lines);
	int entry = row - box.row - 1;

	buffer_done(&lines);
	if (dialog->kind != DIALOG_LIST || entry < 0 || entry >= box.height ||
		column < box.column || column >= box.column + box.columns ||
		(size_t)entry + dialog->top >= dialog->lines)
		return -1;
	return entry + (int)dialog->top;
}

bool dialog_is_beside(const struct dialog *dialog, const struct grid *grid, int row, int column)
{
	struct buffer lines = {0};
	struct box box = make_box(dialog, grid, &lines);

	buffer_done(&lines);
	return dialog->kind == DIALOG_LIST &&
	       (row < box.row || row >= box.row + box.rows || column < box.column ||
		       column >= box.column + box.columns);
}

char dialog_letter_at(const struct dialog *dialog, const struct grid *grid, int row)
{
	struct buffer lines = {0};
	struct box box = make_box(dialog, grid, &lines);
	const char *at = buffer_get(&lines);
	char letter = '\0';

	if (row > box.row && row <= box.row + box.height) {
		size_t line = dialog->top + (size_t)(row - box.row - 1);

		/* Lines of a wrapped entry belong to its first line. */
		for (size_t i = 0; i <= line && *at; i++, at = wrap_next(at))
			if (*at != ' ' || at[1] == '\n')
				letter = letter_of(dialog, at);
	}
	buffer_done(&lines);
	return letter;
}
