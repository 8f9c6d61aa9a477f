/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The setup: lists of choices, in a box over the table, which stays visible around it. */
#ifndef SOCKVIEW_UI_PAGE_DRAW_SETUP_H
#define SOCKVIEW_UI_PAGE_DRAW_SETUP_H

#include "ui/cell/grid.h"
#include "ui/widget/scroller.h"

#define SETUP_VALUE_MAX 24

struct setup_line {
	const char *name;
	char value[SETUP_VALUE_MAX];
	bool boxed, checked; /* has a checkbox, and is checked */
};

struct setup_view {
	const char *title;
	const char *const *sections; /* their names */
	int section_count, section;
	const struct setup_line *lines;
	const char *help; /* for the selected line */
};

/* Positions of the box's parts. Without room for a border, only the lines are drawn. */
struct setup_layout {
	struct area box;   /* 0 rows: there is no border */
	int sections;      /* the row with their names; -1: there is none */
	struct area lines; /* of the list */
	struct area help;  /* 0 rows: there is no room for it */
};

void draw_setup_lay_out(const struct area *area, struct setup_layout *ret_layout);

/* `scroller` must have been fitted to the lines with scroller_fit(). */
void draw_setup(const struct setup_view *view, const struct scroller *scroller,
	const struct setup_layout *layout, struct grid *grid);

/* The section whose name is at this column of the screen, or -1. */
int draw_setup_section_at(const struct setup_view *view, const struct setup_layout *layout,
	const struct grid *grid, int column);

#endif
