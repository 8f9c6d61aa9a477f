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

struct outflow {
	int terminal; /* does not block */
	int memory;   /* what the writer is given in its place */
	bool lent;    /* the writer closes it */
	struct buffer pending;
	size_t sent;
};

/* Finds the terminal of standard output. 0 or -errno. */
int outflow_init(struct outflow *outflow);
void outflow_done(struct outflow *outflow);

/* Makes the writer's `fd` the memory file; it stays the writer's to close. */
void outflow_lend(struct outflow *outflow, int fd);

/* Takes over what has been written to the memory file since the last time. */
void outflow_collect(struct outflow *outflow);

/* Forgets what has not been sent. True where a part of it has been: the writer's work is cut. */
bool outflow_drop(struct outflow *outflow);

/* Sends what the terminal takes. 0: all of it; 1: some is left; -errno: the terminal is gone. */
int outflow_send(struct outflow *outflow);

#endif
