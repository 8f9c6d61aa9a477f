/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/page/draw-details.h"

#include "base/format.h"
#include "base/i18n.h"
#include "ui/widget/sheet-view.h"
#include "ui/widget/plot.h"

/* The time span of a plot. */
#define PLOT_SPAN_US INT64_C(60000000)

/* Widths of a plot in cells, and plots side by side. */
enum { PLOT_WIDTH_MAX = 100, PLOT_WIDTH_MIN = 24, PLOTS_ABREAST_MAX = 3 };

static const struct {
	const char *name; /* translated when it is shown */
	enum history_series series;
	enum { IN_MS, IN_SEGMENTS, IN_RATE, IN_BYTES } unit;
} plots[] = {
	{N_("rtt"), HISTORY_RTT, IN_MS},
	{N_("sent"), HISTORY_TX, IN_RATE},
	{N_("Send-Q"), HISTORY_SEND_Q, IN_BYTES},
	{N_("cwnd"), HISTORY_CWND, IN_SEGMENTS},
	{N_("received"), HISTORY_RX, IN_RATE},
	{N_("Recv-Q"), HISTORY_RECV_Q, IN_BYTES},
};

enum { PLOTS = sizeof(plots) / sizeof(plots[0]) };

static void add_bare(struct buffer *out, int unit, double value)
{
	switch (unit) {
	case IN_MS:
		format_microseconds(out, (uint64_t)value);
		break;
	case IN_SEGMENTS:
		format_grouped(out, (uint64_t)value);
		break;
	default:
		format_scaled(out, (uint64_t)value);
	}
}

static void add_with_unit(struct buffer *out, int unit, double value)
{
	add_bare(out, unit, value);
	if (unit == IN_MS)
		buffer_text(out, " ms");
	else if (unit == IN_RATE)
		buffer_text(out, "/s");
}

/* "rtt 0.38 ms          0.02 to 1.50" */
static void put_heading(const struct sheet_view *view, int below, int column, int width,
	size_t plot, const struct history_range *range)
{
	struct buffer text = {0};
	int used;

	buffer_printf(&text, "%s ", _(plots[plot].name));
	sheet_view_put(view, below, column, width, STYLE_DIM, buffer_get(&text));
	used = (int)text_width(buffer_get(&text), view->charset);
	buffer_clear(&text);
	add_with_unit(&text, plots[plot].unit, range->now);
	sheet_view_put(view, below, column + used, width - used, STYLE_STRONG, buffer_get(&text));
	used += (int)text_width(buffer_get(&text), view->charset) + 1;
	buffer_clear(&text);
	add_bare(&text, plots[plot].unit, range->least);
	buffer_text(&text, view->charset == TEXT_UTF8 ? "\xe2\x80\xa6" : "..");
	add_bare(&text, plots[plot].unit, range->most);
	if (used + (int)text_width(buffer_get(&text), view->charset) <= width)
		sheet_view_put_fitted(view, below, column + used, width - used, GRID_RIGHT,
			STYLE_DIM, buffer_get(&text));
	buffer_done(&text);
}

/* "60 s ago ... now": what the width of a plot means. */
static void put_axis(const struct sheet_view *view, int below, int column, int width)
{
	int now = (int)text_width(_("now"), view->charset);

	if ((int)text_width(_("60 s ago"), view->charset) + 1 + now > width)
		return;
	sheet_view_put(view, below, column, width, STYLE_DIM, _("60 s ago"));
	sheet_view_put(view, below, column + width - now, now, STYLE_DIM, _("now"));
}

/* Values that never change make a line: an area would be a wall that says nothing. */
static void put_plot_row(struct buffer *line, const struct history_range *range,
	const double *points, size_t count, int row, int rows, enum text_charset charset)
{
	buffer_clear(line);
	if (range->least == range->most && range->most > 0)
		plot_add_line(line, points, count, row, rows, charset);
	else
		plot_add_row(line, points, count, range->most, row, rows, charset);
}

static void put_plot(const struct sheet_view *view, int below, int column, int width, int rows,
	const struct history *history, size_t plot)
{
	double points[2 * PLOT_WIDTH_MAX];
	struct history_range range;
	struct buffer line = {0};
	size_t count, per_cell = plot_values_per_cell(view->charset);

	if (!history_range(history, plots[plot].series, &range))
		return;
	put_heading(view, below, column, width, plot, &range);
	count = (size_t)(width < PLOT_WIDTH_MAX ? width : PLOT_WIDTH_MAX) * per_cell;
	history_points(history, plots[plot].series, PLOT_SPAN_US, points, count);
	for (int row = 0; row < rows; row++) {
		put_plot_row(&line, &range, points, count, row, rows, view->charset);
		sheet_view_put(view, below + 1 + row, column, width, STYLE_PLOT, buffer_get(&line));
	}
	put_axis(view, below + 1 + rows, column, (int)count / (int)per_cell);
	buffer_done(&line);
}

/* The series that have values, in their order. */
static size_t choose_plots(const struct history *history, size_t *ret_chosen)
{
	struct history_range range;
	size_t count = 0;

	for (size_t plot = 0; plot < PLOTS; plot++)
		if (history_range(history, plots[plot].series, &range))
			ret_chosen[count++] = plot;
	return count;
}

static void put_plots(struct sheet_view *view, const struct history *history)
{
	int room = view->area->columns - 2, abreast = room / PLOT_WIDTH_MIN;
	int rows = view->area->rows >= 30 ? 5 : view->area->rows >= 14 ? 3 : 2;
	size_t chosen[PLOTS], count = choose_plots(history, chosen);
	int width;

	if (!count || room < 8)
		return;
	abreast = abreast < 1 ? 1 : abreast > PLOTS_ABREAST_MAX ? PLOTS_ABREAST_MAX : abreast;
	if ((size_t)abreast > count)
		abreast = (int)count;
	width = (room + 2) / abreast - 2;
	for (size_t i = 0; i < count; i++) {
		int place = (int)i % abreast;

		put_plot(view, 0, 1 + place * (width + 2), width, rows, history, chosen[i]);
		if (place == abreast - 1 || i == count - 1)
			view->row += 2 + rows; /* with the heading and the axis */
	}
	view->row++;
}

static void put_all(struct sheet_view *view, const struct details_picture *picture)
{
	sheet_view_put_sheet(view, picture->head);
	put_plots(view, picture->history);
	for (size_t i = 0; i < DETAILS_SHEETS_MAX && picture->sheets[i]; i++)
		sheet_view_put_sheet(view, picture->sheets[i]);
}

void draw_details(const struct details_picture *picture, struct scroller *scroller,
	struct grid *grid, const struct area *area)
{
	struct sheet_view view = {.area = area, .charset = grid->charset};

	put_all(&view, picture);
	scroller->reading = true;
	scroller_fit(scroller, (size_t)view.row, (size_t)area->rows);
	view.grid = grid;
	view.top = (int)scroller->top;
	view.row = 0;
	put_all(&view, picture);
	grid_set_cursor(grid, area->row, area->column);
}
