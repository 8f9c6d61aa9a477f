/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Standard output. A failed write is always reported. */
#ifndef SOCKVIEW_APP_PRINT_OUTPUT_H
#define SOCKVIEW_APP_PRINT_OUTPUT_H

#include "base/buffer.h"

struct output {
	struct buffer text;
	int error; /* negative errno of the first write that failed */
};

/* Writes the collected text if there is enough of it for a system call. */
void output_drain(struct output *output);

/* Writes the rest of the text. Returns 0 or the first error. */
int output_flush(struct output *output);

/* Prints the error on stderr; returns the exit status for it. */
int output_complain(const struct output *output);

#endif
