/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/widget/dialog.h"

#include <ctype.h>
#include <string.h>

#include "ui/term/keys.h"
#include "ui/cell/wrap.h"

void overlay_open(struct overlay *overlay, enum overlay_kind kind, const char *title)
{
	buffer_clear(&overlay->text);
	overlay->kind = kind;
	overlay->title = title;
	overlay->selected = overlay->top = 0;
	overlay->lines = overlay->height = 0;
	overlay->ask = NULL;
	overlay->wrong = false;
	overlay->letters[0] = '\0';
	overlay->typed = false;
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

static size_t last_top(const struct overlay *overlay)
{
	return overlay->lines > overlay->height ? overlay->lines - overlay->height : 0;
}

/* -------- keys -------- */

static void scroll_to(struct overlay *overlay, size_t line)
{
	size_t count = wrap_count(buffer_get(&overlay->text));

	if (overlay->kind == OVERLAY_LIST)
		overlay->selected = line < count ? line : count ? count - 1 : 0;
	else
		overlay->top = last_top(overlay) < line ? last_top(overlay) : line;
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
		scroll_to(overlay, SIZE_MAX);
		return true;
	}
	return false;
}

/* A letter jumps to the next entry that begins with it. */
static void jump_to_letter(struct overlay *overlay, uint32_t key)
{
	size_t count = wrap_count(buffer_get(&overlay->text)), best = count, line = 0;

	for (const char *at = buffer_get(&overlay->text); *at; at = wrap_next(at), line++) {
		size_t distance = (line + count - overlay->selected - 1) % count;

		if (tolower((unsigned char)*at) == tolower((int)key) && distance < best)
			best = distance;
	}
	if (best < count)
		overlay->selected = (overlay->selected + 1 + best) % count;
}

static bool has_input(const struct overlay *overlay)
{
	return overlay->kind == OVERLAY_PROMPT || overlay->kind == OVERLAY_LINE ||
	       (overlay->kind == OVERLAY_CHOICE && overlay->typed);
}

static enum overlay_answer question_key(struct overlay *overlay, uint32_t key)
{
	if (key == 'y' || key == 'Y')
		return OVERLAY_ACCEPTED;
	if (scroll_key(overlay, key))
		return OVERLAY_OPEN;
	/* Enter is the default answer: No. */
	return key == 'n' || key == 'N' || key == 'q' || key == KEY_RETURN ? OVERLAY_CLOSED
									   : OVERLAY_OPEN;
}

static enum overlay_answer choice_key(struct overlay *overlay, uint32_t key)
{
	if (key > 0 && key < 127 && strchr(overlay->letters, (int)key)) {
		overlay->chosen = (char)key;
		return OVERLAY_CHOSEN;
	}
	if (!overlay->typed)
		return question_key(overlay, key);
	if (key == KEY_RETURN)
		return overlay->input.text[0] ? OVERLAY_ACCEPTED : OVERLAY_CLOSED;
	if (key >= KEY_SPECIAL && scroll_key(overlay, key))
		return OVERLAY_OPEN;
	lineedit_key(&overlay->input, key);
	return OVERLAY_OPEN;
}

