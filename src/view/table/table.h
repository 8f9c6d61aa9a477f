/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table that the user looks at: which rows, in which order, which of them are in the window,
 * and the hand that rests on one. The hand holds a socket, not a line: whatever comes and goes, the
 * selected socket stays selected, and on its line of the screen as far as that can be.
 *
 * Where rows are grouped a line is a group or, below one that is open, one of its rows, and the
 * hand may rest on a group: then no row is selected.
 */
#ifndef SOCKVIEW_VIEW_TABLE_TABLE_H
#define SOCKVIEW_VIEW_TABLE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sock/rows/track.h"
#include "view/column/column.h"
#include "view/filter/filter.h"
#include "view/group/group.h"
#include "view/group/order.h"

/* Which sockets are looked at. */
struct table_pick {
	struct parts parts;
	bool listening;              /* listeners only */
	const struct filter *filter; /* NULL: everything */
};

struct table {
	struct order order;   /* of the rows; where they are grouped: of those in open groups */
	struct groups groups; /* where they are grouped */
	struct table_pick pick;
	uint32_t selected;        /* a row, or TRACK_NONE */
	uint64_t selected_cookie; /* the row may be another socket's by now */
	bool on_group;            /* a group is selected */
	struct buffer hand;       /* key of the group that is selected, or in which the row is */
	uint32_t anchor;          /* the row that was selected before there were groups */
	uint64_t anchor_cookie;
	size_t living;    /* rows that have not gone; where they are grouped see groups_sockets() */
	size_t place;     /* of the selected line */
	size_t top;       /* place of the first line of the window */
	size_t height;    /* lines of the window */
	bool following;   /* nothing is held: the window stays at the top of the order */
	int64_t built_us; /* boot clock */
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

/* Orders the rows by another column; the one so far tells apart what is equal by it. */
void table_set_sort(struct table *table, const struct column *column, bool descending);
void table_set_group_sort(struct table *table, const struct column *column, bool descending);

/* The window has so many lines; the selected row stays in it. */
void table_set_height(struct table *table, const struct column_context *context, size_t height);

static inline size_t table_count(const struct table *table)
{
	return groups_are_on(&table->groups) ? groups_line_count(&table->groups)
					     : table->order.count;
}

/*
 * What stands on a line of the window: a row (with its group, where there are groups), a group
 * without a row, or neither below the last one.
 */
struct group_line table_line_at(const struct table *table, size_t line);

/* The row on a line of the window, or TRACK_NONE: a group's line, or below the last one. */
uint32_t table_row_at(const struct table *table, size_t line);

/* The selected row, or TRACK_NONE: there is none, or a group is selected. */
uint32_t table_selected(const struct table *table, const struct track *track);

/* Movements take hold of a row. */
void table_move(struct table *table, const struct column_context *context, long lines);
void table_move_to(struct table *table, const struct column_context *context, size_t place);
/* Moves the window, and the selected row only where it would leave it. */
void table_scroll(struct table *table, const struct column_context *context, long lines);
/* Lets go: the first row of the order is selected, whichever it is. */
void table_let_go(struct table *table, const struct column_context *context);

/* Where the hand is and what it holds, to go back there. */
struct table_hold {
	uint32_t row; /* or TRACK_NONE */
	uint64_t cookie;
	size_t place, line; /* of the window */
	bool following;
};

struct table_hold table_hold(const struct table *table);
void table_go_back(
	struct table *table, const struct column_context *context, const struct table_hold *hold);

/* -------- groups (table-groups.c) -------- */

/*
 * Groups the rows by `kind`, or no longer, at the next rebuilding. The hand goes to the group of
 * the selected row, and back to that row when it has not been moved in between; else to the top.
 */
void table_set_group(struct table *table, const struct track *track, const struct group_kind *kind);

/* The selected group, or the one that the selected row stands in; GROUPS_NONE: there is none. */
uint32_t table_group_in_hand(const struct table *table);

/* The group, where it is a group's line that is selected; else GROUPS_NONE. */
static inline uint32_t table_selected_group(const struct table *table)
{
	return table->on_group ? table_group_in_hand(table) : GROUPS_NONE;
}

/* True where the headings are those of groups, since what is selected is one. */
static inline bool table_heads_are_of_groups(const struct table *table)
{
	return groups_are_on(&table->groups) && table->selected == TRACK_NONE;
}

/*
 * The first living row from `from` on that stands in a group and is looked at; TRACK_NONE: no more.
 *
 *	for (row = table_next_of_group(table, track, group, 0); row != TRACK_NONE;
 *		row = table_next_of_group(table, track, group, row + 1))
 */
uint32_t table_next_of_group(
	const struct table *table, const struct track *track, uint32_t group, uint32_t from);

/* Opens the group in hand, and shows some of its rows. 0 or -ENOMEM: some are missing. */
int table_open_group(struct table *table, const struct column_context *context);

/* Closes it, or leaves it open; the hand goes to its line. */
void table_close_group(struct table *table, const struct column_context *context);
void table_leave_group(struct table *table, const struct column_context *context);

/* -------- between the two files -------- */

/* True where the order's row is the one that was there when the order was made. */
bool table_is_still_there(const struct table *table, const struct track *track, uint32_t row);

/* Where the hand belongs in a grouped table: on `row`, else on its group; else table_count(). */
size_t table_place_of_hand(
	const struct table *table, const struct column_context *context, uint32_t row);

/* The row nearest to the selected one in its group that will stay, or TRACK_NONE. */
uint32_t table_neighbour_in_group(struct table *table, const struct column_context *context);

#endif
