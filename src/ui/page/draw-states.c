/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/page/draw-states.h"

#include "base/format.h"
#include "base/i18n.h"
#include "ui/page/draw-states-internal.h"

/* -------- figures -------- */

static size_t count_of(const struct states_view *view, enum conn_state state)
{
	return track_count(view->track, STATE_CHANGES_KIND, state);
}

bool draw_states_unknown(const struct states_view *view)
{
	return count_of(view, CONN_UNKNOWN) > 0;
}

/* "81,204", "812k", "1.2M": k is 1,000 in counts, not 1,024. */
static void add_count(struct buffer *out, size_t count)
{
	if (count < 100000)
		format_grouped(out, count);
	else if (count < 1000000)
		buffer_printf(out, "%zuk", count / 1000);
	else
		buffer_printf(out, "%zu.%zuM", count / 1000000, count / 100000 % 10);
}

void draw_states_add_rate(struct buffer *out, float rate, bool sign)
{
	float size = rate < 0 ? -rate : rate;

	if (size < 0.05f)
		return;
	if (sign)
		buffer_char(out, rate < 0 ? '-' : '+');
	if (size < 9.95f)
		buffer_printf(out, "%.1f", (double)size);
	else if (size < 999.5f)
		buffer_printf(out, "%.0f", (double)size);
	else if (size < 9950)
		buffer_printf(out, "%.1fk", (double)size / 1000);
	else
		buffer_printf(out, "%.0fk", (double)size / 1000);
}

void draw_states_add_oldest(
	const struct states_view *view, enum conn_state state, struct buffer *out)
{
	const struct state_counts_state *state_counts = &view->state_counts->states[state];
	int64_t age_us = view->track->now.boot_us - state_counts->oldest_since_us;

	if (!state_counts->count || !count_of(view, state) || age_us < 0)
		return;
	if (state_counts->oldest_at_least)
		buffer_char(out, '>');
	format_duration(out, (uint64_t)age_us / 1000);
}

/* -------- boxes -------- */

/* The number on the left, its change on the right if it fits. */
static void draw_numbers(const struct states_view *view, struct grid *grid, enum conn_state state,
	int row, int column, int width)
{
	struct buffer text = {0};
	int used;

	if (draw_states_is_listed(view, state))
		add_count(&text, count_of(view, state));
	else
		buffer_char(&text, '-');
	used = grid_put(grid, row, column, width, count_of(view, state) ? STYLE_STRONG : STYLE_DIM,
		buffer_get(&text));
	buffer_clear(&text);
	draw_states_add_rate(&text, view->transitions->change[state], true);
	if (text.length && used + 1 + (int)text.length + 2 <= width)
		buffer_text(&text, "/s");
	if (text.length && used + 1 + (int)text.length <= width)
		grid_put(grid, row, column + width - (int)text.length, (int)text.length,
			STYLE_NORMAL, buffer_get(&text));
	buffer_done(&text);
}

/* The area inside of the border, with a blank beside it if there is room. */
static struct area inside(const struct area *box)
{
	int side = box->columns >= 16 ? 2 : 1;

	return (struct area){
		box->row + 1, box->column + side, box->rows - 2, box->columns - 2 * side};
}

static void put_pair(struct grid *grid, int row, int column, int width, const char *label,
	const struct buffer *text)
{
	int used = grid_put(grid, row, column, width, STYLE_DIM, label) + 1;

	grid_put_fitted(
		grid, row, column + used, width - used, GRID_RIGHT, STYLE_NORMAL, buffer_get(text));
}

/* In a large box: how long sockets have been in the state. */
static void draw_times(const struct states_view *view, struct grid *grid, enum conn_state state,
	const struct area *box)
{
	const struct histogram *stays = &view->track->state_changes.stays[state];
	struct buffer text = {0};

	draw_states_add_oldest(view, state, &text);
	if (text.length)
		put_pair(grid, box->row + 1, box->column, box->columns, _("oldest"), &text);
	buffer_clear(&text);
	if (stays->total) {
		format_duration(&text, histogram_quantile(stays, 50));
		put_pair(grid, box->row + 2, box->column, box->columns, _("half stay"), &text);
	}
	buffer_done(&text);
}

/* In a small box the longest time is in the lower border. */
static void draw_oldest(const struct states_view *view, struct grid *grid, enum conn_state state,
	const struct area *box)
{
	struct buffer text = {0};
	int width;

	buffer_char(&text, ' ');
	draw_states_add_oldest(view, state, &text);
	buffer_char(&text, ' ');
	width = (int)text.length;
	if (width > 2 && width <= box->columns - 2)
		grid_put(grid, box->row + box->rows - 1, box->column + box->columns - 1 - width,
			width, STYLE_NORMAL, buffer_get(&text));
	buffer_done(&text);
}

static bool is_quiet(const struct states_view *view, enum conn_state state)
{
	return state != CONN_CLOSED && !count_of(view, state);
}

static void mark_selected(struct grid *grid, const struct area *box)
{
	for (int row = box->row; row < box->row + box->rows; row++)
		grid_restyle(grid, row, box->column, box->columns, STYLE_SELECTED);
	grid_set_cursor(grid, box->row + 1, box->column + 1);
}

static void draw_box(const struct states_view *view, struct grid *grid,
	const struct state_diagram *plan, const struct state_box *box)
{
	struct area area = state_diagram_box(plan, box), room = inside(&area);
	bool quiet = is_quiet(view, box->state);

	grid_box(grid, area.row, area.column, area.rows, area.columns,
		quiet ? STYLE_DIM : STYLE_NORMAL);
	grid_put(grid, area.row, area.column + 1, area.columns - 2,
		quiet ? STYLE_DIM : STYLE_STRONG, conn_state_name(STATE_CHANGES_KIND, box->state));
	draw_numbers(view, grid, box->state, room.row, room.column,
		box->state == CONN_CLOSED ? plan->box_columns - 2 : room.columns);
	if (area.rows >= 5)
		draw_times(view, grid, box->state, &room);
	else if (box->state != CONN_CLOSED)
		draw_oldest(view, grid, box->state, &area);
	if (box->state == view->selected)
		mark_selected(grid, &area);
}

