/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What goes to the terminal, kept until the terminal takes it. A writer that would wait for a
 * terminal that nobody reads (ncurses) writes to a file in memory instead, which is emptied from
 * here.
 */
#ifndef SOCKVIEW_UI_TERM_TERM_OUTPUT_H
#define SOCKVIEW_UI_TERM_TERM_OUTPUT_H

#include <stdbool.h>

#include "base/buffer.h"

struct term_output {
	int terminal; /* does not block */
	int memory;   /* what the writer is given in its place */
	bool lent;    /* the writer closes it */
	struct buffer pending;
	size_t sent;
};

/* Finds the terminal of standard output. 0 or -errno. */
int term_output_init(struct term_output *output);
void term_output_done(struct term_output *output);

/* Makes the writer's `fd` the memory file; it stays the writer's to close. */
void term_output_lend(struct term_output *output, int fd);

/* Takes over what has been written to the memory file since the last time. */
void term_output_collect(struct term_output *output);

/* Forgets what has not been sent. True where a part of it has been: the writer's work is cut. */
bool term_output_drop(struct term_output *output);

/* Sends what the terminal takes. 0: all of it; 1: some is left; -errno: the terminal is gone. */
int term_output_send(struct term_output *output);

#endif
