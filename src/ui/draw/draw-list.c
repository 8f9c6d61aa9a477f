/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/draw/draw-list.h"

#include "base/text.h"
#include "ui/draw/draw-heads.h"
#include "ui/draw/frame.h"
#include "view/group/order.h"

static const char *mark_text(enum draw_list_mark mark, const struct grid *grid)
{
	bool utf8 = grid->charset == TEXT_UTF8;

	switch (mark) {
	case DRAW_LIST_SHUT:
		return utf8 ? "\xe2\x96\xb8" : ">";
	case DRAW_LIST_OPEN:
		return utf8 ? "\xe2\x96\xbe" : "v";
	case DRAW_LIST_INNER:
		return utf8 ? "\xc2\xb7" : ".";
	case DRAW_LIST_PLAIN:
		break;
	}
	return " ";
}

static void measure(const struct draw_list_model *model, struct layout *layout,
	const struct scroller *scroller, const struct grid *grid, struct buffer *text)
{
	enum draw_list_mark mark;

	for (size_t i = scroller->top; i < scroller->top + scroller->height && i < model->count;
		i++) {
		uint32_t row = model->line(model->data, i, &mark);

		for (size_t column = 0; column < layout->count; column++) {
			buffer_clear(text);
			column_add_text(layout->columns[column].column, model->context, row, text);
			layout_want(
				layout, column, (int)text_width(buffer_get(text), grid->charset));
		}
	}
}

static void draw_line(const struct draw_list_model *model, const struct layout *layout,
	size_t number, bool selected, struct grid *grid, int line, struct buffer *text)
{
	enum style style = selected ? STYLE_SELECTED : STYLE_NORMAL;
	enum draw_list_mark mark;
	uint32_t row = model->line(model->data, number, &mark);

	if (selected) {
		grid_restyle(grid, line, 0, grid->columns, style);
		grid_set_cursor(grid, line, 0);
	}
	grid_put(grid, line, 0, 1, style, mark_text(mark, grid));
	for (size_t i = 0; i < layout->shown_count; i++) {
		const struct layout_column *shown = &layout->shown[i];
		enum column_tone tone = column_tone(shown->column, model->context, row);

		if (selected && shown->index == layout->cursor)
			grid_set_cursor(grid, line, shown->at);
		buffer_clear(text);
		column_add_text(shown->column, model->context, row, text);
		grid_put_fitted(grid, line, shown->at, shown->width, draw_fit_of(shown->column),
			draw_cell_style(tone, buffer_get(text), style), buffer_get(text));
		if (tone == COLUMN_WARNING || tone == COLUMN_WRONG)
			grid_put(grid, line, 1, 1, draw_cell_style(tone, "", style), "!");
	}
}

static uint32_t row_of(const void *data, size_t number, enum draw_list_mark *ret_mark)
{
	*ret_mark = DRAW_LIST_PLAIN;
	return order_row(data, number);
}

void draw_list_take_order(struct draw_list_model *model, const struct order *order)
{
	model->count = order->count;
	model->line = row_of;
	model->data = order;
}

void draw_list(const struct draw_list_model *model, struct layout *layout,
	struct scroller *scroller, struct grid *grid, const struct area *area)
{
	struct draw_heads heads = {
		.layout = layout, .sort = model->sort, .descending = model->descending};
	int lines = area->rows - 1;
	struct buffer text = {0};

	scroller_fit(scroller, model->count, lines > 0 ? (size_t)lines : 0);
	measure(model, layout, scroller, grid, &text);
	layout_columns(layout, area->columns);
	draw_heads(&heads, grid, area->row);
	for (int i = 0; i < lines; i++) {
		size_t number = scroller->top + (size_t)i;

		if (number < model->count)
			draw_line(model, layout, number, number == scroller->selected, grid,
				area->row + 1 + i, &text);
	}
	if (!model->count)
		grid_put(
			grid, area->row + 1, LAYOUT_GUTTER, area->columns, STYLE_DIM, model->empty);
	buffer_done(&text);
}
