/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The terminal by ncurses, which only this file and term-curses-start.c know.
 *
 * ncurses waits until its terminal has taken everything, on one that nobody reads for ever. So,
 * once it has found out what it needs, the descriptor that it writes to is replaced by a file in
 * memory, and what lands there is passed on as the terminal takes it. For the same reason the modes
 * of the terminal are set here, at once, and not behind what the terminal has yet to take.
 */
#include "ui/term-curses-inside.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "ui/clipboard.h"
#include "ui/term-name.h"
#include "ui/term-rescue.h"

static struct curses_term *from_term(struct term *term)
{
	return (struct curses_term *)term;
}

/* -------- output -------- */

static int curses_flush(struct term *base)
{
	return term_rescue_is_called() ? 1 : outflow_send(&from_term(base)->outflow);
}

/* Writes cells of one style that stand side by side; returns the column after them. */
static int paint_run(
	struct curses_term *term, const struct grid *grid, int row, int column, struct buffer *text)
{
	const struct grid_cell *cells = &grid->cells[(size_t)row * (size_t)grid->columns];
	unsigned char style = cells[column].style;
	int end = column;

	buffer_clear(text);
	while (end < grid->columns && cells[end].style == style)
		buffer_text(text, cells[end++].bytes);
	attrset(term->looks[style]);
	mvaddnstr(row, column, buffer_get(text), (int)text->length);
	return end;
}

static bool curses_paint(struct term *base, const struct grid *grid)
{
	struct curses_term *term = from_term(base);
	struct buffer text = {0};

	if (term->suspended || curses_flush(base) != 0)
		return false;
	for (int row = 0; row < grid->rows && row < term->rows; row++) {
		int column = 0;

		while (column < grid->columns)
			column = paint_run(term, grid, row, column, &text);
	}
	move(grid->cursor_row, grid->cursor_column);
	wnoutrefresh(stdscr);
	doupdate();
	buffer_done(&text);
	outflow_collect(&term->outflow);
	curses_flush(base);
	return true;
}

/* Frames are handed on whole: this never gets into one. */
static bool curses_copy(struct term *base, const char *text)
{
	struct curses_term *term = from_term(base);

	return term_name_has_clipboard(getenv("TERM")) && !term->suspended &&
	       curses_flush(base) == 0 && clipboard_add_sequence(&term->outflow.pending, text);
}

/* -------- input -------- */

static const struct {
	int code;
	uint32_t key;
} key_codes[] = {
	{KEY_UP, KEY_CURSOR_UP},
	{KEY_DOWN, KEY_CURSOR_DOWN},
	{KEY_LEFT, KEY_CURSOR_LEFT},
	{KEY_RIGHT, KEY_CURSOR_RIGHT},
	{KEY_PPAGE, KEY_PAGE_UP},
	{KEY_NPAGE, KEY_PAGE_DOWN},
	{KEY_HOME, KEY_TO_HOME},
	{KEY_FIND, KEY_TO_HOME},
	{KEY_END, KEY_TO_END},
	{KEY_SELECT, KEY_TO_END},
	{KEY_BACKSPACE, KEY_ERASE},
	{KEY_DC, KEY_DELETE},
	{KEY_ENTER, KEY_RETURN},
};

static bool take_mouse(struct key_event *ret_key)
{
	MEVENT mouse;

	if (getmouse(&mouse) != OK)
		return false;
	ret_key->row = mouse.y;
	ret_key->column = mouse.x;
	if (mouse.bstate & (BUTTON1_PRESSED | BUTTON1_CLICKED))
		ret_key->key = KEY_CLICK;
	else if (mouse.bstate & BUTTON4_PRESSED)
		ret_key->key = KEY_WHEEL_UP;
	else if (mouse.bstate & BUTTON5_PRESSED)
		ret_key->key = KEY_WHEEL_DOWN;
	else
		return false;
	return true;
}

static bool take_special(int code, struct key_event *ret_key)
{
	if (code == KEY_MOUSE)
		return take_mouse(ret_key);
	if (code >= KEY_F(1) && code <= KEY_F(24)) {
		ret_key->key = KEY_FUNCTION + (uint32_t)(code - KEY_F(0));
		return true;
	}
	for (size_t i = 0; i < sizeof(key_codes) / sizeof(key_codes[0]); i++) {
		if (key_codes[i].code == code) {
			ret_key->key = key_codes[i].key;
			return true;
		}
	}
	return false;
}

static bool curses_next_key(struct term *base, struct key_event *ret_key)
{
	wint_t code;
	int kind;

	(void)base;
	/* What is no key of ours (a release of a button) is passed over, not taken for "none
	 * there". */
	while ((kind = get_wch(&code)) != ERR) {
		*ret_key = (struct key_event){0};
		if (kind == KEY_CODE_YES) {
			if (take_special((int)code, ret_key))
				return true;
			continue;
		}
		if (code == KEY_ESCAPE) {
			wint_t next;

			/* ncurses has waited for the rest already: a character here means Alt. */
			kind = get_wch(&next);
			if (kind == OK && next != KEY_ESCAPE)
				ret_key->key = KEY_ALT | (uint32_t)next;
			else
				ret_key->key = KEY_ESCAPE;
			return true;
		}
		ret_key->key = code == '\n' ? KEY_RETURN : code == 127 ? KEY_ERASE : (uint32_t)code;
		return true;
	}
	return false;
}

