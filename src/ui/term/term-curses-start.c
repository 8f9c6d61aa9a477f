/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How the program takes the terminal: what the terminal must be able to do, and what must be known
 * to leave it.
 */
#include "ui/term/term-curses-internal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "ui/term/term-name.h"
#include "ui/term/term-rescue.h"

/*
 * From <term.h>, which defines a hundred common words as macros, `columns` and `lines` among them.
 */
extern int setupterm(const char *name, int fd, int *ret_status);
extern char *tigetstr(const char *capability);
extern void *set_curterm(void *description);
extern int del_curterm(void *description);

static const char *description(const char *name)
{
	const char *text = tigetstr(name);

	return text == (char *)-1 ? NULL : text;
}

static void set_modes(struct curses_term *term)
{
	term->raw = term->found;
	term->raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | IEXTEN);
	term->raw.c_cc[VMIN] = 0;
	term->raw.c_cc[VTIME] = 0;
	/* Ctrl-C is a key here; Ctrl-Z and Ctrl-\ still send signals. */
	term->raw.c_cc[VINTR] = _POSIX_VDISABLE;
	tcsetattr(STDIN_FILENO, TCSANOW, &term->raw);
}

/* Moves what ncurses has written into `out`, so that it does not reach the terminal. */
static void take_written(struct curses_term *term, struct buffer *out)
{
	term_output_collect(&term->output);
	buffer_clear(out);
	buffer_add(out, buffer_get(&term->output.pending), term->output.pending.length);
	term_output_drop(&term->output);
}

/*
 * Gets the bytes that turn the mouse off, by turning it on and off while the output is kept from
 * the terminal.
 */
static void learn_mouse(struct curses_term *term)
{
	mousemask(BUTTON1_PRESSED, NULL);
	take_written(term, &term->mouse_off);
	mousemask(0, NULL);
	take_written(term, &term->mouse_off);
}

/* Adds the capability without its marks for delays. */
static void add_capability(struct buffer *out, const char *name)
{
	const char *text = description(name);

	while (text && *text) {
		size_t length = strcspn(text, "$");

		buffer_add(out, text, length);
		text += length;
		if (*text)
			text += text[1] == '<' ? strcspn(text, ">") + 1 : 1;
	}
}

/*
 * Gets the bytes that restore the terminal, by leaving it once while the output is kept from the
 * terminal.
 */
static void learn_to_leave(struct curses_term *term)
{
	struct buffer leave = {0}, plain = {0};

	add_capability(&plain, "sgr0");
	wnoutrefresh(stdscr);
	doupdate();
	take_written(term, &leave);
	endwin();
	take_written(term, &leave);
	term_rescue_learn(&leave, &plain);
	keypad(stdscr, TRUE);
	curses_mark_pastes(term);
	clearok(curscr, TRUE);
	buffer_done(&leave);
	buffer_done(&plain);
}

/*
 * ncurses allocates its windows at once in the size that it finds. It prefers the size in the
 * environment to the terminal's own, so a size that is too large is limited there.
 */
static void limit_size(const char *variable, int cells)
{
	const char *said = getenv(variable);
	char most[16];

	if ((said ? strtol(said, NULL, 10) : cells) <= SIZE_MAX_CELLS)
		return;
	snprintf(most, sizeof(most), "%d", SIZE_MAX_CELLS);
	setenv(variable, most, 1);
}

static enum term_fault check_terminal(struct termios *ret_modes)
{
	enum term_fault fault;
	int status;

	if (!isatty(STDOUT_FILENO))
		return TERM_NO_OUTPUT;
	if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, ret_modes) < 0)
		return TERM_NO_INPUT;
	fault = term_name_check(getenv("TERM"));
	if (fault)
		return fault;
	if (setupterm(NULL, STDOUT_FILENO, &status) != OK)
		return TERM_UNKNOWN;
	fault = description("cup") ? TERM_OK : TERM_INCAPABLE;
	del_curterm(set_curterm(NULL)); /* newterm() reads it again */
	return fault;
}

/*
 * True for a terminal that parses sequences as in ECMA-48, and so ignores modes that it does not
 * have.
 */
static bool understands_modes(void)
{
	const char *move_cursor = description("cup");

	return move_cursor && strncmp(move_cursor, "\033[", 2) == 0;
}

/* All questions of ncurses to the terminal itself, while ncurses still writes to it. */
static bool start_curses(struct curses_term *term, const struct term_settings *settings)
{
	int output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	struct winsize size = {0};

	ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	limit_size("LINES", size.ws_row);
	limit_size("COLUMNS", size.ws_col);
	term->file = output >= 0 ? fdopen(output, "w") : NULL;
	if (term->file)
		term->screen = newterm(NULL, term->file, stdin);
	if (!term->screen) {
		if (term->file)
			fclose(term->file);
		return false;
	}
	cbreak();
	/* ncurses has no more questions to the terminal, and nothing has been written yet. */
	term_output_lend(&term->output, output);
	noecho();
	intrflush(stdscr, FALSE);
	typeahead(-1);
	key_decoder_init(&term->decoder);
	key_spellings_learn(&term->decoder.spellings, description);
	term->pastes = understands_modes();
	learn_mouse(term);
	curses_adapt(&term->term, settings);
	getmaxyx(stdscr, term->rows, term->columns);
	return true;
}

enum term_fault term_curses_open(const struct term_settings *settings, struct term **ret_term)
{
	struct termios found;
	enum term_fault fault = check_terminal(&found);
	struct curses_term *term;
	int rows, columns;

	if (fault)
		return fault;
	term = alloc_zero(1, sizeof(*term));
	if (term_output_init(&term->output) < 0) {
		free(term);
		return TERM_NO_RESOURCES;
	}
	term->found = found;
	term_rescue_begin(term->output.terminal, &found);
	atexit(term_rescue); /* ncurses calls exit() if it has no memory */
	if (!start_curses(term, settings)) {
		term_rescue();
		term_rescue_end();
		term_output_done(&term->output);
		free(term);
		return TERM_NO_RESOURCES;
	}
	term->term = (struct term){
		.ops = &curses_ops, .fd_in = STDIN_FILENO, .fd_out = term->output.terminal};
	set_modes(term);
	keypad(stdscr, TRUE);
	curses_size(&term->term, &rows, &columns);
	learn_to_leave(term);
	*ret_term = &term->term;
	return TERM_OK;
}
