/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/draw/frame.h"

#include <string.h>

#include "base/format.h"
#include "base/i18n.h"
#include "base/text.h"

static const char *divider(const struct grid *grid)
{
	return grid->charset == TEXT_UTF8 ? " \xc2\xb7 " : " - ";
}

/*
 * The first line: places from the left that do not move, and from the right what comes and goes: an
 * alarm, and what the table or the program leaves out.
 */

static void add_flag(struct buffer *text, const char *flag)
{
	buffer_printf(text, "%s%s", text->length ? " " : "", flag);
}

static void add_flags(const struct frame *frame, struct buffer *text)
{
	if (frame->tagged) {
		buffer_char(text, '[');
		format_grouped(text, frame->tagged);
		buffer_printf(text, " %s]", _("tagged"));
	}
	if (frame->hidden)
		add_flag(text, frame->hidden);
	if (frame->read_only)
		add_flag(text, _("[read only]"));
	if (frame->recording)
		add_flag(text, _("[recording]"));
	if (frame->paused)
		add_flag(text, _("[paused]"));
}

/* Returns the column where the flags begin. What is hidden is more important than all else. */
static int draw_flags(const struct frame *frame, struct grid *grid, int row)
{
	struct buffer text = {0};
	int at = grid->columns, width;

	add_flags(frame, &text);
	width = (int)text_width(buffer_get(&text), grid->charset);
	if (width > grid->columns - 1)
		width = grid->columns - 1;
	if (text.length && width > 0) {
		at -= width;
		grid_put_fitted(grid, row, at, width, GRID_LEFT, STYLE_WARNING, buffer_get(&text));
		at--;
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
		grid_put(grid, row, *at + divider_width, grid->columns, style, buffer_get(text));
		*at += width;
	}
	buffer_clear(text);
}

/* "8,112 sockets", or "17 of 489 sockets"; as wide as for 99,999, so that what follows stands. */
static void add_sockets(struct buffer *text, const struct frame *frame, enum text_charset charset)
{
	static const char usual[] = "99,999";
	struct buffer total = {0}, shown = {0};
	int width;

	format_grouped(&total, frame->sockets);
	width = (int)(total.length > sizeof(usual) - 1 ? total.length : sizeof(usual) - 1);
	if (frame->counting)
		buffer_text(&shown, charset == TEXT_UTF8 ? "\xe2\x89\xa5" : ">=");
	format_grouped(&shown, frame->shown);
	if (frame->narrowed)
		buffer_printf(text, _("%s of %s"), buffer_get(&shown), buffer_get(&total));
	else
		buffer_text(text, buffer_get(&total));
	buffer_printf(text, " %s", P_("socket", "sockets", frame->sockets));
	if (frame->narrowed)
		buffer_printf(
			text, "%*s", width - (int)text_width(buffer_get(&shown), charset), "");
	buffer_printf(text, "%*s", width - (int)total.length, "");
	buffer_done(&total);
	buffer_done(&shown);
}

/* A name may be long: half of the line is for other parts. */
static int put_host(const struct frame *frame, struct grid *grid, int row, int room)
{
	int width = (int)text_width(frame->host, grid->charset);
	int most = room / 2 > 0 ? room / 2 : 1;

	if (room < 2)
		return 0;
	if (width > most)
		width = most;
	grid_put_fitted(grid, row, 1, width, GRID_LEFT, STYLE_STRONG, frame->host);
	return width;
}

/* The parts that are always there, from the left; returns the column behind them. */
static int draw_places(const struct frame *frame, struct grid *grid, int row, int end)
{
	int at = 1 + put_host(frame, grid, row, end - 1);
	struct buffer text = {0};

	buffer_text(&text, frame->clock);
	put_part(grid, row, &at, end, STYLE_NORMAL, &text);
	buffer_printf(&text, _("every %s"), frame->interval);
	put_part(grid, row, &at, end, STYLE_NORMAL, &text);
	add_sockets(&text, frame, grid->charset);
	put_part(grid, row, &at, end, STYLE_NORMAL, &text);
	buffer_done(&text);
	return at;
}

/* -------- the alarm -------- */

/* The least cells for the title of an alarm that has more beside it. */
#define TITLE_LEAST 8

struct alarm_place {
	int at, width;  /* of all */
	int title;      /* of its title, which is cut rather than the rest */
	bool with_more; /* the rest is " and 4 more: F8", else ": F8" */
};

/* Behind the title: how many more there are, and where. */
static void add_rest(struct buffer *text, const struct frame *frame, bool with_more)
{
	if (frame->more_alarms && with_more)
		buffer_printf(text, P_(" and %zu more", " and %zu more", frame->more_alarms),
			frame->more_alarms);
	if (frame->alarm_key)
		buffer_printf(text, _(": %s"), frame->alarm_key);
}

