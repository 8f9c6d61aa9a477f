/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the screen remembers of its filter: in force, being edited, suspended, used earlier. */
#ifndef SOCKVIEW_APP_SCREEN_STATE_FILTER_LINE_H
#define SOCKVIEW_APP_SCREEN_STATE_FILTER_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "view/filter/filter.h"

#define FILTER_LINE_RECALLED 16

struct filter_line {
	struct filter *filter; /* owned; NULL: none */
	char *text;            /* of the filter; NULL: there never was one */
	bool suspended;
	struct filter *before; /* while it is edited: what Esc goes back to */
	char *before_text;
	bool before_suspended;
	uint32_t selected; /* in the table, when the line was opened */
	uint64_t selected_cookie;
	char *recalled[FILTER_LINE_RECALLED]; /* earlier ones, the latest first */
	int recall;                           /* the one in the line; -1: none */
};

#endif
