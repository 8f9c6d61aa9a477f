/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What came of sockets that were closed: figures, and below them a line for each. */
#ifndef SOCKVIEW_UI_DRAW_DRAW_RESULTS_H
#define SOCKVIEW_UI_DRAW_DRAW_RESULTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "ui/cell/grid.h"
#include "ui/widget/scroller.h"

struct results_model {
	const char *head; /* lines */
	size_t count;     /* sockets */
	/* Appends which socket it is and what came of it; true where that is as it should be. */
	bool (*add_line)(
		const void *context, size_t index, struct buffer *socket, struct buffer *words);
	const void *context;
};

/* The head scrolls away with the lines: a small screen has room for little else. */
void draw_results(const struct results_model *model, struct scroller *scroller, struct grid *grid,
	const struct area *area);

#endif
