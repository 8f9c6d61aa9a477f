/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A window on lines, of which one may be selected: what pages that are longer than the screen have
 * in common.
 */
#ifndef SOCKVIEW_UI_WIDGET_SCROLLER_H
#define SOCKVIEW_UI_WIDGET_SCROLLER_H

#include <stdbool.h>
#include <stddef.h>

struct scroller {
	size_t count;    /* lines */
	size_t height;   /* lines in sight */
	size_t top;      /* the first one in sight */
	size_t selected; /* meaningless where lines are only read */
	bool reading;    /* nothing is selected: movements move the window */
};

/* So many lines there are, and so many are in sight: window and selection are brought into them. */
void scroller_fit(struct scroller *scroller, size_t count, size_t height);

/* Moves the selection, or the window where there is none; stops at the ends. */
void scroller_move(struct scroller *scroller, long lines);
void scroller_move_to(struct scroller *scroller, size_t line);

/* Moves the window, and the selection only where it would leave it. */
void scroller_scroll(struct scroller *scroller, long lines);

#endif
