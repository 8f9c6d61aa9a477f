/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's figures for one socket with their names and units, in groups. */
#ifndef SOCKVIEW_VIEW_DETAIL_DETAIL_FIGURES_H
#define SOCKVIEW_VIEW_DETAIL_DETAIL_FIGURES_H

#include <stdbool.h>
#include <stddef.h>

#include "sock/diag/detail.h"
#include "view/detail/sheet.h"

/* How a figure is formatted. */
enum figure_unit {
	FIGURE_COUNT, /* of the things that the label names; if it names none, segments */
	FIGURE_BYTES,
	FIGURE_RATE,         /* bytes a second; all bits set: unlimited */
	FIGURE_MILLISECONDS, /* a duration */
	FIGURE_MICROSECONDS, /* as milliseconds; 0 and all bits set: not measured */
	FIGURE_THRESHOLD,    /* segments; 0x7fffffff: none yet */
	FIGURE_TIME,         /* microseconds, shown as a duration */
	FIGURE_SHARE,        /* microseconds, shown as a duration with its share of the busy time */
	FIGURE_SHIFT,        /* a window's scale, shown as a factor */
	FIGURE_GAIN,         /* in 256ths */
	FIGURE_PART,         /* in 1,024ths */
	FIGURE_FLAG,
	FIGURE_HEX,
};

struct figure {
	enum detail_field field;
	enum figure_unit unit;
	const char *label; /* translated when it is shown */
	bool rare;         /* not shown while it is 0 or not reported */
};

struct figure_group {
	const char *title; /* translated when it is shown */
	const struct figure *figures;
	size_t count;
	bool transfer; /* only meaningful for a socket with a peer */
};

extern const struct figure_group figure_groups[];
extern const size_t figure_group_count;

/* Adds all groups of which the kernel reported any figure. */
void detail_add_figures(struct sheet *sheet, const struct detail *detail);

#endif
