/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/layout.h"

#include <limits.h>
#include <string.h>

/* Columns of this priority and above are what every screen of 80 columns shows. */
#define ESSENTIAL 90

/* An IPv4 address with its port. */
#define WHOLE_ADDRESS 21

void layout_set_columns(struct layout *layout, const struct column *const *columns, size_t count)
{
	layout->count = count < LAYOUT_COLUMNS_MAX ? count : LAYOUT_COLUMNS_MAX;
	for (size_t i = 0; i < layout->count; i++)
		layout->columns[i] = (struct layout_column){
			.column = columns[i], .wanted = (int)strlen(columns[i]->title)};
}

void layout_want(struct layout *layout, size_t index, int width)
{
	struct layout_column *column = &layout->columns[index];

	if (width > column->column->width_max)
		width = column->column->width_max;
	if (width > column->wanted)
		column->wanted = width;
}

static int least_width(const struct column *column)
{
	int title = (int)strlen(column->title);

	return column->width_min > title ? column->width_min : title;
}

/* The chosen column of the highest priority below that of `after`; earlier ones first among equals.
 */
static size_t next_by_priority(const struct layout *layout, const bool *placed)
{
	size_t best = layout->count;

	for (size_t i = 0; i < layout->count; i++)
		if (!placed[i] &&
			(best == layout->count || layout->columns[i].column->priority >
							  layout->columns[best].column->priority))
			best = i;
	return best;
}

/* Gives what is left over to the columns with `flags` that want more, the most important first. */
static int widen(struct layout *layout, int left, int enough, unsigned flags)
{
	bool done[LAYOUT_COLUMNS_MAX] = {false};
	size_t i;

	while ((i = next_by_priority(layout, done)) < layout->count) {
		struct layout_column *column = &layout->columns[i];
		int target = column->wanted < enough ? column->wanted : enough;
		int more = target - column->width;

		done[i] = true;
		if (!column->width || more <= 0 || (column->column->flags & flags) != flags)
			continue;
		if (more > left)
			more = left;
		column->width += more;
		left -= more;
	}
	return left;
}

/* What has no place among the usual columns is there because the user has named it. */
static bool is_essential(const struct column *column)
{
	return column->priority >= ESSENTIAL || column->priority == 0;
}

/* Gives columns the least that they can do with, as long as there is room; *any: one has got some.
 */
static int place(struct layout *layout, int left, bool essential, bool *any)
{
	bool tried[LAYOUT_COLUMNS_MAX] = {false};
	size_t i;

	while ((i = next_by_priority(layout, tried)) < layout->count) {
		struct layout_column *column = &layout->columns[i];
		int least = least_width(column->column);

		tried[i] = true;
		if (is_essential(column->column) != essential)
			continue;
		if (!*any && least + 1 > left)
			least = left - 1; /* one there is always, if there is any room at all */
		if (least <= 0 || least + 1 > left)
			continue;
		column->width = least;
		left -= least + 1;
		*any = true;
	}
	return left;
}

void layout_columns(struct layout *layout, int width)
{
	int left = width - LAYOUT_GUTTER + 1; /* the last column needs no space behind it */
	int at = LAYOUT_GUTTER;
	bool any = false;
	size_t i;

	for (i = 0; i < layout->count; i++)
		layout->columns[i].width = 0;
	left = place(layout, left, true, &any);
	/* Half an address is none: it is whole before less important columns come in. */
	left = widen(layout, left, WHOLE_ADDRESS, COLUMN_KEEP_END);
	left = place(layout, left, false, &any);
	left = widen(layout, left, WHOLE_ADDRESS, 0);
	widen(layout, left, INT_MAX, 0);

	layout->shown_count = 0;
	for (i = 0; i < layout->count; i++) {
		if (!layout->columns[i].width)
			continue;
		layout->columns[i].at = at;
		at += layout->columns[i].width + 1;
		layout->shown[layout->shown_count++] = layout->columns[i];
	}
}

void layout_lines(struct layout_lines *ret_lines, int rows, bool notes)
{
	struct layout_lines lines = {-1, -1, -1, -1, 0, 0, -1, -1};
	int at = 0, below = 0;

	/* From the bottom: the bar of keys, and above it the line for messages. */
	if (rows >= 4)
		lines.bar = rows - ++below;
	if (rows >= 8)
		lines.message = rows - ++below;
	else
		lines.message = rows - 1;
	if (rows >= 3)
		lines.header = at++;
	if (rows >= 6)
		lines.counts = at++;
	if (notes && rows >= 5)
		lines.notes = at++;
	if (rows >= 2)
		lines.titles = at++;
	lines.first_row = at;
	lines.row_count = rows - at - below;
	*ret_lines = lines;
}
