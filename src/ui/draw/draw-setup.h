/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The setup: lists of what can be chosen, in a box above the table, which stays in sight. */
#ifndef SOCKVIEW_UI_DRAW_DRAW_SETUP_H
#define SOCKVIEW_UI_DRAW_DRAW_SETUP_H

#include "ui/cell/grid.h"
#include "ui/widget/scroller.h"

#define SETUP_VALUE_MAX 24

struct setup_line {
	const char *name;
	char value[SETUP_VALUE_MAX];
	bool boxed, checked; /* may be checked, and is */
};

struct setup_view {
	const char *title;
	const char *const *sections; /* their names */
	int section_count, section;
	const struct setup_line *lines;
	const char *help; /* on the selected line */
};

/* Where the parts of the box are. Without room for a border there are lines alone. */
struct setup_layout {
	struct area box;   /* rows 0: there is no border */
	int sections;      /* the row of their names; -1: there is none */
	struct area lines; /* of the list */
	struct area help;  /* rows 0: there is no room */
};

void draw_setup_lay_out(const struct area *area, struct setup_layout *ret_layout);

/* `scroller` has been fitted to the lines. */
void draw_setup(const struct setup_view *view, const struct scroller *scroller,
	const struct setup_layout *layout, struct grid *grid);

/* The section whose name is at this column of the screen, or -1. */
int draw_setup_section_at(const struct setup_view *view, const struct setup_layout *layout,
	const struct grid *grid, int column);

#endif
