/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The terminal by ncurses, the only file that knows it.
 *
 * ncurses waits until its terminal has taken everything, on one that nobody reads for ever. So,
 * once it has found out what it needs, the descriptor that it writes to is replaced by a file in
 * memory, and what lands there is passed on as the terminal takes it. For the same reason the modes
 * of the terminal are set here, at once, and not behind what the terminal has yet to take.
 */
#include "ui/term.h"

#include <curses.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "ui/clipboard.h"
#include "ui/outflow.h"
#include "ui/term-name.h"

/* Of <term.h>, which takes a hundred common words for itself, `columns` and `lines` among them. */
extern int setupterm(const char *name, int fd, int *ret_status);
extern char *tigetstr(const char *capability);
extern void *set_curterm(void *description);
extern int del_curterm(void *description);

/* Milliseconds that may pass between ESC and the rest of a key. */
#define ESCAPE_DELAY 25

#define RESTORE_MAX 512

struct curses_term {
	struct term term;
	SCREEN *screen;
	FILE *file; /* where ncurses writes to: its descriptor is the memory file */
	struct outflow outflow;
	attr_t looks[STYLES];
	struct termios raw;
	int rows, columns;
	bool suspended;
	bool mouse; /* is told of */
};

/* For term_curses_rescue(), which has no argument: how to leave the terminal. */
static struct {
	volatile int taken;
	int fd;
	struct termios modes;
	char leave[RESTORE_MAX];
	size_t leave_length;
} rescue;

static struct curses_term *from_term(struct term *term)
{
	return (struct curses_term *)term;
}

void term_curses_rescue(void)
{
	if (!rescue.taken)
		return;
	rescue.taken = 0;
	/* Not more than the terminal takes at once: if it takes nothing, nobody sees it anyway. */
	if (write(rescue.fd, rescue.leave, rescue.leave_length) < 0) {
		/* nothing can be done about it */
	}
	tcsetattr(STDIN_FILENO, TCSANOW, &rescue.modes);
}

/* -------- output -------- */

