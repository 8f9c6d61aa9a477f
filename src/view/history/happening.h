/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What happens to sockets, one by one: a socket opens, changes its state, closes. */
#ifndef SOCKVIEW_VIEW_HISTORY_HAPPENING_H
#define SOCKVIEW_VIEW_HISTORY_HAPPENING_H

#include "base/text.h"
#include "view/column/column.h"

struct happening {
	const struct column_context *context; /* whose row it is: living or past */
	uint32_t row;
	enum { HAPPENING_OPENED, HAPPENING_CHANGED, HAPPENING_CLOSED } what;
	enum conn_state before; /* of HAPPENING_CHANGED: the state before */
	enum text_charset charset;
	bool narrow; /* its line is for some 80 cells: what matters most comes first, unpadded */
};

/*
 * Return what the last refresh has found. `number` goes from 0 to `marked.count` or `gone.count` of
 * the track, in no order of time. False: nothing has happened that has to be told here; the ends of
 * connections are in the history, see view/history/past.h.
 */
bool happening_of_marked(
	const struct column_context *context, size_t number, struct happening *ret_happening);
bool happening_of_gone(
	const struct column_context *context, size_t number, struct happening *ret_happening);

/* When it happened, wall clock: for a connection that has ended, its end; else the refresh that saw
 * it. */
int64_t happening_real_us(const struct happening *happening);

/* Appends "14:03:07.120 closed tcp 10.0.0.5:443 198.51.100.7:50112 nginx pid=57 ...", without the
 * end of the line; a narrow one is "14:03:07 closed tcp 10.0.0.5:443 198.51.100.7:50112 reset by
 * peer nginx ...". */
void happening_add_line(struct buffer *out, const struct happening *happening);

#endif
