/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/page/state-diagram.h"

#include <stdlib.h>

enum {
	MARGIN_LEFT = 4,
	MARGIN_RIGHT = 6,
	LEAST_COLUMNS = 80,
	LEAST_ROWS = 15,
	BAR_ROWS = 3,
};

const struct state_box state_boxes[] = {
	{CONN_LISTEN, 0, 0},
	{CONN_BOUND, 1, 0},
	{CONN_SYN_SENT, 0, 2},
	{CONN_SYN_RECV, 0, 1},
	{CONN_ESTABLISHED, 1, 1},
	{CONN_FIN_WAIT1, 2, 0},
	{CONN_FIN_WAIT2, 3, 0},
	{CONN_CLOSING, 2, 1},
	{CONN_TIME_WAIT, 3, 1},
	{CONN_CLOSE_WAIT, 2, 2},
	{CONN_LAST_ACK, 3, 2},
	{CONN_CLOSED, 1, 3},
	{CONN_UNKNOWN, 3, 3},
};
const size_t state_box_count = sizeof(state_boxes) / sizeof(state_boxes[0]);

/* -------- boxes -------- */

/* Free room is first used to enlarge the boxes, then the gaps between them. */
void state_diagram_make(struct state_diagram *ret_plan, const struct area *area)
{
	struct state_diagram plan = {
		.list = area->rows < LEAST_ROWS || area->columns < LEAST_COLUMNS,
		.box_rows = area->rows >= 32 ? 5 : 3,
		.box_columns = area->columns >= 120   ? 20
			       : area->columns >= 100 ? 16
						      : 13,
	};
	int gap_rows = area->rows >= 36 ? 3 : area->rows >= 32 ? 2 : 1;
	int margins = MARGIN_LEFT + MARGIN_RIGHT, left;

	if (plan.list) {
		*ret_plan = plan;
		return;
	}
	plan.gap = (area->columns - margins - STATE_DIAGRAM_COLUMNS * plan.box_columns) / 3;
	if (plan.gap > 16)
		plan.gap = 16;
	left = (area->columns - margins - STATE_DIAGRAM_COLUMNS * plan.box_columns - 3 * plan.gap) /
	       2;
	for (int i = 0; i < STATE_DIAGRAM_COLUMNS; i++)
		plan.x[i] = area->column + left + MARGIN_LEFT + i * (plan.box_columns + plan.gap);
	for (int i = 0; i < STATE_DIAGRAM_ROWS; i++)
		plan.y[i] = area->row + i * (plan.box_rows + gap_rows);
	plan.bottom = plan.y[STATE_DIAGRAM_ROWS - 1] + BAR_ROWS;
	*ret_plan = plan;
}

/* UNKNOWN has the right end of the bar. */
struct area state_diagram_box(const struct state_diagram *plan, const struct state_box *box)
{
	struct area area = {.row = plan->y[box->row],
		.column = plan->x[box->column],
		.rows = plan->box_rows,
		.columns = plan->box_columns};

	if (box->state == CONN_CLOSED) {
		area.column = plan->x[0];
		area.columns = plan->x[3] + plan->box_columns - plan->x[0];
	}
	if (box->row == STATE_DIAGRAM_ROWS - 1)
		area.rows = BAR_ROWS;
	return area;
}

/* UNKNOWN is drawn over the bar: of two boxes at the same cell, the last one is visible. */
enum conn_state state_diagram_at(
	const struct state_diagram *plan, int row, int column, bool unknown)
{
	enum conn_state found = CONN_STATES;

	for (size_t i = 0; !plan->list && i < state_box_count; i++) {
		struct area area = state_diagram_box(plan, &state_boxes[i]);

		if (row >= area.row && row < area.row + area.rows && column >= area.column &&
			column < area.column + area.columns &&
			(unknown || state_boxes[i].state != CONN_UNKNOWN))
			found = state_boxes[i].state;
	}
	return found;
}

/* -------- wires -------- */

/* Positions relative to the plan: before, in or after a column or row of boxes. */
enum place { BEFORE, LOW, MIDDLE, HIGH, AFTER, FORK, PLACES };

#define AT(index, place) ((index)*PLACES + (place))
#define MARGIN_BEFORE (-1)
#define MARGIN_AFTER AT(STATE_DIAGRAM_COLUMNS, 0)

struct wire {
	enum transition_edge edge;
	signed char points[STATE_DIAGRAM_POINTS][2]; /* column, row */
	unsigned char point_count;
	enum state_head head;
	signed char label; /* the segment that the label belongs to, from 0; -1: beside the arrow
			      head */
};

