/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts of the diagram of states, shared by its files. */
#ifndef SOCKVIEW_UI_PAGE_DRAW_STATES_INTERNAL_H
#define SOCKVIEW_UI_PAGE_DRAW_STATES_INTERNAL_H

#include "ui/page/draw-states.h"
#include "ui/page/state-diagram.h"

/* Draws the wires with their rates. The boxes must be drawn after them. */
void draw_states_wires(
	const struct states_view *view, struct grid *grid, const struct state_diagram *plan);

/* Draws one line that explains the signs. */
void draw_states_legend(struct grid *grid, int row);

/* Draws, below the diagram, an explanation of the selected state, in as many rows as `area` has. */
void draw_states_pane(const struct states_view *view, struct grid *grid, const struct area *area);

/* Appends a rate a second, with a sign if it is a change: "31", "+0.3"; nothing if it is zero. */
void draw_states_add_rate(struct buffer *out, float rate, bool sign);

/*
 * Appends the longest time that a socket has been in a state, from the last state_counts; nothing
 * if there is no such socket.
 */
void draw_states_add_oldest(
	const struct states_view *view, enum conn_state state, struct buffer *out);

#endif
