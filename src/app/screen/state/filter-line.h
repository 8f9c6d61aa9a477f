/* SPDX-License-Identifier: GPL-2.0-or-later */
/* State of the filter on the screen: the current one, the one being edited, the suspended one, and
 * earlier ones. */
#ifndef SOCKVIEW_APP_SCREEN_STATE_FILTER_LINE_H
#define SOCKVIEW_APP_SCREEN_STATE_FILTER_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "view/filter/filter.h"
#include "view/table/table.h"

#define FILTER_LINE_RECALLED 16

struct app;

struct filter_line {
	struct filter *filter; /* owned; NULL: none */
	char *text;            /* of the filter; NULL: there has never been a filter */
	bool suspended;
	bool narrows; /* the filter only removes rows from those that are shown, and adds none */
	struct filter *before; /* while a filter is edited: the one that Esc restores */
	char *before_text;
	bool before_suspended;
	struct table_hold hold; /* the selection and the window when the line was opened */
	char *recalled[FILTER_LINE_RECALLED]; /* earlier filters, the latest first */
	int recall;                           /* index of the one in the line; -1: none */
	char *clicked;   /* the filter that a click on the count of a state has made; NULL: none */
	char *unclicked; /* the filter before it; NULL: there was none */
	enum conn_state clicked_state;
	bool helping;                  /* the help on filters is open above the line */
	void (*help)(struct app *app); /* opens that help */
};

#endif
