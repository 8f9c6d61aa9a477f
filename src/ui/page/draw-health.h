/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The page of health: one line for each finding, the most severe first; below them all details of
 * the selected finding.
 */
#ifndef SOCKVIEW_UI_PAGE_DRAW_HEALTH_H
#define SOCKVIEW_UI_PAGE_DRAW_HEALTH_H

#include "ui/cell/grid.h"
#include "ui/widget/scroller.h"
#include "view/health/health.h"

/* Draws the findings in the scroller's window, and sets the scroller's number of lines. */
void draw_health(const struct health *health, struct scroller *scroller, struct grid *grid,
	const struct area *area);

/*
 * Appends "2 problems, 1 warning"; or "all is well" if there is neither; or "looking" as long as
 * nothing is known yet.
 */
void draw_health_verdict(const struct health *health, struct buffer *out);

#endif
