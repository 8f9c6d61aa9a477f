/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * THE table of columns: what can be said of a socket, each thing in one record, from which the
 * screen, sorting, JSON, CSV, the list of columns and the manual's check are made.
 */
#ifndef SOCKVIEW_VIEW_COLUMN_COLUMN_H
#define SOCKVIEW_VIEW_COLUMN_COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/instant.h"
#include "sock/owner/row-owners.h"
#include "sock/rows/track.h"
#include "view/column/names.h"

struct groups;

/* What a cell may need besides its row. */
struct column_context {
	const struct track *track;
	const struct names *names;
	struct row_owners *row_owners; /* NULL: owners are not looked for */
	const struct groups *groups;   /* for columns of groups, whose rows are these */
	struct instant now;
	bool services; /* ports by their names */
	bool hosts;    /* addresses by their names */
	bool ascii;    /* no signs beyond ASCII */
};

/* How a value is written. */
enum column_kind {
	COLUMN_TEXT,
	COLUMN_NUMBER,
	COLUMN_BYTES,        /* scaled on the screen, exact as data */
	COLUMN_RATE,         /* bytes a second */
	COLUMN_MILLISECONDS, /* a length of time */
	COLUMN_MICROSECONDS,
	COLUMN_FLAG,
	COLUMN_LIST, /* data only: appended as JSON */
};

enum column_flag {
	COLUMN_RIGHT = 1 << 0,     /* set flush right on the screen */
	COLUMN_OVER_TIME = 1 << 1, /* says something only where there were two snapshots */
	COLUMN_TCP_INFO = 1 << 2,  /* needs tcp_info */
	COLUMN_GREATEST = 1 << 3,  /* sorted greatest first when it is chosen */
	COLUMN_KEEP_END = 1 << 4,  /* too long: the end matters more than the middle */
	COLUMN_OPTIONAL = 1 << 5,  /* in JSON only where there is a value */
	COLUMN_OWNER = 1 << 6,     /* needs the map of owners */
	COLUMN_HOST = 1 << 7,      /* shows an address, or the name of its host */
};

/* Why there is no value. */
enum column_blank {
	COLUMN_REAL,
	COLUMN_NONE,    /* does not apply: "-" */
	COLUMN_UNKNOWN, /* applies, but is not known: "?" */
};

struct column_value {
	enum column_blank blank;
	bool at_least; /* the number is a lower bound */
	uint64_t number;
};

struct column {
	const char *id;    /* the word for options, settings and filters */
	const char *title; /* NULL: data only, no column of the screen; never translated */
	const char *data; /* its key in JSON, "tcp.rtt_us"; in CSV with _ for the dot; NULL: none */
	const char *help; /* a sentence; translated where it is shown */
	enum column_kind kind;
	unsigned flags;
	unsigned char width_min, width_max; /* cells */
	unsigned char priority;             /* the lowest drops out first; 0: as any other */

	/* Reads the value; COLUMN_TEXT appends it to `text`, raw. */
	struct column_value (*read)(
		const struct column_context *context, uint32_t row, struct buffer *text);

	/*
	 * What the rows are ordered by, where it is not the value; see column_sort_key(). With its
	 * highest bit clear, or without a comparison, a key tells the whole value.
	 */
	uint64_t (*sort_key)(const struct column_context *context, uint32_t row);
	int (*compare)(const struct column_context *context, uint32_t left, uint32_t right);
};

/* In the order in which data are written. */
extern const struct column column_table[];
extern const size_t column_count;

/* The columns of the screen, unless the user chooses others; ends with NULL. */
extern const char *const column_defaults[];

/* NULL where there is none of that name; any case. */
const struct column *column_find(const char *id);

/* The same in a table of one's own. */
const struct column *column_find_in(const struct column *table, size_t count, const char *id);

/* True where it can be a column of the screen, and be sorted by. */
static inline bool column_is_shown(const struct column *column)
{
	return column->title != NULL;
}

/* Appends the cell's text as the screen shows it, not yet cleaned: "-" and "?" for what is not
 * there. */
void column_add_text(const struct column *column, const struct column_context *context,
	uint32_t row, struct buffer *out);

/*
 * A number that orders rows by this column, smallest first, as far as a number can: rows with equal
 * keys are told apart by column_compare(). What has no value comes last. `scratch` spares an
 * allocation a row.
 */
uint64_t column_sort_key(const struct column *column, const struct column_context *context,
	uint32_t row, struct buffer *scratch);
int column_compare(const struct column *column, const struct column_context *context, uint32_t left,
	uint32_t right);

/*
 * Chooses columns by a list: "state,local" stands for itself; "+rtt,-user" changes `chosen`, which
 * holds `count` of them. Returns the new number, at most `most`; or 0 with the word that is no
 * column, or took the last one away, in *ret_bad (its length in *ret_length).
 */
size_t column_choose(const struct column **chosen, size_t count, size_t most, const char *list,
	const char **ret_bad, size_t *ret_length);

#endif
