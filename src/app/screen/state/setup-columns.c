/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/state/setup-columns.h"

static bool is_shown(const struct options *options, const struct column *column)
{
	for (size_t i = 0; i < options->column_count; i++)
		if (options->columns[i] == column)
			return true;
	return false;
}

static void add(struct setup_columns *list, const struct column *column, bool shown)
{
	list->columns[list->count] = column;
	list->shown[list->count++] = shown;
}

void setup_columns_init(struct setup_columns *list, const struct options *options)
{
	*list = (struct setup_columns){0};
	for (size_t i = 0; i < options->column_count; i++)
		add(list, options->columns[i], true);
	for (size_t i = 0; i < column_count && list->count < LAYOUT_COLUMNS_MAX; i++)
		if (column_is_shown(&column_table[i]) && !is_shown(options, &column_table[i]))
			add(list, &column_table[i], false);
}

static void tell(const struct setup_columns *list, struct options *options)
{
	options->column_count = 0;
	for (size_t i = 0; i < list->count; i++)
		if (list->shown[i])
			options->columns[options->column_count++] = list->columns[i];
}

bool setup_columns_toggle(struct setup_columns *list, struct options *options, size_t at)
{
	if (list->shown[at] && options->column_count == 1)
		return false;
	list->shown[at] = !list->shown[at];
	tell(list, options);
	return true;
}

size_t setup_columns_move(struct setup_columns *list, struct options *options, size_t at, int step)
{
	size_t to =
		at + (size_t)step; /* before the first one it wraps to a number beyond the last */
	const struct column *column = list->columns[at];
	bool shown = list->shown[at];

	if (to >= list->count)
		return at;
	list->columns[at] = list->columns[to];
	list->shown[at] = list->shown[to];
	list->columns[to] = column;
	list->shown[to] = shown;
	tell(list, options);
	return to;
}
