/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the parts of the table: table.c, table-make.c, table-groups.c. */
#ifndef SOCKVIEW_VIEW_TABLE_TABLE_INTERNAL_H
#define SOCKVIEW_VIEW_TABLE_TABLE_INTERNAL_H

#include "view/table/table.h"

/* Selects the line at `place`, and moves the window to it. */
void table_take_place(struct table *table, const struct column_context *context, size_t place);

/* The place of a row; where rows are grouped, see table_place_of_hand(). table_count(): none. */
size_t table_place_of(
	const struct table *table, const struct column_context *context, uint32_t row);

/* True where the row, which is shown, may be in the next table, too. */
bool table_may_keep(struct table *table, const struct column_context *context, uint32_t row);

/* True where the row has a socket, and not one that has gone and is hidden. */
bool table_may_show(const struct table *table, const struct row *row);

/* True where the row may be shown, and still belongs to the socket that it had when the order was
 * made. */
bool table_is_still_there(const struct table *table, const struct track *track, uint32_t row);

/*
 * The place of the selection in a grouped table: of `row`, or else of its group; table_count() if
 * neither is there.
 */
size_t table_place_of_hand(
	const struct table *table, const struct column_context *context, uint32_t row);

/* The row nearest to the selected one in its group that will stay, or TRACK_NONE. */
uint32_t table_neighbour_in_group(struct table *table, const struct column_context *context);

/* The selected group has opened while the table was made: some of its rows come into sight. */
void table_show_opened(struct table *table, const struct column_context *context);

/* When the rows are grouped by another kind: the row to select then, if there is one. */
void table_change_hand(struct table *table, const struct track *track);

#endif
