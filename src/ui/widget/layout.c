/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/widget/layout.h"

#include <limits.h>
#include <string.h>

/* Every screen of 80 columns shows the columns of this priority and above. */
#define ESSENTIAL 90

/* A screen of so many lines has room for curves in its header. */
#define ROWS_FOR_CURVES 30

/* The width of an IPv4 address with its port, and of most of them. */
#define WHOLE_ADDRESS 21
#define MOST_ADDRESSES 18

/* Wide enough for the names of most processes, and for "(time-wait)". */
#define WHOLE_NAME 11

static struct layout_column make_column(const struct column *column, size_t index)
{
	return (struct layout_column){
		.column = column, .wanted = (int)strlen(column->title), .index = (int)index};
}

void layout_set_columns(struct layout *layout, const struct column *const *columns, size_t count)
{
	layout->count = count < LAYOUT_COLUMNS_MAX ? count : LAYOUT_COLUMNS_MAX;
	for (size_t i = 0; i < layout->count; i++) {
		layout->columns[i] = make_column(columns[i], i);
		layout->order[i] = (int)i;
	}
	layout->chosen_count = layout->order_count = layout->count;
	layout->scrolled = 0;
	layout->cursor = -1;
	layout->indent = 0;
	layout->pinned = false;
}

void layout_add_spare(struct layout *layout, const struct column *column)
{
	for (size_t i = 0; i < layout->count; i++)
		if (layout->columns[i].column == column)
			return;
	if (layout->count == LAYOUT_COLUMNS_MAX)
		return;
	layout->columns[layout->count] = make_column(column, layout->count);
	layout->count++;
}

void layout_forget_widths(struct layout *layout)
{
	for (size_t i = 0; i < layout->count; i++)
		layout->columns[i].wanted = (int)strlen(layout->columns[i].column->title);
}

void layout_fix(struct layout *layout, size_t index, int width)
{
	layout->columns[index].fixed = width;
}

void layout_want(struct layout *layout, size_t index, int width)
{
	struct layout_column *column = &layout->columns[index];

	if (width > column->column->width_max)
		width = column->column->width_max;
	if (width > column->wanted)
		column->wanted = width;
}

/*
 * A number is never cut: its column has the full width or is hidden, unless the column is
 * essential.
 */
static bool is_whole_or_none(const struct column *column)
{
	return column->flags & COLUMN_RIGHT && column->priority && column->priority < ESSENTIAL;
}

static int least_width(const struct layout_column *column)
{
	int title = (int)strlen(column->column->title), least = column->column->width_min;

	if (column->fixed)
		return column->fixed;
	if (is_whole_or_none(column->column) && column->wanted > least)
		least = column->wanted;
	return least > title ? least : title;
}

/* The chosen column with the highest priority below that of `after`; the first of several. */
static size_t next_by_priority(const struct layout *layout, const bool *placed)
{
	size_t best = layout->count;

	for (size_t i = 0; i < layout->chosen_count; i++)
		if (!placed[i] &&
			(best == layout->count || layout->columns[i].column->priority >
							  layout->columns[best].column->priority))
			best = i;
	return best;
}

/* Distributes the remaining cells to columns with `flags` that want more, most important first. */
static int widen(struct layout *layout, int left, int enough, unsigned flags)
{
	bool done[LAYOUT_COLUMNS_MAX] = {false};
	size_t i;

	while ((i = next_by_priority(layout, done)) < layout->count) {
		struct layout_column *column = &layout->columns[i];
		int target = column->wanted < enough ? column->wanted : enough;
		int more = target - column->width;

		done[i] = true;
		if (!column->width || column->fixed || more <= 0 ||
			(column->column->flags & flags) != flags)
			continue;
		if (more > left)
			more = left;
		column->width += more;
		left -= more;
	}
	return left;
}

/* A column that is not among the usual ones is there because the user has chosen it. */
static bool is_essential(const struct column *column)
{
	return column->priority >= ESSENTIAL || column->priority == 0;
}

