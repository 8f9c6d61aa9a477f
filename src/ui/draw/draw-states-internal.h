/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts of the diagram of states, for its own files. */
#ifndef SOCKVIEW_UI_DRAW_DRAW_STATES_INTERNAL_H
#define SOCKVIEW_UI_DRAW_DRAW_STATES_INTERNAL_H

#include "ui/draw/draw-states.h"
#include "ui/draw/state-diagram.h"

/* The wires with their rates; boxes are to be drawn above them. */
void draw_states_wires(
	const struct states_view *view, struct grid *grid, const struct state_diagram *plan);

/* Which sign is whose, in one line. */
void draw_states_legend(struct grid *grid, int row);

/* Below the diagram: what there is to say of the selected state, in as many rows as there are. */
void draw_states_pane(const struct states_view *view, struct grid *grid, const struct area *area);

/* Appends a rate a second, with a sign if it is a change: "31", "+0.3"; nothing for none. */
void draw_states_add_rate(struct buffer *out, float rate, bool sign);

/* Appends the longest time that a socket has been in a state, by the last state_counts; nothing if
 * there is none. */
void draw_states_add_oldest(
	const struct states_view *view, enum conn_state state, struct buffer *out);

#endif
