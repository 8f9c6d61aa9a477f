/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Searching the table for a text, in the order in which it is shown: the next match, or the one
 * before.
 *
 * Most of the order is not settled, and need not be: the next match is the least of all matches
 * that come after where the search began, and whichever row is asked first, that takes one look at
 * each. It is done in steps, so that keys are answered meanwhile.
 */
#ifndef SOCKVIEW_VIEW_TABLE_SEARCH_H
#define SOCKVIEW_VIEW_TABLE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "view/table/table.h"

#define SEARCH_LENGTH_MAX 255 /* bytes of text */
#define SEARCH_COLUMNS_MAX 64

/* A line of the table, from which a search goes on. */
struct search_origin {
	struct order_entry entry; /* of its row, where rows are not grouped */
	size_t place;             /* where they are */
};

/* A match, or none so far. */
struct search_match {
	bool is;
	struct order_entry entry;
};

struct search {
	char text[SEARCH_LENGTH_MAX + 1]; /* capitals as small letters; "": nothing */
	bool in_numbers;                  /* numbers may have it */
	const struct column *columns[SEARCH_COLUMNS_MAX];
	size_t column_count;
	struct buffer cell;

	/* what is under way */
	bool going, backwards, inclusive;
	struct search_origin origin;
	unsigned changes; /* of the order, when it was begun */
	size_t first;     /* the place that is looked at first */
	size_t looked;    /* lines, from there on */
	size_t ahead;     /* behind so many, nothing is come to before the table's end */
	struct search_match next, far; /* nearest to the origin; where it goes on if it wraps */
};

void search_done(struct search *search);

/* Sets what is searched for, and in which columns. */
void search_set(
	struct search *search, const char *text, const struct column *const *columns, size_t count);

/* The selected line of a table. */
struct search_origin search_origin_of(const struct table *table);

/* Begins to look for the next match (or the one before) behind a line, or from it on. */
void search_begin(struct search *search, const struct table *table,
	const struct search_origin *origin, bool backwards, bool inclusive);

enum search_result {
	SEARCH_GOING, /* call again */
	SEARCH_FOUND,
	SEARCH_WRAPPED, /* found beyond the end of the table */
	SEARCH_MISSED,
};

/*
 * Looks at a bounded number of lines. *ret_place: where the match stands. Where the order has
 * changed in between, it begins again.
 */
enum search_result search_step(struct search *search, struct table *table,
	const struct column_context *context, size_t *ret_place);

/* The first place from `from` on where a text has what is searched for; SIZE_MAX: nowhere. */
size_t search_find_in(const struct search *search, const char *text, size_t length, size_t from);

#endif