static float rate_to(const struct states_view *view, enum conn_state from, enum conn_state to)
{
	float rate = 0;

	for (int i = 0; i < EDGES; i++)
		if ((from == CONN_STATES || transition_records[i].from == from) &&
			(to == CONN_STATES || transition_records[i].to == to))
			rate += view->transitions->edges[i].rate;
	return rate;
}

static float rate_broken(const struct states_view *view)
{
	float rate = 0;

	for (int i = 0; i < EDGES; i++)
		if (transition_records[i].path == PATH_BROKEN)
			rate += view->transitions->edges[i].rate;
	return rate;
}

static void add_sum(struct buffer *text, const char *label, float rate)
{
	size_t length;

	buffer_printf(text, "   %s ", label);
	length = text->length;
	draw_states_add_rate(text, rate, false);
	buffer_text(text, text->length > length ? "/s" : "0");
}

/* In the bar: totals. A connection that waits in the state LISTEN is not counted as opened. */
static void draw_sums(
	const struct states_view *view, struct grid *grid, const struct state_diagram *plan)
{
	int row = plan->y[STATE_DIAGRAM_ROWS - 1] + 1;
	int column = plan->x[0] + plan->box_columns;
	int end = draw_states_unknown(view) ? plan->x[3] : plan->x[3] + plan->box_columns - 1;
	struct buffer text = {0};

	add_sum(&text, _("opened"),
		rate_to(view, CONN_STATES, CONN_SYN_SENT) +
			rate_to(view, CONN_LISTEN, CONN_SYN_RECV));
	add_sum(&text, _("ended"),
		rate_to(view, CONN_STATES, CONN_CLOSED) - rate_to(view, CONN_LISTEN, CONN_CLOSED) -
			rate_to(view, CONN_BOUND, CONN_CLOSED));
	add_sum(&text, _("broken off"), rate_broken(view));
	grid_put(grid, row, column, end - column,
		view->selected == CONN_CLOSED ? STYLE_SELECTED : STYLE_NORMAL, buffer_get(&text));
	buffer_done(&text);
}

static void draw_diagram(
	const struct states_view *view, struct grid *grid, const struct state_diagram *plan)
{
	draw_states_wires(view, grid, plan);
	for (size_t i = 0; i < state_box_count; i++)
		if (state_boxes[i].state != CONN_UNKNOWN || draw_states_unknown(view))
			draw_box(view, grid, plan, &state_boxes[i]);
	draw_sums(view, grid, plan);
}

/* -------- the list, if there is no room for the diagram -------- */

static int shown_in_list(const struct states_view *view)
{
	return (int)state_box_count - !draw_states_unknown(view);
}

/* The first visible line of the list, such that the selected one is visible. */
static int list_top(const struct states_view *view, const struct area *area)
{
	int at = 0, last = shown_in_list(view) - area->rows;

	while (at < shown_in_list(view) - 1 && state_boxes[at].state != view->selected)
		at++;
	at -= area->rows / 2;
	if (at > last)
		at = last;
	return at < 0 ? 0 : at;
}

static void draw_list(const struct states_view *view, struct grid *grid, const struct area *area)
{
	int top = list_top(view, area);
	struct buffer text = {0};

	for (int i = 0; i < area->rows && top + i < shown_in_list(view); i++) {
		enum conn_state state = state_boxes[top + i].state;
		int row = area->row + i, column = area->column + 1;

		grid_put(grid, row, column, area->columns - 1,
			is_quiet(view, state) ? STYLE_DIM : STYLE_STRONG,
			conn_state_name(STATE_CHANGES_KIND, state));
		draw_numbers(view, grid, state, row, column + 12,
			area->columns - 13 < 16 ? area->columns - 13 : 16);
		buffer_clear(&text);
		draw_states_add_oldest(view, state, &text);
		grid_put_fitted(grid, row, column + 29, area->columns < 38 ? 0 : 8, GRID_RIGHT,
			STYLE_NORMAL, buffer_get(&text));
		if (state == view->selected) {
			grid_restyle(grid, row, area->column, area->columns, STYLE_SELECTED);
			grid_set_cursor(grid, row, area->column);
		}
	}
	buffer_done(&text);
}

/* -------- the diagram or the list -------- */

void draw_states(const struct states_view *view, struct grid *grid, const struct area *area)
{
	struct state_diagram plan;
	struct area pane = *area;

	state_diagram_make(&plan, area);
	if (plan.list) {
		draw_list(view, grid, area);
		return;
	}
	draw_diagram(view, grid, &plan);
	if (plan.bottom < area->row + area->rows)
		draw_states_legend(grid, plan.bottom);
	pane.row = plan.bottom + 1;
	pane.rows = area->row + area->rows - pane.row;
	if (pane.rows > 0)
		draw_states_pane(view, grid, &pane);
}

enum conn_state draw_states_at(
	const struct states_view *view, const struct area *area, int row, int column)
{
	struct state_diagram plan;
	int at;

	state_diagram_make(&plan, area);
	if (!plan.list)
		return state_diagram_at(&plan, row, column, draw_states_unknown(view));
	at = list_top(view, area) + row - area->row;
	return at >= 0 && at < shown_in_list(view) ? state_boxes[at].state : CONN_STATES;
}
