/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Draws pages of help: keys, marks or examples, and what each of them means, in sections. */
#ifndef SOCKVIEW_UI_PAGE_DRAW_HELP_H
#define SOCKVIEW_UI_PAGE_DRAW_HELP_H

#include <stddef.h>

#include "ui/cell/grid.h"
#include "ui/cell/style.h"
#include "ui/widget/scroller.h"

struct help_entry {
	char *key;        /* NULL: the heading of a section */
	const char *text; /* translated */
	enum style style; /* of the key */
};

/* Draws the entries in two columns if the area is wide, and fits `scroller` to the lines. The first
 * entry must be a heading. */
void draw_help(const struct help_entry *entries, size_t count, struct scroller *scroller,
	struct grid *grid, const struct area *area);

#endif
