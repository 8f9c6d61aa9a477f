/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A format of the printed outputs, as far as options and the engine have to know it. The functions
 * that write in it are in the same record, a struct writer (app/print/writer.h): options are read
 * without them, so main() hands the formats in.
 */
#ifndef SOCKVIEW_APP_CONFIG_OUTPUT_FORMAT_H
#define SOCKVIEW_APP_CONFIG_OUTPUT_FORMAT_H

#include <stddef.h>

#include "base/buffer.h"

enum output_flag {
	/* For programs: all columns, addresses and ports by their numbers, plain English; and no
	 * setting of the usual file changes it. */
	OUTPUT_DATA = 1 << 0,
	OUTPUT_NOTES = 1 << 1, /* tells itself what is missing, which is said on stderr else */
};

struct output_format {
	const char *id;   /* the word for --format */
	const char *help; /* translated where it is shown */
	unsigned modes;   /* bit n: can be chosen in enum option_mode n */
	unsigned flags;
};

/* Format number `index`; from 0, which is the default; NULL: there are no more. */
typedef const struct output_format *output_format_list_fn(size_t index);

/* NULL where there is none of that name. */
const struct output_format *output_format_find(output_format_list_fn *list, const char *id);

/* "table, json or csv": those that can be chosen in one of these modes. */
void output_format_add_ids(output_format_list_fn *list, unsigned modes, struct buffer *out);

#endif
