/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table that the user looks at: which rows, in which order, which of them are in the window,
 * and the hand that rests on one. The hand holds a socket, not a line: whatever comes and goes, the
 * selected socket stays selected, and on its line of the screen as far as that can be.
 */
#ifndef SOCKVIEW_VIEW_TABLE_H
#define SOCKVIEW_VIEW_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sock/track.h"
#include "view/column.h"
#include "view/filter.h"
#include "view/order.h"

/* Which sockets are looked at. */
struct table_pick {
	unsigned parts;              /* TRACK_PART()s */
	bool listening;              /* listeners only */
	const struct filter *filter; /* NULL: everything */
};

struct table {
	struct order order;
	struct table_pick pick;
	uint32_t selected;        /* a row, or TRACK_NONE */
	uint64_t selected_cookie; /* the row may be another socket's by now */
	size_t place;             /* of the selected one, in the order */
	size_t top;               /* place of the first line of the window */
	size_t height;            /* lines of the window */
	bool following;           /* nothing is held: the window stays at the top of the order */
	int64_t built_us;         /* boot clock */
};

void table_init(struct table *table, const struct column *sort, bool descending);
void table_done(struct table *table);

/* Whether a row is looked at. `scratch` spares an allocation a row. */
bool table_picks(const struct table_pick *pick, const struct column_context *context, uint32_t row,
	struct buffer *scratch);

/*
 * Puts the rows of context->track in order anew. `held`: something is open that must not be moved
 * about; rows that have gone leave, but nothing comes in and the order stays. 0 or -ENOMEM.
 */
int table_rebuild(struct table *table, const struct column_context *context, bool held);

void table_set_sort(struct table *table, const struct column *column, bool descending);

/* The window has so many lines; the selected row stays in it. */
void table_set_height(struct table *table, const struct column_context *context, size_t height);

static inline size_t table_count(const struct table *table)
{
	return table->order.count;
}

/* The row on a line of the window, or TRACK_NONE below the last one. */
uint32_t table_row_at(const struct table *table, size_t line);

/* The selected row, or TRACK_NONE. */
uint32_t table_selected(const struct table *table, const struct track *track);

/* Movements take hold of a row. */
void table_move(struct table *table, const struct column_context *context, long lines);
void table_move_to(struct table *table, const struct column_context *context, size_t place);
/* Moves the window, and the selected row only where it would leave it. */
void table_scroll(struct table *table, const struct column_context *context, long lines);
/* Lets go: the first row of the order is selected, whichever it is. */
void table_let_go(struct table *table, const struct column_context *context);

#endif
