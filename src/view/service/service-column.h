/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * THE table of the columns of services. They are columns like those of sockets, for the same
 * layout, order and outputs, but their rows are the lines of column_context.service_list.
 */
#ifndef SOCKVIEW_VIEW_SERVICE_SERVICE_COLUMN_H
#define SOCKVIEW_VIEW_SERVICE_SERVICE_COLUMN_H

#include "view/column/column.h"

/* In the order of the screen and of the outputs. */
extern const struct column service_column_table[];
extern const size_t service_column_count;

/* Finds a column by its name in any case; NULL: there is none. */
const struct column *service_column_find(const char *id);

#endif
