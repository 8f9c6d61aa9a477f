/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's figures of one socket with their names and units, group by group. */
#ifndef SOCKVIEW_VIEW_DETAIL_DETAIL_FIGURES_H
#define SOCKVIEW_VIEW_DETAIL_DETAIL_FIGURES_H

#include <stdbool.h>
#include <stddef.h>

#include "sock/diag/detail.h"
#include "view/detail/sheet.h"

/* How a figure is written. */
enum figure_unit {
	FIGURE_COUNT, /* of whatever the label says; segments, where it does not */
	FIGURE_BYTES,
	FIGURE_RATE,         /* bytes a second; all ones: unlimited */
	FIGURE_MILLISECONDS, /* a length of time */
	FIGURE_MICROSECONDS, /* as milliseconds; 0 and all ones: not measured */
	FIGURE_THRESHOLD,    /* segments; 0x7fffffff: none yet */
	FIGURE_TIME,         /* microseconds, as a length of time */
	FIGURE_SHARE,        /* the same, and what part of the busy time it is */
	FIGURE_SHIFT,        /* a window's scale, as its factor */
	FIGURE_GAIN,         /* of 256 */
	FIGURE_PART,         /* of 1,024 */
	FIGURE_FLAG,
	FIGURE_HEX,
};

struct figure {
	enum detail_field field;
	enum figure_unit unit;
	const char *label; /* translated where it is shown */
	bool rare;         /* left out while it is 0 or not told */
};

struct figure_group {
	const char *title; /* translated where it is shown */
	const struct figure *figures;
	size_t count;
	bool transfer; /* says something only of a socket with a peer */
};

extern const struct figure_group figure_groups[];
extern const size_t figure_group_count;

/* Adds all groups of which the kernel told anything. */
void detail_add_figures(struct sheet *sheet, const struct detail *detail);

#endif
