/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The second line of the header: how many sockets are in each state, and how many connections and
 * bytes come and go, and how many of those that were made were seen. The third: the same over the
 * last minute, as curves. Each figure has a place whose width depends on that of the screen alone:
 * nothing moves when a figure comes, goes or grows.
 */
#include "ui/draw/draw-meters-internal.h"

#include "base/format.h"
#include "base/i18n.h"

/* From this width on figures have more room. */
#define WIDE 111

enum { METERS_MAX = FRAME_COUNTS_MAX + 5 };

/* Cells of "+9.9k/s" and the blank before it. */
enum { CHANGE_WIDTH = 8 };

const struct meter_rate meter_rates[METER_RATES] = {
	{N_("new"), PULSE_OPENED, false},
	{N_("closed"), PULSE_CLOSED, false},
	{N_("in"), PULSE_IN, true},
	{N_("out"), PULSE_OUT, true},
};

/*
 * What is shown first where there is no room for all: states, and between them pairs of rates by
 * the index of their first.
 */
static const struct {
	enum { A_STATE, A_PAIR, SEEN } is;
	int which;
} importance[] = {
	{A_STATE, CONN_ESTABLISHED},
	{A_STATE, CONN_CLOSE_WAIT},
	{A_PAIR, 2},
	{A_PAIR, 0},
	{A_STATE, CONN_TIME_WAIT},
	{SEEN, 0},
	{A_STATE, CONN_LISTEN},
	{A_STATE, CONN_SYN_RECV},
	{A_STATE, CONN_SYN_SENT},
	{A_STATE, CONN_FIN_WAIT1},
	{A_STATE, CONN_FIN_WAIT2},
	{A_STATE, CONN_LAST_ACK},
	{A_STATE, CONN_CLOSING},
};

/*
 * From the rank FIRST_RARE on: states that hardly ever have sockets. How the others change is told
 * before they are. They have places of equal width, which those take that have sockets.
 */
enum { RANKS = sizeof(importance) / sizeof(importance[0]), FIRST_RARE = 9 };

/* -------- figures -------- */

/* A number in at most `width` characters: 9,999 or 12.3k or 1.2M; k is 1000. */
void meter_add_compact(struct buffer *out, uint64_t number, int width)
{
	static const char units[] = "kMGT";
	double value = (double)number;
	struct buffer text = {0};
	int unit = -1;

	format_grouped(&text, number);
	if ((int)text.length <= width) {
		buffer_text(out, buffer_get(&text));
	} else {
		while (value >= 999.5 && unit < 3) {
			value /= 1000;
			unit++;
		}
		buffer_printf(out, "%.*f%c",
			value < 9.95                ? (width > 4 ? 2 : 1)
			: value < 99.5 && width > 4 ? 1
						    : 0,
			value, units[unit]);
	}
	buffer_done(&text);
}

/* "2.0k/s"; "-" where it is not known. Less than one a second is not called 0. */
void meter_add_rate(struct buffer *out, float rate, bool bytes, const char *unit)
{
	if (rate < 0) {
		buffer_char(out, '-');
		return;
	}
	if (bytes)
		format_scaled(out, (uint64_t)(rate + 0.5f));
	else if (rate > 0.05f && rate < 0.95f)
		buffer_printf(out, "%.1f", (double)rate);
	else
		meter_add_compact(out, (uint64_t)(rate + 0.5f), METER_RATE_WIDTH);
	buffer_text(out, unit);
}

static void add_change(struct buffer *out, float change)
{
	if (change > -0.5f && change < 0.5f)
		return;
	buffer_printf(out, " %c", change > 0 ? '+' : '-');
	meter_add_compact(
		out, (uint64_t)((change > 0 ? change : -change) + 0.5f), METER_RATE_WIDTH);
	buffer_text(out, "/s");
}

const char *meter_mark_of_growth(const struct grid *grid)
{
	return grid->charset == TEXT_UTF8 ? "\xe2\x96\xb2" : "^";
}

/* -------- the second line -------- */

struct meter_place {
	const struct frame_count *count; /* NULL: a rate */
	int rate;                        /* index of `meter_rates`; METER_RATES: what was seen */
	int at, width;
	bool shown, with_change;
};

struct meter_line {
	struct meter_place places[METERS_MAX];
	int place_count;
	int gap, digits; /* cells between two places, and for a number */
};

/* "seen 9,998 of 10,000"; where there is little room "seen 9,998/10.0k". */
static void add_seen(
	struct buffer *out, const struct grid *grid, const char *seen, const char *made)
{
	buffer_printf(out, grid->columns < WIDE ? _("seen %s/%s") : _("seen %s of %s"), seen, made);
}

