/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The output to the terminal, kept until the terminal takes it. If a terminal takes no output,
 * ncurses would wait for it. So ncurses writes to a memory file instead, and its output is
 * collected there.
 */
#ifndef SOCKVIEW_UI_TERM_TERM_OUTPUT_H
#define SOCKVIEW_UI_TERM_TERM_OUTPUT_H

#include <stdbool.h>

#include "base/buffer.h"

struct term_output {
	int terminal; /* does not block */
	int memory;   /* the file that ncurses writes to instead */
	bool lent;    /* `memory` is a descriptor that ncurses closes */
	struct buffer pending;
	size_t sent;
};

/* Finds the terminal of standard output. Returns 0 or -errno. */
int term_output_init(struct term_output *output);
void term_output_done(struct term_output *output);

/*
 * Makes `fd`, to which ncurses writes, a descriptor of the memory file; its owner still closes it.
 */
void term_output_lend(struct term_output *output, int fd);

/* Collects what has been written to the memory file since the last call. */
void term_output_collect(struct term_output *output);

/* Drops the output that has not been sent. True if a part of it has been sent: a frame was cut. */
bool term_output_drop(struct term_output *output);

/* Sends what the terminal takes. 0: all was sent; 1: some is left; -errno: the terminal is gone. */
int term_output_send(struct term_output *output);

#endif
