/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/page/draw-results.h"

#include <string.h>

#include "ui/cell/wrap.h"

/* The mark of a result that is not as wanted, and a blank. */
#define LINE_MARK 2

/* Cells between the socket and its result. */
#define GAP 2

/* One socket, in two columns. */
struct line {
	struct buffer socket, words;
	bool good;
};

static void line_done(struct line *line)
{
	buffer_done(&line->socket);
	buffer_done(&line->words);
}

static void read_line(const struct results_model *model, size_t index, struct line *line)
{
	buffer_clear(&line->socket);
	buffer_clear(&line->words);
	line->good = model->add_line(model->context, index, &line->socket, &line->words);
}

/* The head, wrapped to the width, and a blank line after it. */
static void wrap_head(const char *head, int width, enum text_charset charset, struct buffer *out)
{
	for (; *head; head = wrap_next(head))
		wrap_add(out, head, strcspn(head, "\n"), width > 1 ? (size_t)width : 1, charset);
	buffer_char(out, '\n');
}

static int wider(int width, const struct buffer *text, const struct grid *grid)
{
	int other = (int)text_width(buffer_get(text), grid->charset);

	return other > width ? other : width;
}

/*
 * The visible lines decide where the second column begins. The socket comes first: its result is in
 * the head in full, and needs no more than a quarter of the width.
 */
static int measure(const struct results_model *model, const struct scroller *scroller,
	size_t head_count, const struct grid *grid, const struct area *area)
{
	struct line line = {0};
	int widest = 0, words = 0, most = area->columns - LINE_MARK - GAP;

	for (size_t i = 0; i < (size_t)area->rows; i++) {
		size_t at = scroller->top + i;

		if (at < head_count || at - head_count >= model->count)
			continue;
		read_line(model, at - head_count, &line);
		widest = wider(widest, &line.socket, grid);
		words = wider(words, &line.words, grid);
	}
	line_done(&line);
	most -= words < area->columns / 4 ? words : area->columns / 4;
	return widest < most ? widest : most > 0 ? most : 0;
}

static void draw_line(
	const struct line *line, int width, struct grid *grid, int row, const struct area *area)
{
	enum style style = line->good ? STYLE_NORMAL : STYLE_ERROR;
	int column = area->column + LINE_MARK;
	int words = column + width + GAP;

	if (!line->good)
		grid_put(grid, row, area->column, 1, style, "!");
	grid_put_fitted(
		grid, row, column, width, GRID_LEFT, STYLE_NORMAL, buffer_get(&line->socket));
	grid_put_fitted(grid, row, words, area->column + area->columns - words, GRID_LEFT, style,
		buffer_get(&line->words));
}

static const char *skip_lines(const char *text, size_t count)
{
	while (count--)
		text = wrap_next(text);
	return text;
}

static void draw_head_line(const char *text, struct grid *grid, int row, const struct area *area)
{
	struct buffer line = {0};

	buffer_add(&line, text, strcspn(text, "\n"));
	grid_put(grid, row, area->column + 1, area->columns - 1, STYLE_STRONG, buffer_get(&line));
	buffer_done(&line);
}

void draw_results(const struct results_model *model, struct scroller *scroller, struct grid *grid,
	const struct area *area)
{
	struct buffer head = {0};
	struct line line = {0};
	size_t head_count;
	int width;

	wrap_head(model->head, area->columns - 1, grid->charset, &head);
	head_count = wrap_count(buffer_get(&head));
	scroller_fit(scroller, head_count + model->count, (size_t)area->rows);
	width = measure(model, scroller, head_count, grid, area);
	for (int row = 0; row < area->rows; row++) {
		size_t at = scroller->top + (size_t)row;

		if (at < head_count) {
			draw_head_line(
				skip_lines(buffer_get(&head), at), grid, area->row + row, area);
		} else if (at - head_count < model->count) {
			read_line(model, at - head_count, &line);
			draw_line(&line, width, grid, area->row + row, area);
		}
	}
	grid_set_cursor(grid, area->row, area->column);
	line_done(&line);
	buffer_done(&head);
}