static int width_of_seen(const struct meter_line *line, const struct grid *grid)
{
	const char *digits = &"9999999"[7 - line->digits];
	struct buffer text = {0};
	int width;

	add_seen(&text, grid, digits, digits);
	width = (int)text_width(buffer_get(&text), grid->charset);
	buffer_done(&text);
	return width;
}

static int width_of(
	const struct meter_line *line, const struct meter_place *place, const struct grid *grid)
{
	const char *label;
	int width;

	if (!place->count && place->rate == METER_RATES)
		return width_of_seen(line, grid);
	label = place->count ? place->count->name : _(meter_rates[place->rate].label);
	width = (int)text_width(label, grid->charset) + 1;
	if (!place->count) /* a narrow screen has no room for the unit of all rates */
		return width + METER_RATE_WIDTH +
		       (meter_rates[place->rate].bytes && grid->columns < WIDE ? 0 : 2);
	width += line->digits;
	if (place->count->state == CONN_CLOSE_WAIT)
		width += grid->columns < WIDE ? 1 : 2;
	return width + (place->with_change ? CHANGE_WIDTH : 0);
}

static bool is_meant(const struct meter_place *place, size_t rank)
{
	if (importance[rank].is == A_STATE)
		return place->count && (int)place->count->state == importance[rank].which;
	if (importance[rank].is == SEEN)
		return !place->count && place->rate == METER_RATES;
	return !place->count && place->rate < METER_RATES &&
	       place->rate / 2 == importance[rank].which / 2;
}

/* Shows the places of one rank, if all of them fit; false: they do not. */
static bool choose_rank(struct meter_line *line, size_t rank, int *left)
{
	int width = 0;

	for (int i = 0; i < line->place_count; i++)
		if (is_meant(&line->places[i], rank))
			width += line->places[i].width + line->gap;
	if (width > *left)
		return false;
	*left -= width;
	for (int i = 0; i < line->place_count; i++)
		line->places[i].shown |= is_meant(&line->places[i], rank);
	return true;
}

/* The states that are shown get room for their change, the most important first. */
static void add_changes(struct meter_line *line, int *left)
{
	for (size_t rank = 0; rank < RANKS; rank++)
		for (int i = 0; i < line->place_count; i++) {
			struct meter_place *place = &line->places[i];

			if (!place->shown || !place->count || !is_meant(place, rank) ||
				*left < CHANGE_WIDTH)
				continue;
			place->with_change = true;
			place->width += CHANGE_WIDTH;
			*left -= CHANGE_WIDTH;
		}
}

static bool is_rare(const struct meter_place *place)
{
	for (size_t rank = FIRST_RARE; rank < RANKS; rank++)
		if (is_meant(place, rank))
			return true;
	return false;
}

static void choose_rare_state(struct meter_line *line, size_t rank, bool with_sockets, int *left)
{
	for (int i = 0; i < line->place_count; i++) {
		struct meter_place *place = &line->places[i];

		if (place->shown || !is_meant(place, rank) || place->width + line->gap > *left ||
			(with_sockets && !place->count->count))
			continue;
		place->shown = true;
		*left -= place->width + line->gap;
	}
}

/* Gives the places of the rare states one width, which it returns. */
static int widen_rare_states(struct meter_line *line)
{
	int width = 0;

	for (int i = 0; i < line->place_count; i++)
		if (is_rare(&line->places[i]) && line->places[i].width > width)
			width = line->places[i].width;
	for (int i = 0; i < line->place_count; i++)
		if (is_rare(&line->places[i]))
			line->places[i].width = width;
	return width;
}

/* As many as there is room for: those with sockets before those without. */
static void choose_rare_states(struct meter_line *line, int left)
{
	for (int with_sockets = 1; with_sockets >= 0; with_sockets--)
		for (size_t rank = FIRST_RARE; rank < RANKS; rank++)
			choose_rare_state(line, rank, with_sockets, &left);
}

/* The rare states come behind the others, which therefore do not move when one has sockets. */
static void add_states(struct meter_line *line, const struct frame *frame, bool rare)
{
	for (size_t i = 0; i < frame->count_count; i++) {
		struct meter_place place = {.count = &frame->counts[i]};

		if (is_rare(&place) == rare)
			line->places[line->place_count++] = place;
	}
}

static void lay_out(const struct frame *frame, const struct grid *grid, bool with_rates,
	struct meter_line *line)
{
	int left, kept, at = 1; /* kept: for one rare state */
	bool all = true;

