/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/frame.h"

#include "base/format.h"
#include "base/i18n.h"

/* Writes `text` behind `column` if it fits whole; returns the column after it. */
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

static void draw_first_line(const struct frame *frame, struct grid *grid, int row)
{
	const char *flag = frame->paused ? _("[paused]") : frame->read_only ? _("[read only]") : "";
	int at = 1 + grid_put(grid, row, 1, grid->columns, STYLE_STRONG, frame->host);
	struct buffer text = {0};

	buffer_printf(&text, "%s%s%s", divider(grid), frame->clock, divider(grid));
	buffer_printf(&text, _("every %s"), frame->interval);
	buffer_text(&text, divider(grid));
	format_grouped(&text, frame->sockets);
	buffer_printf(&text, " %s", P_("socket", "sockets", frame->sockets));
	at = put_whole(grid, row, at, STYLE_NORMAL, buffer_get(&text));
	if (frame->cost_known) {
		buffer_clear(&text);
		buffer_text(&text, divider(grid));
		buffer_printf(&text, _("cost %.1f%% cpu (dump %ums, owners %ums)"),
			(double)frame->cost_percent, frame->dump_ms, frame->owners_ms);
		put_whole(grid, row, at, STYLE_NORMAL, buffer_get(&text));
	}
	if (*flag) {
		int width = (int)text_width(flag, grid->charset);

		grid_put(grid, row, grid->columns - width - 1, width, STYLE_WARNING, flag);
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