/* Gives columns their least width, as long as there is room; *any: a column has been placed. */
static int place(struct layout *layout, int left, bool essential, bool *any)
{
	bool tried[LAYOUT_COLUMNS_MAX] = {false};
	size_t i;

	while ((i = next_by_priority(layout, tried)) < layout->count) {
		struct layout_column *column = &layout->columns[i];
		int least = least_width(column);

		tried[i] = true;
		if (is_essential(column->column) != essential)
			continue;
		if (!*any && least + 1 > left)
			least = left - 1; /* one column is always placed, if there is any room */
		if (least <= 0 || least + 1 > left)
			continue;
		column->width = least;
		left -= least + 1;
		*any = true;
	}
	return left;
}

/* Cells for the columns, each with a blank after it; the last column needs none. */
static int room(int width)
{
	return width - LAYOUT_GUTTER + 1;
}

static void clear_widths(struct layout *layout)
{
	for (size_t i = 0; i < layout->count; i++)
		layout->columns[i].width = 0;
}

/* The width of a spare: as its content wants, or what is left if that is still useful. */
static int spare_width(const struct layout_column *column, int left)
{
	int least = least_width(column);
	int wanted = column->wanted > least ? column->wanted : least;

	if (column->column->flags & COLUMN_RIGHT) /* figures change: room for all of them */
		wanted = column->column->width_max > least ? column->column->width_max : least;
	if (wanted + 1 <= left)
		return wanted;
	return least + 1 <= left && !(column->column->flags & COLUMN_RIGHT) ? left - 1 : 0;
}

/* Spares join as soon as all chosen columns are as wide as they want to be; the first that does not
 * fit is the last that was tried, so that no other takes its place. */
static void place_spares(struct layout *layout, int left)
{
	for (size_t i = 0; i < layout->chosen_count; i++)
		if (!layout->columns[i].width)
			return;
	for (size_t i = layout->chosen_count; i < layout->count; i++) {
		struct layout_column *column = &layout->columns[i];

		column->width = spare_width(column, left);
		if (!column->width)
			return;
		left -= column->width + 1;
	}
}

/* Sets the widths of the most important columns. */
static void choose_by_priority(struct layout *layout, int width)
{
	int left = room(width);
	bool any = false;

	clear_widths(layout);
	left = place(layout, left, true, &any);
	/*
	 * A part of an address is useless: addresses get their full width before less important
	 * columns.
	 */
	left = widen(layout, left, MOST_ADDRESSES, COLUMN_KEEP_END);
	left = widen(layout, left, WHOLE_ADDRESS, COLUMN_KEEP_END);
	left = widen(layout, left, WHOLE_NAME, 0);
	left = place(layout, left, false, &any);
	left = widen(layout, left, WHOLE_ADDRESS, 0);
	left = widen(layout, left, INT_MAX, 0);
	place_spares(layout, left);
}

/* First the columns that fit, then the others. Returns how many fit. */
static size_t put_in_order(struct layout *layout)
{
	size_t fit = 0, at;

	for (size_t i = 0; i < layout->count; i++)
		if (layout->columns[i].width)
			layout->order[fit++] = (int)i;
	at = fit;
	for (size_t i = 0; i < layout->chosen_count; i++)
		if (!layout->columns[i].width)
			layout->order[at++] = (int)i;
	layout->order_count = at;
	return fit;
}

/* -------- horizontal scrolling -------- */

/* The least width at which a column is still useful. */
static int modest_width(const struct layout_column *column)
{
	int least = least_width(column);

	if (column->fixed)
		return column->fixed;
	if (!(column->column->flags & COLUMN_KEEP_END) || column->wanted <= least)
		return least;
	return column->wanted < WHOLE_ADDRESS ? column->wanted : WHOLE_ADDRESS;
}

/* The pinned column gets its width before those that scroll, but not the last cells. */
static int keep_pinned(struct layout *layout, size_t first, int left)
{
	struct layout_column *column = &layout->columns[layout->order[0]];
	int least = least_width(column);

	if (!layout->pinned || !first || least + 1 > left / 2)
		return left;
	column->width = least;
	return left - least - 1;
}

/*
 * Sets the widths of the columns from `first` of the order on; returns the first that does not fit.
 */
static size_t choose_from(struct layout *layout, size_t first, int width)
{
	int left = room(width);
	size_t at;

	clear_widths(layout);
	left = keep_pinned(layout, first, left);
	for (at = first; at < layout->order_count; at++) {
		struct layout_column *column = &layout->columns[layout->order[at]];
		int modest = modest_width(column);

		if (modest + 1 > left && (at == first || left - 1 >= least_width(column)))
			modest = left - 1;
		if (modest <= 0 || modest + 1 > left)
			break;
		column->width = modest;
		left -= modest + 1;
	}
	left = widen(layout, left, WHOLE_ADDRESS, 0);
	widen(layout, left, INT_MAX, 0);
	return at;
}

