/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writers: one record of functions for each format of the printed outputs, in a file
 * writer-NAME.c. What is printed is given to them piece by piece:
 *
 *	writer->begin(printout);             the head, the header line
 *	writer->row(printout, row);          once a socket, or
 *	writer->group(printout, group);      once a group, or
 *	writer->count(printout, proto);      once a protocol, or
 *	writer->finding(printout, finding);  once a finding of health
 *	writer->end(printout);
 *
 * A writer appends to printout->output.text. It has the functions for the modes that its format can
 * be chosen in, and `begin`; `end` may be NULL.
 */
#ifndef SOCKVIEW_APP_PRINT_WRITER_H
#define SOCKVIEW_APP_PRINT_WRITER_H

#include "app/config/options.h"
#include "app/engine/engine.h"
#include "app/print/output.h"
#include "base/text.h"
#include "sock/machine/counters.h"
#include "view/group/order.h"
#include "view/health/health.h"

enum printout_content { PRINT_SOCKETS, PRINT_GROUPS, PRINT_COUNTS, PRINT_FINDINGS };

struct printout {
	struct output output;
	enum printout_content content;
	const struct engine *engine;
	enum text_charset charset;
	bool header;     /* a header line is wanted */
	uint64_t number; /* of the snapshot, from 0 */
	bool hidden;     /* owners of some sockets cannot be told */

	/* Sockets and groups. */
	struct column_context context;
	const struct order *order;  /* of rows or groups */
	const struct column *table; /* all columns; data are written in this order */
	size_t table_count;
	const struct column *columns[LAYOUT_COLUMNS_MAX]; /* those to be shown */
	size_t column_count;

	struct counters counters; /* beside counts */

	/* Findings. */
	const struct health *health;
	uint64_t snapshots; /* that were looked at */
	int64_t span_us;    /* between the first and the last of them */

	/* The writer's own. */
	size_t members; /* written since its begin() */
	size_t widths[LAYOUT_COLUMNS_MAX];
	struct buffer text;
};

struct writer {
	struct output_format format;
	void (*begin)(struct printout *printout);
	void (*row)(struct printout *printout, uint32_t row);
	void (*group)(struct printout *printout, uint32_t group);
	void (*count)(struct printout *printout, enum conn_proto proto);
	void (*finding)(struct printout *printout, const struct health_finding *finding);
	void (*end)(struct printout *printout);
};

extern const struct writer writer_table;
extern const struct writer writer_json;
extern const struct writer writer_csv;

/* The formats of all writers, for option_parse(). */
const struct output_format *writer_format(size_t index);

/* The writer whose format this is. */
const struct writer *writer_of(const struct output_format *format);

/* Writes the sockets or groups of printout->order, from begin() to end(). */
void writer_write_order(const struct writer *writer, struct printout *printout);

/*
 * The name of a group as data: puts into `text` what its sockets have in common; returns false
 * where they have no value, and `text` has the word that tells why.
 */
bool writer_read_group_name(
	const struct column_context *context, uint32_t group, struct buffer *text);

void printout_done(struct printout *printout);

#endif