enum overlay_answer overlay_key(struct overlay *overlay, uint32_t key)
{
	if (key == KEY_ESCAPE)
		return OVERLAY_CLOSED;
	switch (overlay->kind) {
	case OVERLAY_QUESTION:
		return question_key(overlay, key);
	case OVERLAY_CHOICE:
		return choice_key(overlay, key);
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

bool overlay_paste(struct overlay *overlay, uint32_t point)
{
	if (has_input(overlay))
		lineedit_key(&overlay->input, point);
	return has_input(overlay);
}

/* -------- lines that fit -------- */

/* The text in lines of at most `width` cells; of a list every entry stays one line. */
static void add_lines(const struct overlay *overlay, size_t width, bool blanks,
	enum text_charset charset, struct buffer *out)
{
	for (const char *at = buffer_get(&overlay->text); *at; at = wrap_next(at)) {
		size_t length = strcspn(at, "\n");
		bool blank = strspn(at, " ") >= length;

		if (blank && !blanks)
			continue;
		if (blank || overlay->kind == OVERLAY_LIST) {
			buffer_add(out, at, length);
			buffer_char(out, '\n');
		} else {
			wrap_add(out, at, length, width, charset);
		}
	}
}

static size_t widest_line(const struct overlay *overlay, enum text_charset charset)
{
	size_t title = text_width(overlay->title, charset) + 2;
	size_t widest = wrap_widest(buffer_get(&overlay->text), charset);

	return widest > title ? widest : title;
}

/* -------- the box -------- */

struct box {
	int row, column, rows, columns;
	int height; /* lines of text in it */
};

/* As large as its content, and as the grid allows; adds the lines to show to `lines`. */
static struct box make_box(
	const struct overlay *overlay, const struct grid *grid, struct buffer *lines)
{
	size_t width = widest_line(overlay, grid->charset);
	int ask = overlay->ask ? 1 : 0;
	struct box box;

	if (overlay->ask) {
		size_t asked = text_width(overlay->ask, grid->charset) + 14;

		width = asked > width ? asked : width;
	}
	box.columns = (int)width + 4;
	if (box.columns > grid->columns)
		box.columns = grid->columns;
	width = box.columns > 5 ? (size_t)box.columns - 4 : 1;
	add_lines(overlay, width, true, grid->charset, lines);
	if (overlay->ask && (int)wrap_count(buffer_get(lines)) + 3 > grid->rows) {
		buffer_clear(lines);
		add_lines(overlay, width, false, grid->charset, lines);
	}
	box.rows = (int)wrap_count(buffer_get(lines)) + 2 + ask;
	if (box.rows > grid->rows)
		box.rows = grid->rows;
	box.height = box.rows > 2 + ask ? box.rows - 2 - ask : 0;
	box.row = (grid->rows - box.rows) / 2;
	box.column = (grid->columns - box.columns) / 2;
	return box;
}

/* At least half of the line is for what is typed. */
static void draw_ask(
	const struct overlay *overlay, struct grid *grid, int row, int column, int width)
{
	const char *ask = overlay->ask ? overlay->ask : "";
	int asked = (int)text_width(ask, grid->charset);
	int most = has_input(overlay) ? width / 2 : width;

	if (asked + 14 <= width)
		most = asked;
	if (asked > most)
		asked = most;
	grid_put_fitted(grid, row, column, asked, GRID_LEFT, STYLE_DIALOG_TITLE, ask);
	if (has_input(overlay))
		overlay_draw_input(overlay, grid, row, column + asked + 1, width - asked - 1);
	else
		grid_set_cursor(grid, row, column + (asked + 1 < width ? asked + 1 : asked));
}

/* Keeps what is selected in sight, and the window within the text. */
static void scroll_into_sight(struct overlay *overlay)
{
	if (overlay->top > last_top(overlay))
		overlay->top = last_top(overlay);
	if (overlay->kind != OVERLAY_LIST)
		return;
	if (overlay->selected < overlay->top)
		overlay->top = overlay->selected;
	if (overlay->height && overlay->selected >= overlay->top + overlay->height)
		overlay->top = overlay->selected - overlay->height + 1;
}

/* The letter that a line of a choice begins with; '\0': it has none. */
static char letter_of(const struct overlay *overlay, const char *line)
{
	bool has = overlay->kind == OVERLAY_CHOICE && line[0] && line[1] == ' ' && line[2] == ' ' &&
		   strchr(overlay->letters, line[0]);

	return has ? line[0] : '\0';
}

static void draw_lines(const struct overlay *overlay, struct grid *grid, const struct box *box,
	const struct buffer *lines)
{
	const char *at = buffer_get(lines);
	struct buffer line = {0};

	for (size_t skipped = 0; skipped < overlay->top && *at; skipped++)
		at = wrap_next(at);
	grid_set_cursor(grid, box->row + 1, box->column + 2);
	for (int i = 0; i < box->height && *at; i++, at = wrap_next(at)) {
		int row = box->row + 1 + i;
		bool chosen = overlay->kind == OVERLAY_LIST &&
			      overlay->top + (size_t)i == overlay->selected;

		buffer_clear(&line);
		buffer_add(&line, at, strcspn(at, "\n"));
		grid_put_fitted(grid, row, box->column + 2, box->columns - 4, GRID_LEFT,
			chosen ? STYLE_SELECTED : STYLE_DIALOG, buffer_get(&line));
		if (chosen)
			grid_set_cursor(grid, row, box->column + 2);
		if (letter_of(overlay, buffer_get(&line)))
			grid_restyle(grid, row, box->column + 2, 1, STYLE_DIALOG_TITLE);
	}
	buffer_done(&line);
}

/* The border, with the title in it and marks where there is more to see. */
static void draw_border(const struct overlay *overlay, struct grid *grid, const struct box *box)
{
	bool utf8 = grid->charset == TEXT_UTF8;
	int width = (int)text_width(overlay->title, grid->charset);
	int marks = box->column + box->columns - 5;

	if (width > box->columns - 6)
		width = box->columns - 6;
	grid_box(grid, box->row, box->column, box->rows, box->columns, STYLE_DIALOG);
	if (width > 0) {
		grid_put(grid, box->row, box->column + 1, 1, STYLE_DIALOG, " ");
		grid_put_fitted(grid, box->row, box->column + 2, width, GRID_LEFT,
			STYLE_DIALOG_TITLE, overlay->title);
		grid_put(grid, box->row, box->column + 2 + width, 1, STYLE_DIALOG, " ");
	}
	if (overlay->top > 0 && marks > box->column + 2 + width)
		grid_put(grid, box->row, marks, 3, STYLE_DIALOG_TITLE,
			utf8 ? " \xe2\x86\x91 " : " ^ ");
	if (overlay->top < last_top(overlay))
		grid_put(grid, box->row + box->rows - 1, marks, 3, STYLE_DIALOG_TITLE,
			utf8 ? " \xe2\x86\x93 " : " v ");
}

/* No room for a box: one line with what matters most. */
static void draw_narrow(struct overlay *overlay, struct grid *grid, const struct buffer *lines)
{
	struct box line = {.row = -1, .column = -2, .columns = grid->columns + 4, .height = 1};

	grid_fill(grid, 0, 0, 1, grid->columns, STYLE_DIALOG);
	if (overlay->ask) {
		draw_ask(overlay, grid, 0, 0, grid->columns);
		return;
	}
	overlay->height = 1;
	scroll_into_sight(overlay);
	draw_lines(overlay, grid, &line, lines);
}

static void draw_box(struct overlay *overlay, struct grid *grid)
{
	struct buffer lines = {0};
	struct box box = make_box(overlay, grid, &lines);

	overlay->lines = wrap_count(buffer_get(&lines));
	overlay->height = (size_t)box.height;
	if (box.rows < 3 || box.columns < 6) {
		draw_narrow(overlay, grid, &lines);
	} else {
		scroll_into_sight(overlay);
		draw_border(overlay, grid, &box);
		draw_lines(overlay, grid, &box, &lines);
		if (overlay->ask)
			draw_ask(overlay, grid, box.row + box.rows - 2, box.column + 2,
				box.columns - 4);
	}
	buffer_done(&lines);
}

/* Lines of a complaint that has no room in one: never more than half of the screen. */
static int complaint_rows(const struct buffer *lines, const struct grid *grid)
{
	int rows = (int)wrap_count(buffer_get(lines)), most = grid->rows > 3 ? grid->rows / 2 : 1;

	return rows < most ? rows : most;
}

/* At the bottom: the line, and below it what is wrong with it. */
static void draw_line(const struct overlay *overlay, struct grid *grid)
{
	size_t width = grid->columns > 2 ? (size_t)grid->columns - 1 : 1;
	struct buffer lines = {0}, line = {0};
	const char *at;
	int rows, row;

	wrap_add(&lines, buffer_get(&overlay->text), overlay->text.length, width, grid->charset);
	rows = overlay->text.length ? complaint_rows(&lines, grid) : 1;
	row = grid->rows > rows ? grid->rows - rows - 1 : 0;
	grid_fill(grid, row, 0, 1, grid->columns, STYLE_DIALOG);
	draw_ask(overlay, grid, row, 1, grid->columns - 1);
	at = buffer_get(&lines);
	while (overlay->text.length && ++row < grid->rows) {
		buffer_clear(&line);
		buffer_add(&line, at, strcspn(at, "\n"));
		grid_fill(grid, row, 0, 1, grid->columns, STYLE_NORMAL);
		grid_put_fitted(grid, row, 1, grid->columns - 1, GRID_LEFT, STYLE_WARNING,
			buffer_get(&line));
		at = wrap_next(at);
	}
	buffer_done(&lines);
	buffer_done(&line);
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
	struct buffer lines = {0};
	struct box box = make_box(overlay, grid, &lines);
	int entry = row - box.row - 1;

	buffer_done(&lines);
	if (overlay->kind != OVERLAY_LIST || entry < 0 || entry >= box.height ||
		(size_t)entry + overlay->top >= overlay->lines)
		return -1;
	return entry + (int)overlay->top;
}

char overlay_letter_at(const struct overlay *overlay, const struct grid *grid, int row)
{
	struct buffer lines = {0};
	struct box box = make_box(overlay, grid, &lines);
	const char *at = buffer_get(&lines);
	char letter = '\0';

	if (row > box.row && row <= box.row + box.height) {
		size_t line = overlay->top + (size_t)(row - box.row - 1);

		/* Of what is wrapped, the further lines belong to the first one. */
		for (size_t i = 0; i <= line && *at; i++, at = wrap_next(at))
			if (*at != ' ' || at[1] == '\n')
				letter = letter_of(overlay, at);
	}
	buffer_done(&lines);
	return letter;
}
