/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/state/history-view.h"

#include "view/group/group-column.h"

void history_view_init(struct history_view *view)
{
	static const char *const ids[] = {"ended", "process", "pid", "proto", "state", "reason",
		"age", "local", "remote", "sent", "received", "retrans", "since", "unit", "user",
		"rtt"};
	const struct column *columns[LAYOUT_COLUMNS_MAX];
	size_t count = 0;

	*view = (struct history_view){.open = false};
	table_init(&view->table, column_find("ended"), false);
	view->table.past = true;
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		columns[i] = column_find(ids[i]);
	layout_set_columns(&view->layout, columns, sizeof(ids) / sizeof(ids[0]));
	for (size_t i = 0; i < group_column_count; i++)
		if (column_is_shown(&group_column_table[i]))
			columns[count++] = &group_column_table[i];
	layout_set_columns(&view->group_layout, columns, count);
	layout_pin(&view->group_layout); /* figures need the name of their group beside them */
}

void history_view_done(struct history_view *view)
{
	table_done(&view->table);
}

void history_view_begin(struct history_view *view, const struct column_context *context,
	const struct table_pick *pick, bool chosen)
{
	if (!view->open)
		return;
	view->context = *context;
	view->table.pick = *pick;
	table_begin(&view->table, chosen);
}

bool history_view_step(struct history_view *view, size_t budget)
{
	return view->open && table_step(&view->table, &view->context, budget);
}
