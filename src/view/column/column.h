/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * THE table of columns: one record for each thing that can be shown of a socket. The screen,
 * sorting, JSON, CSV, the list of columns and the manual's check are made from it.
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
struct service_list;
struct port_budget;

/*
 * The share of an accept queue's room from which on its listener needs a look, in the table and in
 * health.
 */
#define COLUMN_QUEUE_WARNING_PERCENT 80

/* What a cell means beyond its text. */
enum column_tone {
	COLUMN_PLAIN,
	COLUMN_QUIET,     /* nothing to look at */
	COLUMN_LISTENING, /* waits for connections */
	COLUMN_OPENING,   /* a handshake that is under way */
	COLUMN_WARNING,   /* needs a look */
	COLUMN_WRONG,     /* connections fail */
};

/* What is judged over time, which a row alone does not tell. */
enum column_matter {
	COLUMN_MATTER_CLOSING, /* its peer has closed, and the program does not */
	COLUMN_MATTER_READING, /* data have arrived, and the program does not read them */
};

/* Whoever looks at all rows again and again (view/health) passes this in. */
struct column_judge {
	const void *context;
	enum column_tone (*tone)(const void *context, uint32_t row, enum column_matter matter);
};

/*
 * Whoever keeps connections that have ended passes this in, if the rows are such. NULL and 0: not
 * known.
 */
struct column_past {
	const void *context;
	const char *(*process)(const void *context, uint32_t row);
	const char *(*unit)(const void *context, uint32_t row);
	uint32_t (*pid)(const void *context, uint32_t row);
	const char *(*reason)(const void *context, uint32_t row);
};

/* What a cell may need besides its row. */
struct column_context {
	const struct track *track;
	const struct names *names;
	struct row_owners *row_owners;  /* NULL: owners are not looked up */
	const struct column_past *past; /* the rows are connections that have ended; NULL: no */
	const struct groups *groups;    /* for columns of groups: their rows are groups in here */
	const struct service_list *service_list; /* the same for columns of services */
	const struct port_budget *port_budget;   /* the same for those of the budget of ports */
	struct instant now;
	const struct column_judge *judge; /* NULL: nobody judges */
	int32_t utc_offset_s;             /* of the times of day that are shown */
	bool services;                    /* show ports as names of services */
	bool hosts;                       /* show addresses as names of hosts */
	bool ascii;                       /* no characters beyond ASCII */
	bool translated; /* for the screen: why a socket has no owner is told in words of the
			    user's language, not in those of filters and data */
	bool live;       /* further refreshes follow: a value that is not measured yet will be */
};

/* How the value is formatted. */
enum column_kind {
	COLUMN_TEXT,
	COLUMN_NUMBER,
	COLUMN_BYTES,        /* scaled on the screen, exact in JSON and CSV */
	COLUMN_RATE,         /* bytes a second */
	COLUMN_TENTHS,       /* a number with one decimal place, stored as ten times as much */
	COLUMN_MILLISECONDS, /* a length of time */
	COLUMN_MICROSECONDS,
	COLUMN_FLAG,
	COLUMN_LIST, /* only in JSON and CSV: the reader appends JSON */
};

enum column_flag {
	COLUMN_RIGHT = 1 << 0,     /* aligned to the right on the screen */
	COLUMN_OVER_TIME = 1 << 1, /* meaningful only after two snapshots */
	COLUMN_TCP_INFO = 1 << 2,  /* needs tcp_info */
	COLUMN_GREATEST = 1 << 3,  /* sorting by it begins with the greatest */
	COLUMN_KEEP_END = 1 << 4,  /* if too long, cut in the middle so that the end stays */
	COLUMN_OPTIONAL = 1 << 5,  /* in JSON only where there is a value */
	COLUMN_OWNER = 1 << 6,     /* needs the map of owners */
	COLUMN_HOST = 1 << 7,      /* shows an address, or the name of its host */
	COLUMN_MEMORY = 1 << 8,    /* needs the memory of the queues (SK_MEMINFO) */
};

