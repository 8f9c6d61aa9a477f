/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table on the screen: which rows are in it, in which order, which of them are in the window,
 * and which one is selected. The selection follows a socket, not a line: when rows come and go, the
 * same socket stays selected, on the same line of the screen if possible.
 *
 * Where rows are grouped, a line is a group or, below an open group, one of its rows. The selection
 * may be on a group: then no row is selected.
 *
 * There may be a million rows. After a refresh, or when another order, filter or group was chosen,
 * the table is made again in steps; until that is done, it shows the lines that it had.
 *
 *	table_set_sort(), table_set_group(), table.pick = ...          choose
 *	table_begin(&table, true);
 *	while (table_step(&table, context, 4000))
 *		...    table_selected(), table_move(), ... : of the lines that are shown
 */
#ifndef SOCKVIEW_VIEW_TABLE_TABLE_H
#define SOCKVIEW_VIEW_TABLE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sock/rows/row-ref.h"
#include "sock/rows/track.h"
#include "view/column/column.h"
#include "view/filter/filter.h"
#include "view/group/group.h"
#include "view/group/order.h"

/* Which sockets are in the table. */
struct table_pick {
	struct parts parts;
	bool listening;              /* only listeners */
	const struct filter *filter; /* NULL: all sockets */
};

/* A saved selection and window, to return to them. */
struct table_hold {
	struct row_ref row; /* or none */
	size_t place, line; /* place: in the order; line: in the window */
	bool following;
};

/* The order and the groups that the user has chosen, and the part of them that is made so far. */
struct table_next {
	struct order order;
	struct groups groups;
	size_t living;
	bool going;     /* it is in the making */
	bool counting;  /* it may have other rows than those that are shown */
	bool narrows;   /* all of its rows are among those that are shown */
	bool sums_only; /* the shown groups stay, and get its sums */
	size_t at;      /* the next row to look at; with `narrows`: the next place of table.order */
	unsigned changes;        /* with `narrows`: table.order.changes */
	bool taken;              /* all rows are in it; now the window is put in order: */
	struct order_entry kept; /* the row to select there; TRACK_NONE: none */
	size_t compared, rank;   /* entries that were compared with it, and those before it */
	bool opening;            /* a group opens in it, and its rows come into sight */
	int error;
	bool has_hold; /* when it is shown, the selection goes back to `hold` */
	struct table_hold hold;
};

struct table {
	/* What is shown. Where rows are grouped, `order` is that of the rows in open groups. */
	struct order order;
	struct groups groups; /* used where rows are grouped */
	struct table_next next;
	struct table_pick pick;  /* chosen */
	bool hides_gone;         /* rows that have gone are not shown */
	bool past;               /* all rows have gone (view/history/past.h): one that went later
				    than the table was made has taken the index of another */
	struct row_ref selected; /* none: no row is selected */
	bool on_group;           /* the selection is on a group */
	struct buffer hand;      /* key of the selected group, or of the selected row's group */
	struct row_ref anchor;   /* the row that was selected before rows were grouped */
	size_t living;    /* rows that have not gone; where rows are grouped see groups_sockets() */
	size_t place;     /* of the selected line */
	size_t top;       /* place of the first line of the window */
	size_t height;    /* number of lines in the window */
	bool following;   /* the user has selected nothing: the window stays at the top */
	int64_t built_us; /* boot clock */
};

void table_init(struct table *table, const struct column *sort, bool descending);
void table_done(struct table *table);

/* True where the row belongs in the table. `scratch` saves an allocation for each row. */
bool table_picks(const struct table_pick *pick, const struct column_context *context, uint32_t row,
	struct buffer *scratch);

/*
 * Begins to make the table again. `chosen`: it may get other rows than those that are shown, by the
 * choice of the user.
 */
void table_begin(struct table *table, bool chosen);

/*
 * The same for a filter that can match only rows that are shown already: only these are looked at.
 * Must not be called while the table is in the making.
 */
void table_begin_narrower(struct table *table);

/*
 * Looks at no more than `budget` rows of context->track, which must not lose rows between two
 * steps, or compares a few times as many. Returns true if there is more to do; after the last step,
 * the table shows what was chosen.
 */
bool table_step(struct table *table, const struct column_context *context, size_t budget);

/* Stops the making: the shown lines stay. The next table_begin() makes what was chosen. */
void table_stop(struct table *table);

