/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The third line of the header: the last minute as curves. */
#include "ui/draw/draw-meters-internal.h"

#include "base/i18n.h"
#include "ui/widget/plot.h"

/* A curve in cells. */
enum { CURVE_LEAST = 4, CURVE_MOST = 30 };

struct curve {
	const char *label;
	enum pulse_series series;
	bool bytes, is_count, grows;
	int figure; /* cells of its figure */
};

static const struct frame_count *find_count(const struct frame *frame, enum conn_state state)
{
	for (size_t i = 0; i < frame->count_count; i++)
		if (frame->counts[i].state == state)
			return &frame->counts[i];
	return NULL;
}

/* The rates, and CLOSE_WAIT, whose slow growth only time shows. */
static int list_curves(const struct frame *frame, struct curve *curves)
{
	const struct frame_count *waiting = find_count(frame, CONN_CLOSE_WAIT);
	int count = 0;

	for (int rate = 0; rate < METER_RATES; rate++)
		curves[count++] = (struct curve){.label = _(meter_rates[rate].label),
			.series = meter_rates[rate].series,
			.bytes = meter_rates[rate].bytes,
			.figure = METER_RATE_WIDTH + 2};
	if (waiting)
		curves[count++] = (struct curve){.label = waiting->name,
			.series = PULSE_CLOSE_WAIT,
			.is_count = true,
			.grows = waiting->grows,
			.figure = 5};
	return count;
}

/* The cells of a curve if `count` of them stand side by side; the last has a mark behind it. */
static int curve_width(const struct curve *curves, int count, const struct grid *grid)
{
	int left = grid->columns - 1 + 2, width;

	for (int i = 0; i < count; i++)
		left -= (int)text_width(curves[i].label, grid->charset) + 1 + curves[i].figure + 1 +
			2 + (curves[i].is_count ? 2 : 0);
	width = left / count;
	return width > CURVE_MOST ? CURVE_MOST : width;
}

static void put_curve(const struct frame *frame, struct grid *grid, int row, int at, int width,
	const struct curve *curve)
{
	double points[2 * CURVE_MOST], least = -1, most = -1;
	size_t count = (size_t)width * plot_values_per_cell(grid->charset);
	struct buffer text = {0};
	bool flat;

	pulse_points(frame->pulse, curve->series, points, count);
	for (size_t i = 0; i < count; i++) {
		if (points[i] < 0)
			continue;
		least = least < 0 || points[i] < least ? points[i] : least;
		most = points[i] > most ? points[i] : most;
	}
	flat = least == most && most > 0;
	/* A leak is slow beside what is there: its curve begins at the least. */
	for (size_t i = 0; curve->is_count && least < most && i < count; i++)
		points[i] -= points[i] < 0 ? 0 : least;
	if (curve->is_count && least < most)
		most -= least;
	if (flat)
		plot_add_line(&text, points, count, 0, 1, grid->charset);
	else
		plot_add_row(&text, points, count, most, 0, 1, grid->charset);
	grid_put(grid, row, at, width, STYLE_PLOT, buffer_get(&text));
	if (curve->grows)
		grid_put(grid, row, at + width + 1, 1, STYLE_WARNING, meter_mark_of_growth(grid));
	buffer_done(&text);
}

static int put_figure(
	const struct frame *frame, struct grid *grid, int row, int at, const struct curve *curve)
{
	float now = pulse_now(frame->pulse, curve->series);
	int label = (int)text_width(curve->label, grid->charset) + 1;
	struct buffer text = {0};

	grid_put(grid, row, at, label, STYLE_DIM, curve->label);
	if (curve->is_count && now >= 0)
		meter_add_compact(&text, (uint64_t)now, curve->figure);
	else
		meter_add_rate(&text, now, curve->bytes, "/s");
	grid_put(grid, row, at + label, curve->figure, curve->grows ? STYLE_WARNING : STYLE_NORMAL,
		buffer_get(&text));
	buffer_done(&text);
	return at + label + curve->figure + 1;
}

void draw_curves(const struct frame *frame, struct grid *grid, int row)
{
	struct curve curves[METER_RATES + 1];
	int count = list_curves(frame, curves), at = 1, width;

	while (count > 1 && curve_width(curves, count, grid) < CURVE_LEAST)
		count--;
	width = curve_width(curves, count, grid);
	for (int i = 0; i < count; i++) {
		at = put_figure(frame, grid, row, at, &curves[i]);
		if (width > 0)
			put_curve(frame, grid, row, at, width, &curves[i]);
		at += width + 2;
	}
}
