/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The connections that have ended, as their page shows them: a table like that of the sockets, with
 * the same filter, and an order and groups of its own. It is made in steps. */
#ifndef SOCKVIEW_APP_SCREEN_STATE_HISTORY_VIEW_H
#define SOCKVIEW_APP_SCREEN_STATE_HISTORY_VIEW_H

#include "ui/widget/layout.h"
#include "view/table/table.h"

struct history_view {
	struct table table;
	struct layout layout, group_layout;
	struct column_context context;
	bool open; /* its page is open */
};

void history_view_init(struct history_view *view);
void history_view_done(struct history_view *view);

/* Begins to make the table anew, if the page is open. `context`: engine_past_context(). `chosen`:
 * as for table_begin(). */
void history_view_begin(struct history_view *view, const struct column_context *context,
	const struct table_pick *pick, bool chosen);

/* Looks at no more than `budget` rows; returns true while there is more to do. */
bool history_view_step(struct history_view *view, size_t budget);

#endif
