/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Standard output, where nothing may be lost without being said. */
#ifndef SOCKVIEW_APP_PRINT_OUTPUT_H
#define SOCKVIEW_APP_PRINT_OUTPUT_H

#include "base/buffer.h"

struct output {
	struct buffer text;
	int error; /* negative errno of the first write that failed */
};

/* Writes what has been gathered once it is worth a system call. */
void output_drain(struct output *output);

/* Writes the rest. 0 or the first error. */
int output_flush(struct output *output);

/* Says on stderr what went wrong; returns the exit status for it. */
int output_complain(const struct output *output);

#endif