/* Why there is no value. */
enum column_blank {
	COLUMN_REAL,
	COLUMN_NONE,    /* does not apply: shown as "-" */
	COLUMN_UNKNOWN, /* applies, but is not known: shown as "?" */
	COLUMN_PENDING, /* is not known yet: shown as an ellipsis */
};

struct column_value {
	enum column_blank blank;
	bool at_least; /* the number is a lower bound */
	uint64_t number;
};

struct column {
	const char *id;    /* the column's name, as options, settings and filters write it */
	const char *title; /* NULL: only in JSON and CSV, not on the screen; never translated */
	const char *data; /* its key in JSON, "tcp.rtt_us"; in CSV with _ for the dot; NULL: none */
	const char *help; /* one sentence; translated when it is shown */
	enum column_kind kind;
	unsigned flags;
	unsigned char width_min, width_max; /* cells */
	unsigned char priority;             /* lowest is hidden first; 0: as any other */

	/* Reads the value; a COLUMN_TEXT is appended to `text`, not yet made safe. */
	struct column_value (*read)(
		const struct column_context *context, uint32_t row, struct buffer *text);

	/*
	 * The key for sorting, if it differs from the value; see column_sort_key(). A key is the
	 * whole value if its highest bit is clear, or if there is no `compare`.
	 */
	uint64_t (*sort_key)(const struct column_context *context, uint32_t row);
	int (*compare)(const struct column_context *context, uint32_t left, uint32_t right);

	/* What the cell of a living row means; NULL: it is plain. */
	enum column_tone (*tone)(const struct column_context *context, uint32_t row);
};

/* In the order in which JSON and CSV are written. */
extern const struct column column_table[];
extern const size_t column_count;

/* The columns on the screen unless the user chooses others; ends with NULL. */
extern const char *const column_defaults[];

/* The columns that join these where there is room, the most useful first; ends with NULL. */
extern const char *const column_spares[];

/*
 * Finds a column by any of its names: its id, its title, its key in JSON or CSV, a key of tcp_info
 * also alone (rtt_us). Case does not count, nor do the signs between the parts of a name: recvq,
 * RECV-Q and recv_q are one. NULL: there is none.
 */
const struct column *column_find(const char *name);

/* The same in another table. */
const struct column *column_find_in(const struct column *table, size_t count, const char *name);

/* The same for a name of `length` bytes. */
const struct column *column_find_word(const char *name, size_t length);

/* Compares the ids of the columns that can be shown, to suggest one. */
struct nearest;
void column_suggest(struct nearest *nearest);

/* True where the column can be shown on the screen and sorted by. */
static inline bool column_is_shown(const struct column *column)
{
	return column->title != NULL;
}

/*
 * Appends the cell's text as the screen shows it, not yet made safe; "-", "?" or an ellipsis where
 * there is no value.
 */
void column_add_text(const struct column *column, const struct column_context *context,
	uint32_t row, struct buffer *out);

/* The tone of a cell. */
static inline enum column_tone column_tone(
	const struct column *column, const struct column_context *context, uint32_t row)
{
	return column->tone ? column->tone(context, row) : COLUMN_PLAIN;
}

/* The tone of the row as a whole: the most severe of all its cells, shown or not. */
enum column_tone column_tone_of_row(const struct column_context *context, uint32_t row);

/*
 * Returns a number that orders rows by this column, smallest first, as far as a number can: if two
 * keys are equal, column_compare() decides. Rows without a value come last. `scratch` saves an
 * allocation for each row.
 */
uint64_t column_sort_key(const struct column *column, const struct column_context *context,
	uint32_t row, struct buffer *scratch);
int column_compare(const struct column *column, const struct column_context *context, uint32_t left,
	uint32_t right);

/*
 * Chooses columns by a list: "state,local" replaces the chosen ones; "+rtt,-user" changes `chosen`,
 * which holds `count` of them. Returns the new number, at most `most`. Returns 0 on an error; then
 * *ret_bad (*ret_length bytes) is the word that is no column that can be shown, or that removed the
 * last one.
 */
size_t column_choose(const struct column **chosen, size_t count, size_t most, const char *list,
	const char **ret_bad, size_t *ret_length);

#endif
