/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * THE table of the columns of groups. They are columns like those of sockets, for the same layout,
 * order and outputs, but their rows are the groups in column_context.groups.
 */
#ifndef SOCKVIEW_VIEW_GROUP_GROUP_COLUMN_H
#define SOCKVIEW_VIEW_GROUP_GROUP_COLUMN_H

#include "view/column/column.h"

/* In the order of the screen and of the outputs; the name comes first. */
extern const struct column group_column_table[];
extern const size_t group_column_count;

/* Finds a column by its name in any case; NULL: there is none. */
const struct column *group_column_find(const char *id);

/* The title; the name's column has the title of the kind. */
const char *group_column_title(const struct column *column, const struct groups *groups);

/* What of a group needs a look: COLUMN_PLAIN, or the most severe of its rows' cells. */
struct group_sums;
enum column_tone group_column_tone(const struct group_sums *sums);

#endif
