/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/draw/frame.h"

#include "base/format.h"
#include "base/i18n.h"

/* Writes `text` after `column` if it fits completely; returns the column after it. */
static int put_whole(struct grid *grid, int row, int column, enum style style, const char *text)
{
	int width = (int)text_width(text, grid->charset);

	if (column + width > grid->columns)
		return column;
	return column + grid_put(grid, row, column, width, style, text);
}

static const char *divider(const struct grid *grid)
{
	return grid->charset == TEXT_UTF8 ? " \xc2\xb7 " : " - ";
}

/* At the right end: what the program does not do at present. Returns the column where it begins. */
static int draw_flags(const struct frame *frame, struct grid *grid, int row)
{
	struct buffer text = {0};
	int at = grid->columns;

	if (frame->read_only)
		buffer_text(&text, _("[read only]"));
	if (frame->paused)
		buffer_printf(&text, "%s%s", text.length ? " " : "", _("[paused]"));
	if (text.length && (int)text_width(buffer_get(&text), grid->charset) + 1 < grid->columns) {
		at -= (int)text_width(buffer_get(&text), grid->charset) + 1;
		grid_put(grid, row, at, grid->columns, STYLE_WARNING, buffer_get(&text));
	}
	buffer_done(&text);
	return at;
}

/* Adds the cost of refreshes, with its parts if `whole`. */
static void add_cost(struct buffer *text, const struct frame *frame, bool whole)
{
	if (whole && frame->owners_by_bpf)
		buffer_printf(text, _("cost %.1f%% cpu (dump %ums, owners %ums bpf)"),
			(double)frame->cost_percent, frame->dump_ms, frame->owners_ms);
	else if (whole)
		buffer_printf(text, _("cost %.1f%% cpu (dump %ums, owners %ums)"),
			(double)frame->cost_percent, frame->dump_ms, frame->owners_ms);
	else
		buffer_printf(text, _("cost %.1f%% cpu"), (double)frame->cost_percent);
}

/* Writes a part of the first line after the others; it is left out if it does not fit. */
static void put_part(
	struct grid *grid, int row, int *at, int end, enum style style, struct buffer *text)
{
	int divider_width = (int)text_width(divider(grid), grid->charset);
	int width = divider_width + (int)text_width(buffer_get(text), grid->charset);

	if (*at + width <= end) {
		grid_put(grid, row, *at, divider_width, STYLE_NORMAL, divider(grid));
		*at = put_whole(grid, row, *at + divider_width, style, buffer_get(text));
	}
	buffer_clear(text);
}

/* "accept queue full +2": the most severe of three. */
static void add_alarm(struct buffer *text, const struct frame *frame)
{
	buffer_text(text, frame->alarm);
	if (frame->more_alarms)
		buffer_printf(text, " +%zu", frame->more_alarms);
}

/* A name may be long: half of the line is for other parts. */
static int put_host(const struct frame *frame, struct grid *grid, int row, int room)
{
	int width = (int)text_width(frame->host, grid->charset);
	int most = room / 2 > 0 ? room / 2 : 1;

	if (width > most)
		width = most;
	grid_put_fitted(grid, row, 1, width, GRID_LEFT, STYLE_STRONG, frame->host);
	return width;
}

static void draw_first_line(const struct frame *frame, struct grid *grid, int row)
{
	int end = draw_flags(frame, grid, row);
	int at = 1 + put_host(frame, grid, row, end - 1), before;
	struct buffer text = {0};

	buffer_text(&text, frame->clock);
	put_part(grid, row, &at, end, STYLE_NORMAL, &text);
	buffer_printf(&text, _("every %s"), frame->interval);
	put_part(grid, row, &at, end, STYLE_NORMAL, &text);
	format_grouped(&text, frame->sockets);
	buffer_printf(&text, " %s", P_("socket", "sockets", frame->sockets));
	put_part(grid, row, &at, end, STYLE_NORMAL, &text);
	if (frame->tagged) {
		format_grouped(&text, frame->tagged);
		buffer_printf(&text, " %s", _("tagged"));
		put_part(grid, row, &at, end, STYLE_NORMAL, &text);
	}
	if (frame->alarm) {
		add_alarm(&text, frame);
		put_part(grid, row, &at, end, frame->alarm_is_error ? STYLE_ERROR : STYLE_WARNING,
			&text);
	}
	before = at;
	for (int whole = 1; frame->cost_known && whole >= 0 && at == before; whole--) {
		add_cost(&text, frame, whole);
		put_part(grid, row, &at, end, STYLE_NORMAL, &text);
	}
	buffer_done(&text);
}

static void add_trend(struct buffer *text, const struct frame_count *count, bool utf8)
{
	float change = count->change;

	if (change >= 0.5f || change <= -0.5f) {
		buffer_printf(text, " %c", change > 0 ? '+' : '-');
		format_grouped(text, (uint64_t)((change > 0 ? change : -change) + 0.5f));
		buffer_text(text, "/s");
	} else if (count->trend > 0) {
		buffer_text(text, utf8 ? " \xe2\x96\xb2" : " ^");
	} else if (count->trend < 0) {
		buffer_text(text, utf8 ? " \xe2\x96\xbc" : " v");
	}
}

static void draw_second_line(const struct frame *frame, struct grid *grid, int row)
{
	struct buffer text = {0};
	int at = 1;

	for (size_t i = 0; i < frame->count_count; i++) {
		const struct frame_count *count = &frame->counts[i];
		int after;

		buffer_clear(&text);
		buffer_printf(&text, "%s ", count->name);
		format_grouped(&text, count->count);
		add_trend(&text, count, grid->charset == TEXT_UTF8);
		after = put_whole(
			grid, row, at, count->count ? STYLE_NORMAL : STYLE_DIM, buffer_get(&text));
		at = after == at ? at : after + 3;
	}
	if (frame->traffic_known) {
		buffer_clear(&text);
		buffer_printf(&text, "%s ", _("in"));
		format_scaled(&text, (uint64_t)frame->in_rate);
		buffer_printf(&text, "/s %s ", _("out"));
		format_scaled(&text, (uint64_t)frame->out_rate);
		buffer_text(&text, "/s");
		put_whole(grid, row, at, STYLE_NORMAL, buffer_get(&text));
	}
	buffer_done(&text);
}

void draw_header(const struct frame *frame, struct grid *grid, const struct layout_lines *lines)
{
	if (lines->header >= 0)
		draw_first_line(frame, grid, lines->header);
	if (lines->counts >= 0)
		draw_second_line(frame, grid, lines->counts);
	if (lines->notes >= 0 && frame->notes)
		grid_put_fitted(grid, lines->notes, 1, grid->columns - 1, GRID_LEFT, STYLE_WARNING,
			frame->notes);
}
