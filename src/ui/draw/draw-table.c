/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/draw/frame.h"

#include <string.h>

#include "base/i18n.h"
#include "ui/draw/draw-heads.h"

enum grid_fit draw_fit_of(const struct column *column)
{
	if (column->flags & COLUMN_RIGHT)
		return GRID_RIGHT;
	return column->flags & COLUMN_KEEP_END ? GRID_MIDDLE : GRID_LEFT;
}

/* The mark in the gutter shows the same as the row's colour, for users who see no colours. */
static char mark_of(const struct row *row, enum row_life life)
{
	switch (life) {
	case ROW_NEW:
		return '+';
	case ROW_CHANGED:
		return '~';
	case ROW_GONE:
		return '-';
	default:
		return row->flags & ROW_MOVED ? '*' : ' ';
	}
}

enum style draw_style_of(enum row_life life, bool tagged, bool selected)
{
	switch (life) {
	case ROW_NEW:
		return selected ? STYLE_SELECTED_NEW : STYLE_NEW;
	case ROW_CHANGED:
		return selected ? STYLE_SELECTED_CHANGED : STYLE_CHANGED;
	case ROW_GONE:
		return selected ? STYLE_SELECTED_GONE : STYLE_GONE;
	default:
		if (selected)
			return STYLE_SELECTED;
		return tagged ? STYLE_TAGGED : STYLE_NORMAL;
	}
}

static enum style style_of(
	const struct row *row, enum row_life life, enum column_tone tone, bool selected)
{
	enum style style = draw_style_of(life, row->flags & ROW_TAGGED, selected);

	return style == STYLE_NORMAL && tone == COLUMN_QUIET ? STYLE_DIM : style;
}

static bool is_loud(enum column_tone tone)
{
	return tone == COLUMN_WARNING || tone == COLUMN_WRONG;
}

static bool is_zero(const char *text)
{
	return (text[0] == '0' || text[0] == '-') && !text[1];
}

enum style draw_cell_style(enum column_tone tone, const char *text, enum style line)
{
	if (line != STYLE_NORMAL && !(line == STYLE_TAGGED && is_loud(tone)))
		return line;
	switch (tone) {
	case COLUMN_WARNING:
		return STYLE_WARNING;
	case COLUMN_WRONG:
		return STYLE_ERROR;
	case COLUMN_LISTENING:
		return STYLE_LISTENING;
	case COLUMN_OPENING:
		return STYLE_OPENING;
	case COLUMN_QUIET:
		return STYLE_DIM;
	case COLUMN_PLAIN:
		break;
	}
	return is_zero(text) ? STYLE_DIM : line;
}

/* Draws both cells of the gutter: what has changed, and a tag or the mark of a row that needs a
 * look; if it has both and no change, its mark is in the first cell. */
static void draw_marks(struct grid *grid, int line, const struct row *row, enum row_life life,
	enum column_tone tone, enum style style, bool selected)
{
	bool tagged = row->flags & ROW_TAGGED;
	char mark[2] = {mark_of(row, life), '\0'};

	grid_put(grid, line, 0, 1, *mark == '*' && style == STYLE_NORMAL ? STYLE_MOVED : style,
		mark);
	if (is_loud(tone) && (!tagged || *mark == ' '))
		grid_put(grid, line, tagged ? 0 : 1, 1, draw_cell_style(tone, "", style), "!");
	if (tagged)
		grid_put(grid, line, 1, 1, selected ? style : STYLE_TAGGED, "#");
}

/* Sets the style of the cells of a column's text from byte `first` to before `end`. */
static void mark_bytes(
	struct grid *grid, int line, const struct layout_column *shown, size_t first, size_t end)
{
	size_t at = 0;

	for (int column = shown->at; column < shown->at + shown->width && at < end; column++) {
		if (column >= grid->columns)
			break;
		if (at >= first)
			grid_restyle(grid, line, column, 1, STYLE_MATCH);
		at += strlen(grid->cells[line * grid->columns + column].bytes);
	}
}

/* Matches are marked in the visible text; what was cut off has no mark. */
void draw_matches(const struct frame *frame, struct grid *grid, int line,
	const struct layout_column *shown, struct buffer *text)
{
	size_t length, at;

	if (!frame->search)
		return;
	length = strlen(frame->search->text);
	buffer_clear(text);
	for (int column = shown->at; column < shown->at + shown->width && column < grid->columns;
		column++)
		buffer_text(text, grid->cells[line * grid->columns + column].bytes);
	at = search_find_in(frame->search, buffer_get(text), text->length, 0);
	while (at != SIZE_MAX) {
		mark_bytes(grid, line, shown, at, at + length);
		at = search_find_in(frame->search, buffer_get(text), text->length, at + length);
	}
}

