/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * THE table of columns of groups. They are columns like those of sockets, for the same layout,
 * order and outputs, but their rows are the groups of column_context.groups.
 */
#ifndef SOCKVIEW_VIEW_GROUP_GROUP_COLUMN_H
#define SOCKVIEW_VIEW_GROUP_GROUP_COLUMN_H

#include "view/column/column.h"

/* In the order of the screen and of data; the name comes first. */
extern const struct column group_column_table[];
extern const size_t group_column_count;

/* NULL where there is none of that name; any case. */
const struct column *group_column_find(const char *id);

/* The heading: of the name it is that of the kind. */
const char *group_column_title(const struct column *column, const struct groups *groups);

#endif