static inline bool table_is_in_making(const struct table *table)
{
	return table->next.going;
}

/* 0, or -ENOMEM if the table was made without some of the rows. */
static inline int table_error(const struct table *table)
{
	return table->next.error;
}

/*
 * For a time in which the lines must not move, because the user is working with them (a dialog is
 * open): removes rows that have gone, adds none, and keeps the order. The sums of groups follow
 * in table_step(); other making stops, but for what the user has chosen, which begins again.
 */
void table_keep(struct table *table, const struct column_context *context);

/* True where what the user has chosen is not shown so far, or its sockets are being counted. */
static inline bool table_is_moving(const struct table *table)
{
	return table->next.going && !table->next.sums_only;
}

/*
 * The number of living sockets in the table. While those that were chosen are counted,
 * *ret_at_least is true, and the number is how many have been found so far.
 */
size_t table_count_living(const struct table *table, bool *ret_at_least);

/*
 * Sorts the rows by another column; rows that are equal by it are ordered by the previous column.
 */
void table_set_sort(struct table *table, const struct column *column, bool descending);
void table_set_group_sort(struct table *table, const struct column *column, bool descending);

/* Sets the number of lines in the window; the selected row stays in it. */
void table_set_height(struct table *table, const struct column_context *context, size_t height);

static inline size_t table_count(const struct table *table)
{
	return groups_are_on(&table->groups) ? groups_line_count(&table->groups)
					     : table->order.count;
}

/*
 * What a line of the window shows: a row (with its group, where rows are grouped), a group without
 * a row, or neither below the last line.
 */
struct group_line table_line_at(const struct table *table, size_t line);

/*
 * The row on a line of the window, or TRACK_NONE if the line shows a group or is below the last
 * one.
 */
uint32_t table_row_at(const struct table *table, size_t line);

/* The selected row, or TRACK_NONE if there is none or a group is selected. */
uint32_t table_selected(const struct table *table, const struct track *track);

/* Move the selection. From then on it follows the socket that it is on. */
void table_move(struct table *table, const struct column_context *context, long lines);
void table_move_to(struct table *table, const struct column_context *context, size_t place);
/* Moves the window; the selection moves only if it would leave the window. */
void table_scroll(struct table *table, const struct column_context *context, long lines);
/*
 * Clears the user's selection: the first row of the order is selected from now on, whichever it is.
 */
void table_let_go(struct table *table, const struct column_context *context);

struct table_hold table_hold(const struct table *table);

/* While the table is in the making, it goes back to them again in the end. */
void table_go_back(
	struct table *table, const struct column_context *context, const struct table_hold *hold);

/* -------- groups (table-groups.c) -------- */

/*
 * Groups the rows by `kind`, from the next table_begin() on. The selection goes to the group of the
 * selected row. When grouping ends, it returns to that row if it was not moved in between;
 * otherwise to the top.
 */
void table_set_group(struct table *table, const struct group_kind *kind);

/* The selected group, or the group that the selected row is in; GROUPS_NONE: there is none. */
uint32_t table_group_in_hand(const struct table *table);

/* The selected group; GROUPS_NONE where a row is selected. */
static inline uint32_t table_selected_group(const struct table *table)
{
	return table->on_group ? table_group_in_hand(table) : GROUPS_NONE;
}

/* True where the titles of the columns are those of groups, because a group is selected. */
static inline bool table_heads_are_of_groups(const struct table *table)
{
	return groups_are_on(&table->groups) && table->selected.row == TRACK_NONE;
}

/*
 * The next living row of the group behind `row`; TRACK_NONE: no more. The cost is that of the
 * group's rows, and not of all.
 *
 *	for (row = TRACK_NONE; (row = table_next_of_group(table, track, group, row)) != TRACK_NONE;)
 */
uint32_t table_next_of_group(
	const struct table *table, const struct track *track, uint32_t group, uint32_t row);

/*
 * Opens the selected group and brings some of its rows into the window. 0 or -ENOMEM: rows are
 * missing. Among many rows it opens when the table, which begins to be made, is complete.
 */
int table_open_group(struct table *table, const struct column_context *context);

/* Close the group, or leave it open; the selection goes to the group's line. */
void table_close_group(struct table *table, const struct column_context *context);
void table_leave_group(struct table *table, const struct column_context *context);

#endif
