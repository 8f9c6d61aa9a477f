/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What options and the engine know of an output format. The functions that write the format are in
 * the same record, a struct writer (app/print/writer/writer.h). Options do not know struct writer,
 * so main() passes the list of formats.
 */
#ifndef SOCKVIEW_APP_CONFIG_OUTPUT_FORMAT_H
#define SOCKVIEW_APP_CONFIG_OUTPUT_FORMAT_H

#include <stddef.h>

#include "base/buffer.h"

enum output_flag {
	/* For programs: all columns, addresses and ports as numbers, plain English; the usual
	 * settings file changes nothing. */
	OUTPUT_DATA = 1 << 0,
	OUTPUT_NOTES = 1 << 1,   /* contains the notes that go to stderr otherwise */
	OUTPUT_METRICS = 1 << 2, /* describes the machine, not each socket or group */
};

struct output_format {
	const char *id;   /* the argument of --format */
	const char *help; /* translated when it is shown */
	unsigned modes;   /* bit n: the format can be chosen in enum option_mode n */
	unsigned flags;
};

/* Returns format number `index`. 0 is the default. NULL: there are no more. */
typedef const struct output_format *output_format_list_fn(size_t index);

/* Returns the format with this name, or NULL. */
const struct output_format *output_format_find(output_format_list_fn *list, const char *id);

/* Appends "table, json or csv": the formats that can be chosen in one of these modes. */
void output_format_add_ids(output_format_list_fn *list, unsigned modes, struct buffer *out);

#endif
