/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The terminal by means of ncurses, which only this file and term-curses-start.c use.
 *
 * ncurses waits until the terminal has taken everything; if nobody reads the terminal, it waits
 * forever. So, when ncurses has found out what it needs, the descriptor that it writes to is
 * replaced by a memory file, and the file's content is passed on as the terminal takes it. For the
 * same reason the terminal's modes are set here, immediately, and not after pending output. Input
 * does not go through ncurses at all: it would report the rest of every unknown sequence as typed
 * keys.
 */
#include "ui/term/term-curses-internal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "ui/term/clipboard.h"
#include "ui/term/term-name.h"
#include "ui/term/term-rescue.h"

/* Asks the terminal to mark pasted text, or to stop that; a terminal that cannot ignores it. */
#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

static struct curses_term *from_term(struct term *term)
{
	return (struct curses_term *)term;
}

/* -------- output -------- */

static int curses_flush(struct term *base)
{
	return term_rescue_is_called() ? 1 : term_output_send(&from_term(base)->output);
}

/* Writes adjacent cells of one style; returns the column after them. */
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
	term_output_collect(&term->output);
	curses_flush(base);
	return true;
}

/* Frames are passed on as a whole: this text never gets into one. */
static bool curses_copy(struct term *base, const char *text)
{
	struct curses_term *term = from_term(base);

	return term_name_has_clipboard(getenv("TERM")) && !term->suspended &&
	       curses_flush(base) == 0 && clipboard_add_sequence(&term->output.pending, text);
}

/* -------- input -------- */

/* Never waits: it first asks how many bytes are there. */
static void take_input(struct curses_term *term, const struct instant *now)
{
	size_t room = key_decoder_room(&term->decoder);
	char bytes[sizeof(term->decoder.bytes)];
	ssize_t length;
	int there;

	if (!room || ioctl(term->term.fd_in, FIONREAD, &there) < 0 || there <= 0)
		return;
	length = read(term->term.fd_in, bytes, (size_t)there < room ? (size_t)there : room);
	if (length > 0)
		key_decoder_feed(&term->decoder, bytes, (size_t)length, now->mono_us);
}

static bool curses_next_key(struct term *base, const struct instant *now, struct key_event *ret_key)
{
	struct curses_term *term = from_term(base);

	take_input(term, now);
	return key_decoder_next(&term->decoder, now->mono_us, ret_key);
}

static int64_t curses_wake_us(const struct term *base)
{
	return key_decoder_wake_us(&((const struct curses_term *)base)->decoder);
}

void curses_mark_pastes(struct curses_term *term)
{
	if (!term->pastes)
		return;
	term_rescue_owe(PASTE_OFF, strlen(PASTE_OFF));
	buffer_text(&term->output.pending, PASTE_ON);
}

/* -------- size; suspend, leave and resume -------- */

static int clamp(int cells)
{
	return cells < SIZE_MAX_CELLS ? cells : SIZE_MAX_CELLS;
}

/* If the terminal does not report its size, the size stays as it was. */
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
	term_rescue_add_owed(&term->output.pending);
	endwin();
	term_output_collect(&term->output);
	term_rescue_set_modes();
	term->suspended = true;
}

static void curses_resume(struct term *base)
{
	struct curses_term *term = from_term(base);

	term_rescue_begin_again();
	tcsetattr(STDIN_FILENO, TCSANOW, &term->raw);
	term->suspended = false;
	key_decoder_reset(&term->decoder);
	keypad(stdscr, TRUE);
	curses_mark_pastes(term);
	clearok(curscr, TRUE);
}

static void curses_leave(struct term *base)
{
	struct curses_term *term = from_term(base);
	bool cut = term_output_drop(&term->output); /* pending output is useless now */

	if (term->suspended)
		return; /* another job may have the terminal now */
	term_rescue_add_leave(&term->output.pending, cut);
	term_rescue_set_modes();
}

static void curses_let_go(struct term *base)
{
	struct curses_term *term = from_term(base);

	if (term->output.pending.length)
		term_rescue();
	term_rescue_end();
	term_output_drop(&term->output);
}

static void curses_close(struct term *base)
{
	struct curses_term *term = from_term(base);

	/* delscreen() crashes if memory is short; the screen is freed when the program ends */
	term_output_done(&term->output);
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
	mmask_t buttons = BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED;
	struct curses_term *term = from_term(base);
	bool mouse = settings->mouse && term_name_has_mouse(getenv("TERM"));

	if (mouse || term->mouse)
		mousemask(mouse ? buttons : 0, NULL);
	if (mouse)
		term_rescue_owe(buffer_get(&term->mouse_off), term->mouse_off.length);
	term->mouse = term->decoder.mouse = mouse;
	set_looks(term, settings);
	clearok(curscr, TRUE);
}

const struct term_ops curses_ops = {
	.size = curses_size,
	.next_key = curses_next_key,
	.wake_us = curses_wake_us,
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
