/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The results of closing sockets: figures, and below them one line for each socket. */
#ifndef SOCKVIEW_UI_PAGE_DRAW_RESULTS_H
#define SOCKVIEW_UI_PAGE_DRAW_RESULTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "ui/cell/grid.h"
#include "ui/widget/scroller.h"

struct results_model {
	const char *head; /* several lines */
	size_t count;     /* number of sockets */
	/*
	 * Appends the socket's name and its result in words; returns true if the socket was
	 * closed as wanted.
	 */
	bool (*add_line)(
		const void *context, size_t index, struct buffer *socket, struct buffer *words);
	const void *context;
};

/* The head scrolls together with the lines, because a small screen has no room for both. */
void draw_results(const struct results_model *model, struct scroller *scroller, struct grid *grid,
	const struct area *area);

#endif