static void draw_row(
	const struct frame *frame, struct grid *grid, int line, uint32_t index, struct buffer *text)
{
	const struct row *row = &frame->context->track->rows[index];
	enum column_tone tone = column_tone_of_row(frame->context, index);
	bool selected = index == frame->table->selected.row;
	enum row_life life = frame->context->past ? ROW_STEADY : (enum row_life)row->life;
	enum style style = style_of(row, life, tone, selected);

	if (selected)
		grid_set_cursor(grid, line, 0);
	if (style != STYLE_NORMAL)
		grid_restyle(grid, line, 0, grid->columns, style);
	draw_marks(grid, line, row, life, tone, style, selected);
	for (size_t i = 0; i < frame->layout->shown_count; i++) {
		const struct layout_column *shown = &frame->layout->shown[i];

		if (selected && shown->index == frame->layout->cursor)
			grid_set_cursor(grid, line, shown->at);
		buffer_clear(text);
		column_add_text(shown->column, frame->context, index, text);
		grid_put_fitted(grid, line, shown->at, shown->width, draw_fit_of(shown->column),
			draw_cell_style(column_tone(shown->column, frame->context, index),
				buffer_get(text), style),
			buffer_get(text));
		draw_matches(frame, grid, line, shown, text);
	}
}

/* -------- widths -------- */

static void measure_row(const struct frame *frame, enum text_charset charset, uint32_t row,
	bool all, struct buffer *text)
{
	for (size_t i = 0; i < frame->layout->count; i++) {
		const struct column *column = frame->layout->columns[i].column;

		if (column->width_max <= frame->layout->columns[i].wanted)
			continue;
		if (!all && column->flags & COLUMN_RIGHT)
			continue;
		buffer_clear(text);
		column_add_text(column, frame->context, row, text);
		layout_want(frame->layout, i, (int)text_width(buffer_get(text), charset));
	}
}

static void measure_window(
	const struct frame *frame, enum text_charset charset, struct buffer *text)
{
	for (size_t i = 0; i < frame->table->height; i++) {
		struct group_line line = table_line_at(frame->table, i);

		if (line.row != TRACK_NONE)
			measure_row(frame, charset, line.row, true, text);
		else if (line.group != GROUPS_NONE)
			draw_measure_group(frame, charset, line.group, text);
	}
}

uint32_t draw_measure(
	const struct frame *frame, enum text_charset charset, uint32_t from, size_t budget)
{
	const struct track *track = frame->context->track;
	struct buffer text = {0};

	measure_window(frame, charset, &text);
	for (; budget && from < track->row_count; from++, budget--)
		if (row_is_living(&track->rows[from]))
			measure_row(frame, charset, from, false, &text);
	buffer_done(&text);
	return from < track->row_count ? from : 0;
}

static void lay_out(const struct frame *frame, const struct grid *grid)
{
	bool grouped = groups_are_on(&frame->table->groups);

	layout_indent(frame->layout, grouped ? GROUP_INDENT : 0);
	layout_columns(frame->layout, grid->columns);
	if (!grouped)
		return;
	layout_indent(frame->group_layout, GROUP_INDENT);
	layout_columns(frame->group_layout, grid->columns);
}

/* The titles are those of groups or of sockets, depending on what is selected. */
static void draw_titles(const struct frame *frame, struct grid *grid, int row)
{
	const struct table *table = frame->table;
	bool of_groups = table_heads_are_of_groups(table);
	const struct order *order = of_groups ? &table->groups.order : &table->order;
	struct draw_heads heads = {
		.layout = of_groups ? frame->group_layout : frame->layout,
		.sort = order->column,
		.descending = order->descending,
		.groups = &table->groups,
	};

	draw_heads(&heads, grid, row);
}

void draw_table(const struct frame *frame, struct grid *grid, const struct layout_lines *lines)
{
	struct buffer text = {0};

	lay_out(frame, grid);
	if (lines->titles >= 0)
		draw_titles(frame, grid, lines->titles);
	for (int i = 0; i < lines->row_count; i++) {
		struct group_line line = table_line_at(frame->table, (size_t)i);

		if (line.row != TRACK_NONE)
			draw_row(frame, grid, lines->first_row + i, line.row, &text);
		else if (line.group != GROUPS_NONE)
			draw_group(frame, grid, lines->first_row + i, line.group, &text);
	}
	if (table_count(frame->table) == 0 &&
		(frame->empty || track_has_listed(frame->context->track)))
		grid_put(grid, lines->first_row, LAYOUT_GUTTER, grid->columns, STYLE_DIM,
			frame->empty ? frame->empty : _("no sockets to show"));
	buffer_done(&text);
}
