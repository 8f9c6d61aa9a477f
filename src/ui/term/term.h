/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A terminal: keys come from it, a grid of cells goes to it. The program's own is the one in
 * term-curses.c; tests put a script and a grid in its place.
 *
 * Nothing here waits. Where the terminal takes its output slower than frames are made, frames are
 * dropped, never queued: term_paint() does nothing while something of the last one is left.
 */
#ifndef SOCKVIEW_UI_TERM_TERM_H
#define SOCKVIEW_UI_TERM_TERM_H

#include <stdbool.h>

#include "base/instant.h"
#include "ui/cell/grid.h"
#include "ui/term/keys.h"

struct term;

struct term_settings {
	bool colors;
	enum theme theme;
	bool mouse;
};

struct term_ops {
	/* The size now, in cells; never more than a thousand rows or columns. */
	void (*size)(struct term *term, int *ret_rows, int *ret_columns);

	/* Takes the next key, click or pasted character that is already there; false: none. */
	bool (*next_key)(struct term *term, const struct instant *now, struct key_event *ret_key);

	/* When next_key() may have one although no input comes (Esc is one only when nothing
	 * follows it), monotonic clock; INT64_MAX: never. */
	int64_t (*wake_us)(const struct term *term);

	/* Shows a grid; false: the last one is not yet out, try again when it is. */
	bool (*paint)(struct term *term, const struct grid *grid);

	/* Hands a text to the terminal's clipboard, behind the last frame; false: it has none, or
	 * the text is too long. */
	bool (*copy)(struct term *term, const char *text);

	/* Writes what is left. 0: nothing is; 1: poll fd_out for room; -errno: the terminal is
	 * gone. */
	int (*flush)(struct term *term);

	/* Takes other settings than it was opened with; everything is then repainted. */
	void (*adapt)(struct term *term, const struct term_settings *settings);

	/* Sets about handing the terminal back as it was found: for a while, or for good. Then
	 * flush() until it has taken everything, but not for long; then let_go(). */
	void (*suspend)(struct term *term);
	void (*leave)(struct term *term);

	/* Forces on the terminal what it has not taken by now. */
	void (*let_go)(struct term *term);

	/* Takes the terminal again; everything is then repainted. */
	void (*resume)(struct term *term);
	void (*close)(struct term *term);
};

struct term {
	const struct term_ops *ops;
	int fd_in, fd_out; /* to poll */
};

enum term_fault {
	TERM_OK,
	TERM_NO_INPUT,  /* standard input is no terminal */
	TERM_NO_OUTPUT, /* standard output is no terminal */
	TERM_UNSET,     /* $TERM is empty or unset */
	TERM_UNKNOWN,   /* no description of it, or a name that is none */
	TERM_INCAPABLE, /* it cannot move its cursor: dumb */
	TERM_NO_RESOURCES,
};

/* Takes the terminal on standard input and output; needs the locale to be set. */
enum term_fault term_curses_open(const struct term_settings *settings, struct term **ret_term);

#endif
