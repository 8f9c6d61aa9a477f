/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/state/column-list.h"

void column_list_init(struct column_list *list, const struct column *table, size_t count,
	const struct column *sort, bool descending,
	void (*sorted)(struct app *app, struct column_list *list))
{
	const struct column *shown[LAYOUT_COLUMNS_MAX];
	size_t shown_count = 0;

	*list = (struct column_list){.table = table,
		.table_count = count,
		.sort = sort,
		.descending = descending,
		.sorted = sorted};
	for (size_t i = 0; i < count && shown_count < LAYOUT_COLUMNS_MAX; i++)
		if (column_is_shown(&table[i]))
			shown[shown_count++] = &table[i];
	layout_set_columns(&list->layout, shown, shown_count);
}

const struct column *column_list_cursor(const struct column_list *list)
{
	return list->layout.cursor < 0 ? list->sort
				       : list->layout.columns[list->layout.cursor].column;
}
