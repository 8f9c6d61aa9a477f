/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the second and the third line of the header. */
#ifndef SOCKVIEW_UI_DRAW_DRAW_METERS_INTERNAL_H
#define SOCKVIEW_UI_DRAW_DRAW_METERS_INTERNAL_H

#include "base/buffer.h"
#include "ui/draw/frame.h"

/* Cells of a rate, without its unit. */
enum { METER_RATE_WIDTH = 4 };

enum { METER_RATES = 4 };

struct meter_rate {
	const char *label; /* translated when it is shown */
	enum pulse_series series;
	bool bytes;
};

extern const struct meter_rate meter_rates[METER_RATES];

/* A number in at most `width` characters: 9,999 or 12.3k or 1.2M; k is 1000. */
void meter_add_compact(struct buffer *out, uint64_t number, int width);

/* Appends "2.0k/s"; "-" if the rate is not known. A rate below one a second is not written as 0. */
void meter_add_rate(struct buffer *out, float rate, bool bytes, const char *unit);

const char *meter_mark_of_growth(const struct grid *grid);

/* Draws the third line. */
void draw_curves(const struct frame *frame, struct grid *grid, int row);

#endif
