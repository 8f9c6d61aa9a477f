/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A window on lines, one of which may be selected: shared by all pages that are longer than the
 * screen.
 */
#ifndef SOCKVIEW_UI_WIDGET_SCROLLER_H
#define SOCKVIEW_UI_WIDGET_SCROLLER_H

#include <stdbool.h>
#include <stddef.h>

struct scroller {
	size_t count;    /* lines */
	size_t height;   /* visible lines */
	size_t top;      /* the first visible line */
	size_t selected; /* not used where lines are only read */
	bool reading;    /* no line is selected: movements move the window */
};

/* Sets the number of lines, and of visible lines; moves the window and the selection into the
 * lines. */
void scroller_fit(struct scroller *scroller, size_t count, size_t height);

/* Moves the selection, or the window if nothing is selected; stops at the ends. */
void scroller_move(struct scroller *scroller, long lines);
void scroller_move_to(struct scroller *scroller, size_t line);

/* Moves the window; the selection moves only if it would leave the window. */
void scroller_scroll(struct scroller *scroller, long lines);

#endif