/* -------- size, coming and going -------- */

static int clamp(int cells)
{
	return cells < SIZE_MAX_CELLS ? cells : SIZE_MAX_CELLS;
}

/* Where the terminal does not say its size, that stays what it was. */
void curses_size(struct term *base, int *ret_rows, int *ret_columns)
{
	struct curses_term *term = from_term(base);
	struct winsize size;

	if (ioctl(base->fd_out, TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col) {
		term->rows = size.ws_row;
		term->columns = size.ws_col;
	}
	term->rows = clamp(term->rows);
	term->columns = clamp(term->columns);
	if (term->rows != LINES || term->columns != COLS)
		resizeterm(term->rows, term->columns);
	*ret_rows = term->rows;
	*ret_columns = term->columns;
}

static void curses_suspend(struct term *base)
{
	struct curses_term *term = from_term(base);

	if (term->suspended)
		return;
	term_rescue_add_owed(&term->outflow.pending);
	endwin();
	outflow_collect(&term->outflow);
	term_rescue_set_modes();
	term->suspended = true;
}

static void curses_resume(struct term *base)
{
	struct curses_term *term = from_term(base);

	term_rescue_begin_again();
	tcsetattr(STDIN_FILENO, TCSANOW, &term->raw);
	term->suspended = false;
	keypad(stdscr, TRUE);
	clearok(curscr, TRUE);
}

static void curses_leave(struct term *base)
{
	struct curses_term *term = from_term(base);
	bool cut =
		outflow_drop(&term->outflow); /* whatever is still pending is worth nothing now */

	if (term->suspended)
		return; /* it is somebody else's by now */
	term_rescue_add_leave(&term->outflow.pending, cut);
	term_rescue_set_modes();
}

static void curses_let_go(struct term *base)
{
	struct curses_term *term = from_term(base);

	if (term->outflow.pending.length)
		term_rescue();
	term_rescue_end();
	outflow_drop(&term->outflow);
}

static void curses_close(struct term *base)
{
	struct curses_term *term = from_term(base);

	/* delscreen() crashes where memory was short; the screen ends with the program */
	outflow_done(&term->outflow);
	buffer_done(&term->mouse_off);
	fclose(term->file);
	free(term);
}

/* -------- looks and mouse -------- */

static attr_t attributes_of(unsigned char set)
{
	return (set & STYLE_BOLD ? A_BOLD : 0) | (set & STYLE_REVERSE ? A_REVERSE : 0) |
	       (set & STYLE_UNDERLINE ? A_UNDERLINE : 0) | (set & STYLE_FAINT ? A_DIM : 0);
}

static void set_looks(struct curses_term *term, const struct term_settings *settings)
{
	bool colors = settings->colors && settings->theme != THEME_MONO, own;

	colors = colors && has_colors() && start_color() == OK && COLORS >= 8 &&
		 COLOR_PAIRS > STYLES;
	own = colors && use_default_colors() == OK;
	for (int style = 0; style < STYLES; style++) {
		struct style_look look =
			style_look(colors ? settings->theme : THEME_MONO, (enum style)style);
		short foreground = look.foreground, background = look.background;

		term->looks[style] = attributes_of(look.attributes);
		if (!colors)
			continue;
		if (!own && foreground < 0)
			foreground = COLOR_WHITE;
		if (!own && background < 0)
			background = COLOR_BLACK;
		init_pair((short)(style + 1), foreground, background);
		term->looks[style] |= (attr_t)COLOR_PAIR(style + 1);
	}
}

void curses_adapt(struct term *base, const struct term_settings *settings)
{
	mmask_t buttons = BUTTON1_PRESSED | BUTTON1_CLICKED | BUTTON4_PRESSED | BUTTON5_PRESSED;
	struct curses_term *term = from_term(base);

	if (settings->mouse || term->mouse)
		mousemask(settings->mouse ? buttons : 0, NULL);
	if (settings->mouse)
		term_rescue_owe(buffer_get(&term->mouse_off), term->mouse_off.length);
	term->mouse = settings->mouse;
	set_looks(term, settings);
	clearok(curscr, TRUE);
}

const struct term_ops curses_ops = {
	.size = curses_size,
	.next_key = curses_next_key,
	.paint = curses_paint,
	.copy = curses_copy,
	.flush = curses_flush,
	.adapt = curses_adapt,
	.suspend = curses_suspend,
	.resume = curses_resume,
	.leave = curses_leave,
	.let_go = curses_let_go,
	.close = curses_close,
};
