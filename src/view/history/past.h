/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Connections that have ended, the last 100,000: a ring of rows like those of the table, so that
 * columns, filters, groups and orders read them like living ones; beside each row is what is known
 * of its end. Names are stored once. A full ring takes less than 24 MB.
 */
#ifndef SOCKVIEW_VIEW_HISTORY_PAST_H
#define SOCKVIEW_VIEW_HISTORY_PAST_H

#include "sock/event/ends.h"
#include "sock/rows/track.h"
#include "view/column/column.h"

#define PAST_MAX 100000

/* The largest number of different names of processes and units; further names are not stored. */
#define PAST_NAMES_MAX 16384

struct past_more {
	uint32_t pid;           /* 0: not known */
	uint16_t process, unit; /* numbers of names; 0: not known */
	uint8_t reason;         /* enum end_reason */
	bool told;              /* by an event */
};

struct past {
	struct track track;     /* its rows and their tcp_info are the ring */
	struct past_more *more; /* parallel to the rows */
	uint64_t total;         /* all that were ever added */
	char **names;
	uint32_t *slots; /* hash of a name -> its number */
	uint32_t name_count;
	struct column_past reader; /* for column_context */
};

void past_init(struct past *past);
void past_done(struct past *past);

/* What is known of the process that held the socket. */
struct past_owner {
	const char *process, *unit; /* NULL: not known */
	uint32_t pid;
};

/*
 * Adds an end; end->row is its row in `track`. Returns its number: 1 for the first, one more each
 * time; 0: no memory.
 */
uint64_t past_add(struct past *past, const struct end *end, const struct track *track,
	const struct past_owner *owner);

/* Replaces the reason and the figures of an end by those that an event told later; does nothing if
 * the end is no longer kept. */
void past_amend(struct past *past, uint64_t number, const struct end *end);

/* The row of an end by its number; TRACK_NONE: it is no longer there. */
uint32_t past_row(const struct past *past, uint64_t number);

/* How many are there. */
static inline size_t past_count(const struct past *past)
{
	return past->track.row_count;
}

#endif
