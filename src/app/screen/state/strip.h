/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The strip below the table: the last events of sockets that the table would show, one line each.
 */
#ifndef SOCKVIEW_APP_SCREEN_STATE_STRIP_H
#define SOCKVIEW_APP_SCREEN_STATE_STRIP_H

#include "ui/draw/draw-strip.h"
#include "view/history/happening.h"
#include "view/history/past.h"
#include "view/table/table.h"

/* As many as the largest strip can show. */
enum { STRIP_LINES = 32 };

struct strip {
	bool open;
	struct strip_line lines[STRIP_LINES]; /* a ring; `count`: of all lines so far */
	size_t count;
	uint64_t told; /* number of the last ended connection that was looked at */
	struct buffer scratch;
};

void strip_done(struct strip *strip);

/*
 * Opens or closes the strip. It opens with the last connections that have ended. `past`: the
 * context from engine_past_context(). The lines are made for the width of `grid`.
 */
void strip_toggle(struct strip *strip, const struct past *ring, const struct column_context *past,
	const struct table_pick *pick, const struct grid *grid);

/* Adds what has happened in a refresh. `living`: the context of the table. */
void strip_take(struct strip *strip, const struct past *ring, const struct column_context *living,
	const struct column_context *past, const struct table_pick *pick, const struct grid *grid);

#endif
