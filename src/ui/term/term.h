/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A terminal: a source of keys, and a screen for a grid of cells. The program uses the terminal of
 * term-curses.c; tests use a script and a grid instead.
 *
 * Nothing here waits. If the terminal takes output more slowly than frames are made, frames are
 * dropped, never queued: `paint` does nothing while a part of the last frame is not sent yet.
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
	/* The present size, in cells; never more than a thousand rows or columns. */
	void (*size)(struct term *term, int *ret_rows, int *ret_columns);

	/* Returns the next key, click or pasted character that has already arrived; false: none. */
	bool (*next_key)(struct term *term, const struct instant *now, struct key_event *ret_key);

	/*
	 * When next_key() may return a key without further input (ESC is a key only if nothing
	 * follows it), in microseconds of the monotonic clock; INT64_MAX: never.
	 */
	int64_t (*wake_us)(const struct term *term);

	/* Shows a grid; false: the last one has not been sent yet, try again when it has. */
	bool (*paint)(struct term *term, const struct grid *grid);

	/*
	 * Sends a text to the terminal's clipboard, after the last frame; false: the terminal has
	 * no clipboard, or the text is too long.
	 */
	bool (*copy)(struct term *term, const char *text);

	/*
	 * Writes output that is not sent yet. 0: nothing is left; 1: poll fd_out for room; -errno:
	 * the terminal is gone.
	 */
	int (*flush)(struct term *term);

	/* Changes the settings; then everything is painted again. */
	void (*adapt)(struct term *term, const struct term_settings *settings);

	/*
	 * Begin to restore the terminal's original state: suspend() for a while, leave() for good.
	 * Then call flush() until the terminal has taken everything, but not for long; then
	 * let_go().
	 */
	void (*suspend)(struct term *term);
	void (*leave)(struct term *term);

	/* Restores the terminal by force if it has not taken everything by now. */
	void (*let_go)(struct term *term);

	/* Takes the terminal again; then everything is painted again. */
	void (*resume)(struct term *term);
	void (*close)(struct term *term);
};

struct term {
	const struct term_ops *ops;
	int fd_in, fd_out; /* for poll() */
};

enum term_fault {
	TERM_OK,
	TERM_NO_INPUT,  /* standard input is not a terminal */
	TERM_NO_OUTPUT, /* standard output is not a terminal */
	TERM_UNSET,     /* $TERM is empty or unset */
	TERM_UNKNOWN,   /* $TERM has no description, or cannot be a name */
	TERM_INCAPABLE, /* the terminal cannot move its cursor: dumb */
	TERM_NO_RESOURCES,
};

/* Takes the terminal on standard input and output; the locale must be set before. */
enum term_fault term_curses_open(const struct term_settings *settings, struct term **ret_term);

#endif
