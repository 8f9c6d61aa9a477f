/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table that is in front: that of the sockets, or that of the connections that have closed on
 * their page. Grouping, sorting, searching and moving work on either alike.
 */
#ifndef SOCKVIEW_APP_SCREEN_STATE_TABLE_FRONT_H
#define SOCKVIEW_APP_SCREEN_STATE_TABLE_FRONT_H

#include "ui/widget/layout.h"
#include "view/table/table.h"

struct app;

struct table_front {
	struct table *table;
	const struct column_context *context;
	struct layout *layout, *group_layout;
	/* Makes the table again after another order or group was chosen. */
	void (*reorder)(struct app *app);
};

/* The selected row; TRACK_NONE: none, or a group is selected. */
static inline uint32_t table_front_selected(const struct table_front *front)
{
	return table_selected(front->table, front->context->track);
}

/* The column under the cursor; NULL only if no column is chosen. */
static inline const struct column *table_front_cursor(const struct table_front *front)
{
	int index = layout_cursor(front->layout);

	return index < 0 ? NULL : front->layout->columns[index].column;
}

#endif