#define X(index, place) AT(index, place)
#define Y(index, place) AT(index, place)

/* clang-format off */
static const struct wire wires[] = {
	{EDGE_CLOSED_LISTEN, {{X(0, BEFORE), Y(3, MIDDLE)}, {MARGIN_BEFORE, Y(3, MIDDLE)},
		{MARGIN_BEFORE, Y(0, MIDDLE)}, {X(0, BEFORE), Y(0, MIDDLE)}}, 4, HEAD_RIGHT, 1},
	{EDGE_BOUND_LISTEN, {{X(1, BEFORE), Y(0, MIDDLE)}, {X(0, AFTER), Y(0, MIDDLE)}}, 2, HEAD_LEFT, 0},
	{EDGE_CLOSED_SYN_SENT, {{X(0, LOW), Y(3, BEFORE)}, {X(0, LOW), Y(2, AFTER)}}, 2, HEAD_UP, 0},
	{EDGE_LISTEN_SYN_RECV, {{X(0, MIDDLE), Y(0, AFTER)}, {X(0, MIDDLE), Y(1, BEFORE)}}, 2, HEAD_DOWN, 0},
	{EDGE_SYN_SENT_SYN_RECV, {{X(0, MIDDLE), Y(2, BEFORE)}, {X(0, MIDDLE), Y(1, AFTER)}}, 2, HEAD_UP, 0},
	{EDGE_SYN_SENT_ESTABLISHED, {{X(0, AFTER), Y(2, MIDDLE)}, {X(1, LOW), Y(2, MIDDLE)},
		{X(1, LOW), Y(1, AFTER)}}, 3, HEAD_UP, 0},
	{EDGE_SYN_RECV_ESTABLISHED, {{X(0, AFTER), Y(1, MIDDLE)}, {X(1, BEFORE), Y(1, MIDDLE)}}, 2, HEAD_RIGHT, 0},
	{EDGE_ESTABLISHED_FIN_WAIT1, {{X(1, AFTER), Y(1, MIDDLE)}, {X(1, FORK), Y(1, MIDDLE)},
		{X(1, FORK), Y(0, MIDDLE)}, {X(2, BEFORE), Y(0, MIDDLE)}}, 4, HEAD_RIGHT, 1},
	{EDGE_ESTABLISHED_CLOSE_WAIT, {{X(1, HIGH), Y(1, AFTER)}, {X(1, HIGH), Y(2, MIDDLE)},
		{X(2, BEFORE), Y(2, MIDDLE)}}, 3, HEAD_RIGHT, 1},
	{EDGE_FIN_WAIT1_FIN_WAIT2, {{X(2, AFTER), Y(0, MIDDLE)}, {X(3, BEFORE), Y(0, MIDDLE)}}, 2, HEAD_RIGHT, 0},
	{EDGE_FIN_WAIT1_CLOSING, {{X(2, MIDDLE), Y(0, AFTER)}, {X(2, MIDDLE), Y(1, BEFORE)}}, 2, HEAD_DOWN, 0},
	{EDGE_FIN_WAIT2_TIME_WAIT, {{X(3, MIDDLE), Y(0, AFTER)}, {X(3, MIDDLE), Y(1, BEFORE)}}, 2, HEAD_DOWN, 0},
	{EDGE_CLOSING_TIME_WAIT, {{X(2, AFTER), Y(1, MIDDLE)}, {X(3, BEFORE), Y(1, MIDDLE)}}, 2, HEAD_RIGHT, 0},
	{EDGE_CLOSE_WAIT_LAST_ACK, {{X(2, AFTER), Y(2, MIDDLE)}, {X(3, BEFORE), Y(2, MIDDLE)}}, 2, HEAD_RIGHT, 0},
	{EDGE_LAST_ACK_CLOSED, {{X(3, MIDDLE), Y(2, AFTER)}, {X(3, MIDDLE), Y(3, BEFORE)}}, 2, HEAD_DOWN, 0},
	{EDGE_TIME_WAIT_CLOSED, {{X(3, AFTER), Y(1, MIDDLE)}, {MARGIN_AFTER, Y(1, MIDDLE)},
		{MARGIN_AFTER, Y(3, MIDDLE)}, {X(3, AFTER), Y(3, MIDDLE)}}, 4, HEAD_LEFT, 0},
	{EDGE_SYN_SENT_CLOSED, {{X(0, HIGH), Y(2, AFTER)}, {X(0, HIGH), Y(3, BEFORE)}}, 2, HEAD_DOWN, 0},
	{EDGE_ESTABLISHED_CLOSED, {{X(1, MIDDLE), Y(1, AFTER)}, {X(1, MIDDLE), Y(3, BEFORE)}}, 2, HEAD_DOWN, -1},
	{EDGE_CLOSE_WAIT_CLOSED, {{X(2, MIDDLE), Y(2, AFTER)}, {X(2, MIDDLE), Y(3, BEFORE)}}, 2, HEAD_DOWN, 0},
};
/* clang-format on */

