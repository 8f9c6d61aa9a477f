/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the files that use ncurses; no other file includes it. */
#ifndef SOCKVIEW_UI_TERM_TERM_CURSES_INTERNAL_H
#define SOCKVIEW_UI_TERM_TERM_CURSES_INTERNAL_H

#include <curses.h>
#include <stdbool.h>
#include <stdio.h>
#include <termios.h>

#include "base/buffer.h"
#include "ui/term/key-decoder.h"
#include "ui/term/term-output.h"
#include "ui/term/term.h"

/* Limit for a terminal that claims to be larger: cells cost memory and time. */
#define SIZE_MAX_CELLS 1000

struct curses_term {
	struct term term;
	SCREEN *screen;
	FILE *file; /* ncurses writes here: its descriptor is the memory file */
	struct term_output output;
	struct key_decoder decoder;
	attr_t looks[STYLES];
	struct termios found, raw;
	struct buffer mouse_off;
	int rows, columns;
	bool suspended;
	bool mouse;  /* mouse reports are on */
	bool pastes; /* the terminal can mark pastes */
};

extern const struct term_ops curses_ops;

void curses_size(struct term *base, int *ret_rows, int *ret_columns);
/* Asks the terminal to mark pasted text from now on, if it can. */
void curses_mark_pastes(struct curses_term *term);
void curses_adapt(struct term *base, const struct term_settings *settings);

#endif
