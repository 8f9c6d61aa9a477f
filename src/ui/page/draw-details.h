/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page of one socket: its bottleneck, the last minute as plots, and all of its figures. */
#ifndef SOCKVIEW_UI_PAGE_DRAW_DETAILS_H
#define SOCKVIEW_UI_PAGE_DRAW_DETAILS_H

#include "ui/cell/grid.h"
#include "ui/widget/scroller.h"
#include "view/detail/history.h"
#include "view/detail/sheet.h"

#define DETAILS_SHEETS_MAX 4

struct details_picture {
	const struct sheet *head; /* above the plots */
	const struct history *history;
	const struct sheet *sheets[DETAILS_SHEETS_MAX]; /* below the plots; NULL: no more */
};

/* Draws the lines in the scroller's window, and sets the scroller's number of lines. */
void draw_details(const struct details_picture *picture, struct scroller *scroller,
	struct grid *grid, const struct area *area);

#endif