static int column_of(const struct state_diagram *plan, int code)
{
	int index = code / PLACES, width = plan->box_columns;

	if (code == MARGIN_BEFORE)
		return plan->x[0] - MARGIN_LEFT;
	if (code == MARGIN_AFTER)
		return plan->x[3] + width + MARGIN_RIGHT - 1;
	switch ((enum place)(code % PLACES)) {
	case BEFORE:
		return plan->x[index] - 1;
	case LOW:
		return plan->x[index] + width / 4;
	case MIDDLE:
		return plan->x[index] + width / 2;
	case HIGH:
		return plan->x[index] + width - 1 - width / 4;
	case AFTER:
		return plan->x[index] + width;
	case FORK:
	case PLACES:
		break;
	}
	return plan->x[index] + width + plan->gap / 2 - 1;
}

static int row_of(const struct state_diagram *plan, int code)
{
	int index = code / PLACES;
	int rows = index == STATE_DIAGRAM_ROWS - 1 ? BAR_ROWS : plan->box_rows;

	switch (code % PLACES) {
	case BEFORE:
		return plan->y[index] - 1;
	case MIDDLE:
		return plan->y[index] + rows / 2;
	default:
		return plan->y[index] + rows;
	}
}

/* Beside a vertical wire, on a horizontal one. */
static void place_label(const struct state_diagram *plan, struct state_wire *wire, int stretch)
{
	struct state_point last = wire->points[wire->point_count - 1];
	struct state_point from = stretch < 0 ? last : wire->points[stretch];
	struct state_point to = stretch < 0 ? last : wire->points[stretch + 1];

	wire->on_wire = stretch >= 0 && from.row == to.row && from.column != to.column;
	if (wire->on_wire) {
		bool first = stretch == 0;
		int left = from.column < to.column ? from.column + !first : to.column + 1;
		int right = from.column < to.column ? to.column - 1 : from.column - !first;

		wire->label = (struct state_point){from.row, left};
		wire->label_room = right - left + 1;
	} else {
		wire->label = (struct state_point){(from.row + to.row) / 2, from.column + 2};
		wire->label_room = plan->gap > 8 ? 8 : plan->gap + 1;
		if (from.column == column_of(plan, X(0, LOW))) { /* another wire is near */
			wire->label.column--;
			wire->label_room = column_of(plan, X(0, HIGH)) - from.column - 1;
		}
	}
}

bool state_diagram_wire(
	const struct state_diagram *plan, size_t number, struct state_wire *ret_wire)
{
	const struct wire *wire;

	if (number >= sizeof(wires) / sizeof(wires[0]))
		return false;
	wire = &wires[number];
	*ret_wire = (struct state_wire){
		.edge = wire->edge, .head = wire->head, .point_count = wire->point_count};
	for (size_t i = 0; i < wire->point_count; i++)
		ret_wire->points[i] = (struct state_point){
			row_of(plan, wire->points[i][1]), column_of(plan, wire->points[i][0])};
	place_label(plan, ret_wire, wire->label);
	return true;
}

/* -------- moving -------- */

static const struct state_box *box_of(enum conn_state state)
{
	for (size_t i = 0; i < state_box_count; i++)
		if (state_boxes[i].state == state)
			return &state_boxes[i];
	return &state_boxes[0];
}

static enum conn_state next_in_list(enum conn_state from, int step, bool unknown)
{
	int at = (int)(box_of(from) - state_boxes) + step;
	int count = (int)state_box_count - !unknown;

	return at < 0 || at >= count ? from : state_boxes[at].state;
}

enum conn_state state_diagram_neighbour(
	const struct state_diagram *plan, enum conn_state from, int rows, int columns, bool unknown)
{
	const struct state_box *start = box_of(from), *best = start;
	int best_way = 100;

	if (plan->list)
		return next_in_list(from, rows + columns, unknown);
	for (size_t i = 0; i < state_box_count; i++) {
		const struct state_box *box = &state_boxes[i];
		int down = box->row - start->row, right = box->column - start->column;
		int along = down * rows + right * columns;
		int way = along + 2 * abs(rows ? right : down);

		if (along <= 0 || way >= best_way || (box->state == CONN_UNKNOWN && !unknown))
			continue;
		best = box;
		best_way = way;
	}
	return best->state;
}
