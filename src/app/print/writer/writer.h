/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writers: one record of functions for each output format, in a file writer-NAME.c. The callers
 * pass the content in pieces:
 *
 *	writer->begin(printout);             the head, the header line
 *	writer->row(printout, row);          for each socket or service, or
 *	writer->group(printout, group);      for each group, or
 *	writer->count(printout, proto);      for each protocol, or
 *	writer->finding(printout, finding);  for each finding of health
 *	writer->end(printout);
 *
 * or, for metrics of the whole machine, in one piece: writer->metrics(printout, metrics, about).
 *
 * A writer appends to printout->output.text. It has the functions for the modes in which its format
 * can be chosen, and `begin`; `end` may be NULL.
 */
#ifndef SOCKVIEW_APP_PRINT_WRITER_WRITER_H
#define SOCKVIEW_APP_PRINT_WRITER_WRITER_H

#include "app/config/options.h"
#include "app/engine/engine.h"
#include "app/print/writer/output.h"
#include "base/mask.h"
#include "base/text.h"
#include "sock/machine/counters.h"
#include "view/group/order.h"
#include "view/health/health.h"
#include "view/metrics/metrics.h"

enum printout_content {
	PRINT_SOCKETS,
	PRINT_ENDS,
	PRINT_GROUPS,
	PRINT_SERVICES,
	PRINT_PORTS,
	PRINT_COUNTS,
	PRINT_FINDINGS,
};

/* What a mark (view/compare/mark.h) says of itself. */
struct mark_head {
	char boot[40];        /* random number of the boot; "": not known */
	uint64_t netns_inode; /* of our own network namespace; 0: not known */
	const char *filter;   /* FILTER; NULL: none */
};

struct printout {
	struct output output;
	enum printout_content content;
	const struct engine *engine;
	enum text_charset charset;
	bool header;  /* a header line is wanted */
	bool colored; /* tables have the colours of the screen, in `theme` */
	enum theme theme;
	uint64_t number; /* of the snapshot, from 0 */
	bool in_series;  /* one of many snapshots */
	bool hidden;     /* owners of some sockets are hidden */
	/* Of a mark: what it has beside the sockets. */
	const struct mark_head *mark; /* NULL: this is none */

	/* For sockets, groups and services. */
	struct column_context context;
	const struct order *order;  /* of rows or groups */
	size_t count;               /* of these, the first ones that are printed */
	const struct column *table; /* all columns; data are written in their order */
	size_t table_count;
	const struct column *columns[LAYOUT_COLUMNS_MAX]; /* those for people, in their order */
	size_t column_count;

	/* For counts. */
	struct counters counters;
	size_t counts[CONN_PROTOS][CONN_FAMILIES][CONN_STATES]; /* of the selected sockets */

	/* For findings. */
	const struct health *health;
	uint64_t snapshots; /* number of snapshots that were looked at */
	int64_t span_us;    /* from the first to the last snapshot */

	struct mask *mask; /* hides names and addresses in tables and sentences; NULL: it is not
			      wanted */

	/* For the writer itself. */
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
	/* Of a format with OUTPUT_METRICS, which has no other function. */
	void (*metrics)(struct printout *printout, struct metrics *metrics,
		const struct metrics_about *about);
};

extern const struct writer writer_table;
extern const struct writer writer_json;
extern const struct writer writer_csv;
extern const struct writer writer_prometheus;

/* Returns format number `index` of all writers, for option_parse(); NULL: there are no more. */
const struct output_format *writer_format(size_t index);

/* Returns the writer of a format. */
const struct writer *writer_of(const struct output_format *format);

/* Writes the sockets or groups of printout->order, from begin() to end(). */
void writer_write_order(const struct writer *writer, struct printout *printout);

/* Writes into `text` the name of a group as data: the value that its sockets have in common.
 * Returns false if they have no value; then `text` is the word that says why. */
bool writer_read_group_name(
	const struct column_context *context, uint32_t group, struct buffer *text);

/* Returns a printout with the properties that the options ask for, still without content. */
struct printout printout_make(
	const struct engine *engine, const struct options *options, enum text_charset charset);

/* Chooses those columns of a table whose priority is at least `least`. */
void printout_choose_columns(
	struct printout *printout, const struct column *table, size_t count, unsigned least);

/* Masks the text, if that is wanted. */
void printout_mask(const struct printout *printout, struct buffer *text);

void printout_done(struct printout *printout);

#endif
