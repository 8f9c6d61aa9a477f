/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --mark and --compare: what is there is kept in a file; later, what is different from it. */
#ifndef SOCKVIEW_APP_PRINT_PRINT_COMPARE_H
#define SOCKVIEW_APP_PRINT_PRINT_COMPARE_H

#include "app/engine/engine.h"
#include "app/print/writer/writer.h"

/* Makes the printout of a snapshot the one of a mark: into a file that must not exist yet. `head`
 * has to stay as long as the printout. */
void print_compare_make_mark(
	struct printout *printout, const struct options *options, struct mark_head *head);

/* Prints what is new, gone and grown since the mark. Returns the exit status: 0 if nothing is new,
 * 3 if anything is, 1 after an error. */
int print_compare(struct engine *engine, const struct options *options, enum text_charset charset);

#endif