static int curses_flush(struct term *base)
{
	return outflow_send(&from_term(base)->outflow);
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
	       outflow_send(&term->outflow) == 0 &&
	       clipboard_add_sequence(&term->outflow.pending, text);
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

static void curses_size(struct term *base, int *ret_rows, int *ret_columns)
{
	struct curses_term *term = from_term(base);
	struct winsize size;

	if (ioctl(base->fd_out, TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col) {
		term->rows = size.ws_row;
		term->columns = size.ws_col;
	}
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
	endwin();
	outflow_collect(&term->outflow);
	curses_flush(base);
	tcsetattr(STDIN_FILENO, TCSANOW, &rescue.modes);
	term->suspended = true;
}

static void curses_resume(struct term *base)
{
	struct curses_term *term = from_term(base);

	tcsetattr(STDIN_FILENO, TCSANOW, &term->raw);
	term->suspended = false;
	keypad(stdscr, TRUE);
	clearok(curscr, TRUE);
}

static void curses_leave(struct term *base)
{
	struct curses_term *term = from_term(base);

	if (!rescue.taken)
		return;
	rescue.taken = 0;
	/* Whatever is still pending is worth nothing now. */
	outflow_drop(&term->outflow);
	if (term->suspended)
		return; /* it is somebody else's by now */
	buffer_add(&term->outflow.pending, rescue.leave, rescue.leave_length);
	tcsetattr(STDIN_FILENO, TCSANOW, &rescue.modes);
}

static void curses_close(struct term *base)
{
	struct curses_term *term = from_term(base);

	/* delscreen() crashes where memory was short; the screen ends with the program */
	outflow_done(&term->outflow);
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

static void curses_adapt(struct term *base, const struct term_settings *settings)
{
	mmask_t buttons = BUTTON1_PRESSED | BUTTON1_CLICKED | BUTTON4_PRESSED | BUTTON5_PRESSED;
	struct curses_term *term = from_term(base);

	if (settings->mouse || term->mouse)
		mousemask(settings->mouse ? buttons : 0, NULL);
	term->mouse = settings->mouse;
	set_looks(term, settings);
	clearok(curscr, TRUE);
}

static const struct term_ops curses_ops = {
	.size = curses_size,
	.next_key = curses_next_key,
	.paint = curses_paint,
	.copy = curses_copy,
	.flush = curses_flush,
	.adapt = curses_adapt,
	.suspend = curses_suspend,
	.resume = curses_resume,
	.leave = curses_leave,
	.close = curses_close,
};

/* -------- start -------- */

static void set_modes(struct curses_term *term)
{
	term->raw = rescue.modes;
	term->raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | IEXTEN);
	term->raw.c_cc[VMIN] = 1;
	term->raw.c_cc[VTIME] = 0;
	/* Ctrl-C is a key here; Ctrl-Z and Ctrl-\ are the terminal's. */
	term->raw.c_cc[VINTR] = _POSIX_VDISABLE;
	tcsetattr(STDIN_FILENO, TCSANOW, &term->raw);
}

/* Learns the bytes that leave the terminal as it was found, by leaving it once without its
 * noticing. */
static void learn_to_leave(struct curses_term *term)
{
	wnoutrefresh(stdscr);
	doupdate();
	outflow_collect(&term->outflow);
	outflow_drop(&term->outflow);
	endwin();
	outflow_collect(&term->outflow);
	if (term->outflow.pending.length <= RESTORE_MAX) {
		memcpy(rescue.leave, term->outflow.pending.data, term->outflow.pending.length);
		rescue.leave_length = term->outflow.pending.length;
	}
	outflow_drop(&term->outflow);
	keypad(stdscr, TRUE);
	clearok(curscr, TRUE);
}

static enum term_fault check_terminal(void)
{
	enum term_fault fault;
	const char *move_cursor;
	int status;

	if (!isatty(STDOUT_FILENO))
		return TERM_NO_OUTPUT;
	if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &rescue.modes) < 0)
		return TERM_NO_INPUT;
	fault = term_name_check(getenv("TERM"));
	if (fault)
		return fault;
	if (setupterm(NULL, STDOUT_FILENO, &status) != OK)
		return TERM_UNKNOWN;
	move_cursor = tigetstr("cup");
	fault = move_cursor && move_cursor != (char *)-1 ? TERM_OK : TERM_INCAPABLE;
	del_curterm(set_curterm(NULL)); /* newterm() reads it again */
	return fault;
}

/* Everything that ncurses asks the terminal itself for, while it still has it. */
static bool start_curses(struct curses_term *term, const struct term_settings *settings)
{
	int output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);

	term->file = output >= 0 ? fdopen(output, "w") : NULL;
	if (term->file)
		term->screen = newterm(NULL, term->file, stdin);
	if (!term->screen) {
		if (term->file)
			fclose(term->file);
		return false;
	}
	cbreak();
	/* That was the last that it had to ask the terminal for; nothing was written so far. */
	outflow_lend(&term->outflow, output);
	noecho();
	nodelay(stdscr, TRUE);
	intrflush(stdscr, FALSE);
	typeahead(-1);
	set_escdelay(ESCAPE_DELAY);
	mouseinterval(0);
	curses_adapt(&term->term, settings);
	getmaxyx(stdscr, term->rows, term->columns);
	return true;
}

enum term_fault term_curses_open(const struct term_settings *settings, struct term **ret_term)
{
	enum term_fault fault = check_terminal();
	struct curses_term *term;

	if (fault)
		return fault;
	term = alloc_zero(1, sizeof(*term));
	if (outflow_init(&term->outflow) < 0) {
		free(term);
		return TERM_NO_RESOURCES;
	}
	rescue.fd = term->outflow.terminal;
	rescue.taken = 1;
	atexit(term_curses_rescue); /* ncurses ends the program where it has no memory */
	if (!start_curses(term, settings)) {
		term_curses_rescue();
		outflow_done(&term->outflow);
		free(term);
		return TERM_NO_RESOURCES;
	}
	term->term = (struct term){
		.ops = &curses_ops, .fd_in = STDIN_FILENO, .fd_out = term->outflow.terminal};
	set_modes(term);
	keypad(stdscr, TRUE);
	learn_to_leave(term);
	*ret_term = &term->term;
	return TERM_OK;
}