static size_t place_of_cursor(const struct layout *layout)
{
	size_t at = 0;

	while (layout->cursor >= 0 && at + 1 < layout->order_count &&
		layout->order[at] != layout->cursor)
		at++;
	return at;
}

/* Scrolls no farther than needed to make the cursor's column visible, and back if there is room. */
static void follow_cursor(struct layout *layout, int width, size_t fit)
{
	size_t cursor = place_of_cursor(layout);

	if (layout->scrolled > cursor)
		layout->scrolled = cursor;
	while (layout->scrolled &&
		choose_from(layout, layout->scrolled - 1, width) == layout->order_count)
		layout->scrolled--;
	if (!layout->scrolled && cursor < fit) {
		choose_by_priority(layout, width);
		return;
	}
	if (!layout->scrolled)
		layout->scrolled = 1;
	while (choose_from(layout, layout->scrolled, width) <= cursor && layout->scrolled < cursor)
		layout->scrolled++;
}

void layout_pin(struct layout *layout)
{
	layout->pinned = true;
}

void layout_indent(struct layout *layout, int indent)
{
	layout->indent = indent;
}

void layout_columns(struct layout *layout, int width)
{
	int at = LAYOUT_GUTTER + layout->indent;

	width -= layout->indent;
	choose_by_priority(layout, width);
	follow_cursor(layout, width, put_in_order(layout));
	layout->shown_count = 0;
	for (size_t i = 0; i < layout->order_count; i++) {
		struct layout_column *column = &layout->columns[layout->order[i]];

		if (!column->width)
			continue;
		column->at = at;
		at += column->width + 1;
		layout->shown[layout->shown_count++] = *column;
	}
}

bool layout_has_more(const struct layout *layout)
{
	return layout->count && layout->shown_count &&
	       layout->shown[layout->shown_count - 1].index !=
		       layout->order[layout->order_count - 1];
}

/* -------- the column cursor -------- */

int layout_cursor(const struct layout *layout)
{
	if (layout->cursor >= 0)
		return layout->cursor;
	return layout->shown_count ? layout->shown[0].index : layout->count ? layout->order[0] : -1;
}

void layout_set_cursor(struct layout *layout, int index)
{
	layout->cursor = index;
}

void layout_move_cursor(struct layout *layout, int columns)
{
	long at = (long)place_of_cursor(layout) + columns;

	if (!layout->count)
		return;
	if (at >= (long)layout->order_count)
		at = (long)layout->order_count - 1;
	layout->cursor = layout->order[at < 0 ? 0 : at];
}

const struct layout_column *layout_column_at(const struct layout *layout, int at)
{
	for (size_t i = 0; i < layout->shown_count; i++)
		if (at >= layout->shown[i].at && at <= layout->shown[i].at + layout->shown[i].width)
			return &layout->shown[i];
	return NULL;
}

/* -------- lines -------- */

/* A strip has a title and at most this many lines below it; it takes a third of the table. */
enum { STRIP_MOST = 10, STRIP_LEAST = 3 };

static void take_strip(struct layout_lines *lines)
{
	int rows = lines->row_count / 3;

	if (rows > STRIP_MOST + 1)
		rows = STRIP_MOST + 1;
	if (rows < STRIP_LEAST)
		return;
	lines->row_count -= rows;
	lines->strip = lines->first_row + lines->row_count;
	lines->strip_rows = rows;
}

void layout_lines(struct layout_lines *ret_lines, int rows, bool notes, bool strip)
{
	struct layout_lines lines = {-1, -1, -1, -1, -1, 0, 0, -1, 0, -1, -1};
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
	if (rows >= ROWS_FOR_CURVES)
		lines.curves = at++;
	if (notes && rows >= 5)
		lines.notes = at++;
	if (rows >= 2)
		lines.titles = at++;
	lines.first_row = at;
	lines.row_count = rows - at - below;
	if (strip)
		take_strip(&lines);
	*ret_lines = lines;
}
