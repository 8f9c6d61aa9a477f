/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The line of a group: a mark that shows if it is open, its name, its figures. */
#include "ui/draw/frame.h"

#include "view/group/group-column.h"

/* As for a row: a group is new or gone if all of its sockets are. */
static enum row_life life_of(const struct group_sums *sums)
{
	if (!sums->sockets)
		return ROW_GONE;
	return sums->fresh == sums->sockets ? ROW_NEW : ROW_STEADY;
}

static void draw_marks(struct grid *grid, int line, const struct group_sums *sums, bool selected)
{
	enum row_life life = life_of(sums);
	enum style style = draw_style_of(life, false, selected);
	enum column_tone tone = group_column_tone(sums);
	enum style moved = style == STYLE_NORMAL ? STYLE_MOVED : style;

	if (life != ROW_STEADY)
		grid_put(grid, line, 0, 1, style, life == ROW_GONE ? "-" : "+");
	else if (sums->moved)
		grid_put(grid, line, 0, 1, moved, "*");
	if (sums->tagged)
		grid_put(grid, line, 1, 1, selected ? style : STYLE_TAGGED, "#");
	else if (tone != COLUMN_PLAIN)
		grid_put(grid, line, 1, 1, draw_cell_style(tone, "", style), "!");
}

static const char *mark_of_opening(const struct grid *grid, bool open)
{
	if (grid->charset == TEXT_UTF8)
		return open ? "\xe2\x96\xbe" : "\xe2\x96\xb8";
	return open ? "v" : ">";
}

/* If the group's line has no style of its own, names are bold, zeros dim, and loud is what is so in
 * one of its rows. */
static enum style cell_style(const struct column *column, const struct column_context *context,
	uint32_t group, const char *text, enum style style)
{
	if (style == STYLE_NORMAL && column == group_column_table)
		return STYLE_STRONG;
	return draw_cell_style(column_tone(column, context, group), text, style);
}

void draw_group(
	const struct frame *frame, struct grid *grid, int line, uint32_t group, struct buffer *text)
{
	const struct groups *groups = &frame->table->groups;
	const struct group_sums *sums = &groups->all[group].sums;
	const struct layout *layout = frame->group_layout;
	struct column_context context = *frame->context;
	bool selected = table_selected_group(frame->table) == group;
	enum style style = draw_style_of(life_of(sums), false, selected);

	context.groups = groups;
	if (selected)
		grid_set_cursor(grid, line, 0);
	if (style != STYLE_NORMAL)
		grid_restyle(grid, line, 0, grid->columns, style);
	draw_marks(grid, line, sums, selected);
	grid_put(grid, line, LAYOUT_GUTTER, 1, style,
		mark_of_opening(grid, group_is_open(groups, group)));
	for (size_t i = 0; i < layout->shown_count; i++) {
		const struct layout_column *shown = &layout->shown[i];

		if (selected && shown->index == layout->cursor)
			grid_set_cursor(grid, line, shown->at);
		buffer_clear(text);
		column_add_text(shown->column, &context, group, text);
		grid_put_fitted(grid, line, shown->at, shown->width, draw_fit_of(shown->column),
			cell_style(shown->column, &context, group, buffer_get(text), style),
			buffer_get(text));
		if (shown->column ==
			group_column_table) /* the search compares only names of groups */
			draw_matches(frame, grid, line, shown, text);
	}
}

void draw_measure_group(
	const struct frame *frame, enum text_charset charset, uint32_t group, struct buffer *text)
{
	struct column_context context = *frame->context;

	context.groups = &frame->table->groups;
	for (size_t i = 0; i < frame->group_layout->count; i++) {
		buffer_clear(text);
		column_add_text(frame->group_layout->columns[i].column, &context, group, text);
		layout_want(frame->group_layout, i, (int)text_width(buffer_get(text), charset));
	}
}