	*line = (struct meter_line){
		.gap = grid->columns < WIDE ? 1 : 2, .digits = grid->columns < WIDE ? 5 : 7};
	add_states(line, frame, false);
	add_states(line, frame, true);
	for (int rate = 0; with_rates && frame->pulse && rate < METER_RATES; rate++)
		line->places[line->place_count++].rate = rate;
	if (frame->pulse)
		line->places[line->place_count++].rate = METER_RATES;
	for (int i = 0; i < line->place_count; i++)
		line->places[i].width = width_of(line, &line->places[i], grid);
	left = grid->columns - at + line->gap;
	kept = widen_rare_states(line) + line->gap;
	for (size_t rank = 0; rank < FIRST_RARE; rank++)
		all &= choose_rank(line, rank, &left);
	if (!all || kept > left)
		kept = 0;
	left -= kept;
	if (grid->columns >= WIDE)
		add_changes(line, &left);
	choose_rare_states(line, left + kept);
	for (int i = 0; i < line->place_count; i++) {
		line->places[i].at = at;
		if (line->places[i].shown)
			at += line->places[i].width + line->gap;
	}
}

static void add_count(struct buffer *text, const struct meter_line *line,
	const struct meter_place *place, const struct grid *grid)
{
	const struct frame_count *count = place->count;
	size_t before = text->length;

	if (!count->known) {
		buffer_char(text, '-');
		return;
	}
	meter_add_compact(text, count->count, line->digits);
	if (count->grows && (int)(text->length - before) + 2 <= line->digits + line->gap)
		buffer_char(text, ' ');
	if (count->grows)
		buffer_text(text, meter_mark_of_growth(grid));
	if (!place->with_change || (count->change > -0.5f && count->change < 0.5f))
		return;
	while ((int)text_width(buffer_get(text), grid->charset) < place->width - CHANGE_WIDTH)
		buffer_char(text, ' ');
	add_change(text, count->change);
}

/* Of the last minute. Where nothing was made or measured, nothing is said. */
static enum style fill_seen(const struct frame *frame, const struct grid *grid,
	const struct meter_line *line, struct buffer *text)
{
	double seen = pulse_sum(frame->pulse, PULSE_SEEN),
	       made = pulse_sum(frame->pulse, PULSE_MADE);
	struct buffer seen_text = {0}, made_text = {0};

	if (made < 1 || seen < 0)
		return STYLE_DIM;
	meter_add_compact(&seen_text, (uint64_t)seen, line->digits);
	meter_add_compact(&made_text, (uint64_t)made, line->digits);
	add_seen(text, grid, buffer_get(&seen_text), buffer_get(&made_text));
	buffer_done(&seen_text);
	buffer_done(&made_text);
	return seen < made ? STYLE_NORMAL : STYLE_DIM;
}

static void put_place(const struct frame *frame, struct grid *grid, int row,
	const struct meter_line *line, const struct meter_place *place)
{
	struct buffer text = {0};
	enum style style = STYLE_NORMAL;

	if (place->count) {
		buffer_printf(&text, "%s ", place->count->name);
		add_count(&text, line, place, grid);
		style = place->count->grows   ? STYLE_WARNING
			: place->count->count ? STYLE_NORMAL
					      : STYLE_DIM;
	} else if (place->rate == METER_RATES) {
		style = fill_seen(frame, grid, line, &text);
	} else {
		bool bytes = meter_rates[place->rate].bytes;

		buffer_printf(&text, "%s ", _(meter_rates[place->rate].label));
		meter_add_rate(&text, pulse_now(frame->pulse, meter_rates[place->rate].series),
			bytes, bytes && grid->columns < WIDE ? "" : "/s");
	}
	grid_put(grid, row, place->at, place->width, style, buffer_get(&text));
	buffer_done(&text);
}

static void draw_second_line(const struct frame *frame, struct grid *grid, int row, bool with_rates)
{
	struct meter_line line;

	lay_out(frame, grid, with_rates, &line);
	for (int i = 0; i < line.place_count; i++)
		if (line.places[i].shown)
			put_place(frame, grid, row, &line, &line.places[i]);
}

const struct frame_count *draw_meters_count_at(const struct frame *frame, const struct grid *grid,
	const struct layout_lines *lines, int row, int column)
{
	struct meter_line line;

	if (lines->counts < 0 || row != lines->counts)
		return NULL;
	lay_out(frame, grid, lines->curves < 0, &line);
	for (int i = 0; i < line.place_count; i++)
		if (line.places[i].shown && line.places[i].count && column >= line.places[i].at &&
			column < line.places[i].at + line.places[i].width)
			return line.places[i].count;
	return NULL;
}

void draw_meters(const struct frame *frame, struct grid *grid, const struct layout_lines *lines)
{
	if (lines->counts >= 0)
		draw_second_line(frame, grid, lines->counts, lines->curves < 0);
	if (lines->curves >= 0 && frame->pulse)
		draw_curves(frame, grid, lines->curves);
}
