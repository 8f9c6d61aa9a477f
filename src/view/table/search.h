/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Searches the table for a text, in the order in which rows are shown: the next match, or the one
 * before.
 *
 * Most of the order is not settled, and need not be: the next match is the first, in the order, of
 * all matches after the origin. Each row is compared once, whichever comes first. The work is done
 * in steps, so that keys are answered meanwhile.
 */
#ifndef SOCKVIEW_VIEW_TABLE_SEARCH_H
#define SOCKVIEW_VIEW_TABLE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "view/table/table.h"

#define SEARCH_LENGTH_MAX 255 /* bytes of text */
#define SEARCH_COLUMNS_MAX 64

/* A line of the table from which a search starts. */
struct search_origin {
	struct order_entry entry; /* the entry of its row, where rows are not grouped */
	size_t place;             /* its place, where they are */
};

/* A match, or none so far. */
struct search_match {
	bool is;
	struct order_entry entry;
};

/* How many lines match, and which of them is selected; found in steps. */
struct search_count {
	bool going;
	bool known;              /* found and number are those of this text */
	size_t found;            /* lines that match */
	size_t number;           /* of the selected line among them, from 1; 0: it does not match */
	size_t looked;           /* of the count in progress: lines compared, and what came of it */
	size_t matches, matched; /* matched: see number */
	size_t place;            /* of the selected line, and order.changes, when it began */
	unsigned changes;
};

struct search {
	char text[SEARCH_LENGTH_MAX + 1]; /* in small letters; "": nothing to search for */
	bool in_numbers;                  /* numbers may contain it */
	const struct column *columns[SEARCH_COLUMNS_MAX];
	size_t column_count;
	struct buffer cell;

	/* the search in progress */
	bool going, backwards, inclusive;
	struct search_origin origin;
	unsigned changes; /* order.changes when the search began */
	size_t first;     /* the place that is compared first */
	size_t looked;    /* lines compared so far, from `first` on */
	size_t ahead;     /* after so many lines the search wraps around the end of the table */
	struct search_match next, far; /* nearest to the origin; the match if the search wraps */
	struct search_count count;
};

void search_done(struct search *search);

/* Sets the text to search for, and the columns to search in. */
void search_set(
	struct search *search, const char *text, const struct column *const *columns, size_t count);

/* The selected line of a table. */
struct search_origin search_origin_of(const struct table *table);

/*
 * Begins to search for the next match (or, backwards, the one before) after a line; `inclusive`:
 * from that line on.
 */
void search_begin(struct search *search, const struct table *table,
	const struct search_origin *origin, bool backwards, bool inclusive);

enum search_result {
	SEARCH_GOING, /* call again */
	SEARCH_FOUND,
	SEARCH_WRAPPED, /* found after wrapping around the end of the table */
	SEARCH_MISSED,
};

/*
 * Compares a bounded number of lines. *ret_place: the place of the match. If the order has changed
 * in between, the search begins again.
 */
enum search_result search_step(struct search *search, struct table *table,
	const struct column_context *context, size_t *ret_place);

/*
 * Counts the lines that match, a bounded number of them a call; begins again where the table has
 * changed or the selection has moved. False: search->count is as good as it gets.
 */
bool search_count_step(
	struct search *search, const struct table *table, const struct column_context *context);

/* The first offset from `from` on where the text contains what is searched for; SIZE_MAX: none. */
size_t search_find_in(const struct search *search, const char *text, size_t length, size_t from);

#endif
