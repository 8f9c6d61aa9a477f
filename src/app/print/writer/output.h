/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where printed output goes: standard output, or a file. A failed write is always reported. */
#ifndef SOCKVIEW_APP_PRINT_WRITER_OUTPUT_H
#define SOCKVIEW_APP_PRINT_WRITER_OUTPUT_H

#include <stdbool.h>

#include "base/buffer.h"

struct output {
	/*
	 * NULL: standard output. Else a file: what is written goes into a new file beside it, which
	 * is renamed to `path` when a snapshot is complete, so that no reader sees half a snapshot.
	 * A device or a pipe is written to directly.
	 */
	const char *path;
	bool fresh; /* the file must not exist yet, and only its owner may read it */
	struct buffer text;
	struct buffer beside; /* the name of the new file, while it is open */
	int fd;               /* of the new file, or of the device; 0: not open */
	int error;            /* negative errno of the first write that failed */
};

/* Writes the collected text if there is enough of it for a system call. */
void output_drain(struct output *output);

/* Writes the rest of the text. Returns 0 or the first error. */
int output_flush(struct output *output);

/* Writes the rest of the text, and completes the snapshot: a file then has it under its name.
 * Returns 0 or the first error. */
int output_end_snapshot(struct output *output);

/* Frees the text. A file whose snapshot is not complete is removed. */
void output_done(struct output *output);

/* Prints the error on stderr; returns the exit status for it. */
int output_complain(const struct output *output);

#endif
