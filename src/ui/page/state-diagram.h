/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Positions in the diagram of states: a grid of boxes, four by three, with CLOSED as a bar below
 * them, and the wires between them, laid out so that no two cross.
 *
 *	LISTEN    BOUND         FIN_WAIT1   FIN_WAIT2
 *	SYN_RECV  ESTABLISHED   CLOSING     TIME_WAIT
 *	SYN_SENT                CLOSE_WAIT  LAST_ACK
 *	CLOSED -------------------------------------
 *
 * Opening goes from the left to the middle, closing from the middle to the right. An area that is
 * too small for the diagram shows a list.
 */
#ifndef SOCKVIEW_UI_PAGE_STATE_DIAGRAM_H
#define SOCKVIEW_UI_PAGE_STATE_DIAGRAM_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/cell/grid.h"
#include "view/states/transitions.h"

enum {
	STATE_DIAGRAM_COLUMNS = 4,
	STATE_DIAGRAM_ROWS = 4, /* including the bar */
	STATE_DIAGRAM_POINTS = 4,
};

struct state_diagram {
	bool list; /* there is no room for the diagram */
	int box_rows, box_columns;
	int x[STATE_DIAGRAM_COLUMNS], y[STATE_DIAGRAM_ROWS]; /* upper left corners */
	int gap;                                             /* cells between two columns */
	int bottom;                                          /* first row below the bar */
};

struct state_box {
	enum conn_state state;
	unsigned char column, row;
};

extern const struct state_box state_boxes[];
extern const size_t state_box_count;

struct state_point {
	int row, column;
};

enum state_head { HEAD_UP, HEAD_DOWN, HEAD_LEFT, HEAD_RIGHT };

/* A wire from box to box: its bends, and where its figures are written. */
struct state_wire {
	enum transition_edge edge;
	struct state_point points[STATE_DIAGRAM_POINTS];
	size_t point_count;
	enum state_head head; /* at the last point */
	struct state_point label;
	int label_room; /* cells */
	bool on_wire;   /* the label is on a horizontal wire, in the middle of its room */
};

/* Makes the plan for `area`: of the diagram, or of the list if there is no room for the diagram. */
void state_diagram_make(struct state_diagram *ret_plan, const struct area *area);

/* The area of a box on the screen. */
struct area state_diagram_box(const struct state_diagram *plan, const struct state_box *box);

/* The wire with this number, counted from 0; false if there are no more. */
bool state_diagram_wire(
	const struct state_diagram *plan, size_t number, struct state_wire *ret_wire);

/*
 * The nearest state in a direction (one of `rows` and `columns` is 0, the other -1 or 1), or `from`
 * if there is none. `unknown`: UNKNOWN is drawn, too.
 */
enum conn_state state_diagram_neighbour(const struct state_diagram *plan, enum conn_state from,
	int rows, int columns, bool unknown);

/* The state whose box is at this cell, or CONN_STATES; `unknown`: UNKNOWN is drawn, too. */
enum conn_state state_diagram_at(
	const struct state_diagram *plan, int row, int column, bool unknown);

#endif
