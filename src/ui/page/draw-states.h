/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The diagram of TCP's states, live: boxes with the numbers of sockets, and wires between them,
 * which are highlighted while they are in use.
 */
#ifndef SOCKVIEW_UI_PAGE_DRAW_STATES_H
#define SOCKVIEW_UI_PAGE_DRAW_STATES_H

#include "sock/machine/sysctls.h"
#include "ui/cell/grid.h"
#include "view/states/state-counts.h"
#include "view/states/transitions.h"

/* Everything that is drawn, read-only. */
struct states_view {
	const struct track *track;
	const struct transitions *transitions;
	const struct state_counts_count *state_counts;
	const struct sysctls *sysctls;
	enum conn_state selected;
	uint32_t unlisted; /* bit n: sockets in this enum conn_state are not listed */
};

void draw_states(const struct states_view *view, struct grid *grid, const struct area *area);

static inline bool draw_states_is_listed(const struct states_view *view, enum conn_state state)
{
	return !(view->unlisted >> state & 1);
}

/* True if the state UNKNOWN is shown, because there are sockets in it. */
bool draw_states_unknown(const struct states_view *view);

/* The state that is drawn at this row and column of the grid; CONN_STATES: none. */
enum conn_state draw_states_at(
	const struct states_view *view, const struct area *area, int row, int column);

#endif
