/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/page/draw-help.h"

#include <string.h>

#include "ui/cell/wrap.h"

/* From this width on there are two columns. */
#define WIDE 132
#define GAP 2

/* A key that is wider has a line of its own, so that no text begins elsewhere. */
static int key_width(int width)
{
	return width / 3 < 18 ? width / 3 : 18;
}

/* The entries from `first` to before `end`, one below the other. */
struct strip {
	const struct help_entry *entries;
	size_t first, end;
	int column, width;
};

static void wrap_text(
	const struct strip *strip, size_t at, enum text_charset charset, struct buffer *out)
{
	int room = strip->width - key_width(strip->width) - 1;
	const char *text = strip->entries[at].text;

	buffer_clear(out);
	wrap_add(out, text, strlen(text), room > 1 ? (size_t)room : 2, charset);
}

static bool is_key_too_wide(const struct strip *strip, size_t at, enum text_charset charset)
{
	return (int)text_width(strip->entries[at].key, charset) > key_width(strip->width);
}

/* A heading has an empty line above it, but for the first. */
static size_t height_of(const struct strip *strip, size_t at, enum text_charset charset)
{
	struct buffer text = {0};
	size_t lines;

	if (!strip->entries[at].key)
		return at == strip->first ? 1 : 2;
	wrap_text(strip, at, charset, &text);
	lines = wrap_count(buffer_get(&text));
	buffer_done(&text);
	return lines + is_key_too_wide(strip, at, charset);
}

static size_t height_of_all(const struct strip *strip, enum text_charset charset)
{
	size_t height = 0;

	for (size_t at = strip->first; at < strip->end; at++)
		height += height_of(strip, at, charset);
	return height;
}

/* Draws line `row` of the area if it is in it. */
static void put(const struct strip *strip, struct grid *grid, const struct area *area, long row,
	int column, enum style style, const char *text)
{
	if (row >= 0 && row < area->rows)
		grid_put(grid, area->row + (int)row, strip->column + column, strip->width - column,
			style, text);
}

static void draw_entry(
	const struct strip *strip, size_t at, struct grid *grid, const struct area *area, long row)
{
	const struct help_entry *entry = &strip->entries[at];
	struct buffer text = {0}, line = {0};

	put(strip, grid, area, row, 1, entry->style, entry->key);
	row += is_key_too_wide(strip, at, grid->charset);
	wrap_text(strip, at, grid->charset, &text);
	for (const char *from = buffer_get(&text); *from; from = wrap_next(from), row++) {
		buffer_clear(&line);
		buffer_add(&line, from, strcspn(from, "\n"));
		put(strip, grid, area, row, 1 + key_width(strip->width) + 1, STYLE_NORMAL,
			buffer_get(&line));
	}
	buffer_done(&text);
	buffer_done(&line);
}

static void draw_strip(
	const struct strip *strip, size_t top, struct grid *grid, const struct area *area)
{
	long row = -(long)top;

	for (size_t at = strip->first; at < strip->end && row < area->rows; at++) {
		size_t height = height_of(strip, at, grid->charset);

		if (!strip->entries[at].key)
			put(strip, grid, area, row + (long)height - 1, 1, STYLE_STRONG,
				strip->entries[at].text);
		else
			draw_entry(strip, at, grid, area, row);
		row += (long)height;
	}
}

/* Splits the sections so that the longer of both columns is as short as possible. */
static size_t balance(struct strip *left, struct strip *right, enum text_charset charset)
{
	size_t best = SIZE_MAX, count = left->end, split = count;

	for (size_t at = 1; at < count; at++) {
		size_t height, other;

		if (left->entries[at].key)
			continue;
		left->end = right->first = at;
		height = height_of_all(left, charset);
		other = height_of_all(right, charset);
		height = other > height ? other : height;
		if (height < best) {
			best = height;
			split = at;
		}
	}
	left->end = right->first = split;
	return best == SIZE_MAX ? height_of_all(left, charset) : best;
}

void draw_help(const struct help_entry *entries, size_t count, struct scroller *scroller,
	struct grid *grid, const struct area *area)
{
	bool wide = area->columns >= WIDE;
	int width = wide ? (area->columns - GAP) / 2 : area->columns;
	struct strip left = {entries, 0, count, area->column, width};
	struct strip right = {entries, count, count, area->column + width + GAP, width};
	size_t height =
		wide ? balance(&left, &right, grid->charset) : height_of_all(&left, grid->charset);

	scroller->reading = true;
	scroller_fit(scroller, height, (size_t)area->rows);
	draw_strip(&left, scroller->top, grid, area);
	draw_strip(&right, scroller->top, grid, area);
	grid_set_cursor(grid, area->row, area->column);
}
