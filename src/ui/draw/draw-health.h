/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page of health: a line for each finding, the worst first, and all of the selected one below
 * it. */
#ifndef SOCKVIEW_UI_DRAW_DRAW_HEALTH_H
#define SOCKVIEW_UI_DRAW_DRAW_HEALTH_H

#include "ui/cell/grid.h"
#include "ui/widget/scroller.h"
#include "view/health/health.h"

/* Draws the findings that the scroller has in sight, and tells it how many there are. */
void draw_health(const struct health *health, struct scroller *scroller, struct grid *grid,
	const struct area *area);

/* "2 problems, 1 warning"; "all is well" where there is neither; "looking" where that is too early
 * to tell. */
void draw_health_verdict(const struct health *health, struct buffer *out);

#endif