static int width_of_rest(const struct frame *frame, const struct grid *grid, bool with_more)
{
	struct buffer rest = {0};
	int width;

	add_rest(&rest, frame, with_more);
	width = (int)text_width(buffer_get(&rest), grid->charset);
	buffer_done(&rest);
	return width;
}

/* The alarm stands before the flags, in at most `room` cells. */
static struct alarm_place place_alarm(
	const struct frame *frame, const struct grid *grid, int end, int room)
{
	struct alarm_place place = {.title = (int)text_width(frame->alarm, grid->charset)};
	int rest = width_of_rest(frame, grid, true);

	place.with_more = place.title + rest <= room || room - rest >= TITLE_LEAST;
	if (!place.with_more)
		rest = width_of_rest(frame, grid, false);
	if (place.title + rest > room && room - rest < TITLE_LEAST)
		rest = 0;
	if (place.title + rest > room)
		place.title = room - rest;
	if (place.title < 0)
		place.title = 0;
	place.width = place.title + rest;
	place.at = end - place.width;
	return place;
}

/* The place of the alarm, behind `from`. */
static struct alarm_place lay_alarm(
	const struct frame *frame, const struct grid *grid, int from, int end)
{
	if (frame->alarm)
		return place_alarm(frame, grid, end, end - from - 2);
	return (struct alarm_place){.at = end};
}

static void draw_alarm(
	const struct frame *frame, struct grid *grid, int row, const struct alarm_place *place)
{
	enum style style = frame->alarm_is_error ? STYLE_ERROR : STYLE_WARNING;
	struct buffer rest = {0};

	if (place->width <= 0)
		return;
	grid_put_fitted(grid, row, place->at, place->title, GRID_LEFT, style, frame->alarm);
	add_rest(&rest, frame, place->with_more);
	if (place->width > place->title)
		grid_put(grid, row, place->at + place->title, place->width - place->title, style,
			buffer_get(&rest));
	buffer_done(&rest);
}

/* Where the text before `at` ends: blanks that keep a place for figures are free for an alarm. */
static int end_of_text(const struct grid *grid, int row, int at)
{
	while (at > 0 && strcmp(grid->cells[row * grid->columns + at - 1].bytes, " ") == 0)
		at--;
	return at;
}

static void draw_first_line(const struct frame *frame, struct grid *grid, int row)
{
	int end = draw_flags(frame, grid, row), at = draw_places(frame, grid, row, end), before;
	struct alarm_place alarm = lay_alarm(frame, grid, end_of_text(grid, row, at), end);
	struct buffer text = {0};

	draw_alarm(frame, grid, row, &alarm);
	if (alarm.width > 0)
		end = alarm.at - 1;
	before = at;
	for (int whole = 1; frame->cost_known && whole >= 0 && at == before; whole--) {
		add_cost(&text, frame, whole);
		put_part(grid, row, &at, end, STYLE_NORMAL, &text);
	}
	buffer_done(&text);
}

void draw_header(const struct frame *frame, struct grid *grid, const struct layout_lines *lines)
{
	if (lines->header >= 0)
		draw_first_line(frame, grid, lines->header);
	draw_meters(frame, grid, lines);
	if (lines->notes >= 0 && frame->notes)
		grid_put_fitted(grid, lines->notes, 1, grid->columns - 1, GRID_LEFT, STYLE_WARNING,
			frame->notes);
}

/* An alarm is drawn in its style, and so are no other parts before the flags. */
static bool is_alarm(const struct frame *frame, const struct grid *grid, int row, int column)
{
	enum style style = frame->alarm_is_error ? STYLE_ERROR : STYLE_WARNING;
	struct buffer flags = {0};
	int width;

	add_flags(frame, &flags);
	width = (int)text_width(buffer_get(&flags), grid->charset);
	buffer_done(&flags);
	return frame->alarm && column < grid->columns - width &&
	       grid->cells[row * grid->columns + column].style == style;
}

struct frame_spot draw_header_spot(
	const struct frame *frame, const struct grid *grid, int row, int column)
{
	struct frame_spot spot = {.kind = FRAME_SPOT_NONE};
	const struct frame_count *count;
	struct layout_lines lines;

	layout_lines(&lines, grid->rows, frame->notes != NULL, false);
	if (row < 0 || column < 0 || column >= grid->columns)
		return spot;
	count = draw_meters_count_at(frame, grid, &lines, row, column);
	if (row == lines.header && is_alarm(frame, grid, row, column))
		spot.kind = FRAME_SPOT_ALARM;
	else if (count)
		spot = (struct frame_spot){FRAME_SPOT_STATE, count->state};
	return spot;
}
