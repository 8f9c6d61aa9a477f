/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files about ncurses have in common; nobody else includes it. */
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

/* A terminal that says it is larger is used up to here: cells cost memory and time. */
#define SIZE_MAX_CELLS 1000

struct curses_term {
	struct term term;
	SCREEN *screen;
	FILE *file; /* where ncurses writes to: its descriptor is the memory file */
	struct term_output output;
	struct key_decoder decoder;
	attr_t looks[STYLES];
	struct termios found, raw;
	struct buffer mouse_off;
	int rows, columns;
	bool suspended;
	bool mouse;  /* is told of */
	bool pastes; /* can be marked */
};

extern const struct term_ops curses_ops;

void curses_size(struct term *base, int *ret_rows, int *ret_columns);
/* Has pasted text marked from here on, where the terminal can. */
void curses_mark_pastes(struct curses_term *term);
void curses_adapt(struct term *base, const struct term_settings *settings);

#endif
