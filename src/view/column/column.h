/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * THE table of columns: one record for each thing that can be shown of a socket. The screen,
 * sorting, JSON, CSV, the list of columns and the check of the manual all use this table.
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
 * An accept queue that is filled to this percentage of its room, or more, is marked as a warning:
 * in the table and in health.
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

/* What can be judged only over time: a row alone does not tell it. */
enum column_matter {
	COLUMN_MATTER_CLOSING, /* its peer has closed, and the program does not */
	COLUMN_MATTER_READING, /* data have arrived, and the program does not read them */
};

/* Passed in by the module that examines all rows again and again (view/health). */
struct column_judge {
	const void *context;
	enum column_tone (*tone)(const void *context, uint32_t row, enum column_matter matter);
};

/*
 * Passed in by the module that keeps connections that have ended, if the rows are such connections.
 * The functions return NULL or 0 for what is not known.
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
	const struct column_past *past; /* for rows that are connections that have ended, or NULL */
	const struct groups *groups;    /* for columns of groups: `row` is a group in it */
	const struct service_list *service_list; /* the same for columns of services */
	const struct port_budget *port_budget;   /* the same for columns of the port budget */
	struct instant now;
	const struct column_judge *judge; /* NULL: nobody judges */
	int32_t utc_offset_s;             /* of the times of day that are shown */
	bool services;                    /* show ports as names of services */
	bool hosts;                       /* show addresses as names of hosts */
	bool ascii;                       /* no characters beyond ASCII */
	bool translated; /* for the screen: the reason why a socket has no owner is in the
			    user's language, not in the words of filters and data */
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
	COLUMN_REAL,    /* there is a value */
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
	unsigned char priority;             /* the lowest is hidden first, but 0 is essential */

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

/* The columns, in the order in which JSON and CSV are written. */
extern const struct column column_table[];
extern const size_t column_count;

/* The columns on the screen unless the user chooses others; ends with NULL. */
extern const char *const column_defaults[];

/* The columns that are added to the defaults if there is room, the most useful first; ends with
 * NULL. */
extern const char *const column_spares[];

/*
 * Finds a column by any of its names: its id, its title, its key in JSON or CSV. A key of tcp_info
 * may be given without "tcp." (rtt_us). Case and the signs between the parts of a name are ignored:
 * recvq, RECV-Q and recv_q are the same name. NULL: there is none.
 */
const struct column *column_find(const char *name);

/* The same in another table. */
const struct column *column_find_in(const struct column *table, size_t count, const char *name);

/* Like column_find(), for a name of `length` bytes. */
const struct column *column_find_word(const char *name, size_t length);

/* Compares the ids of all columns that can be shown with the word of `nearest`, to suggest one. */
struct nearest;
void column_suggest(struct nearest *nearest);

/* True if the column can be shown on the screen, and rows can be sorted by it. */
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
 * *ret_bad (*ret_length bytes) is the wrong word: it names no column that can be shown, or it
 * removed the last column.
 */
size_t column_choose(const struct column **chosen, size_t count, size_t most, const char *list,
	const char **ret_bad, size_t *ret_length);

#endif
