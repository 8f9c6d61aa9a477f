/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Searching on the screen: the line that is typed, its effect at once, and going on from match to
 * match. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_SEARCH_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_SEARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "view/table/search.h"

struct app;

struct searching {
	struct search search;
	bool marked; /* matches are shown as such, and F3 goes on to the next one */
	/* while the line is open: what Esc goes back to */
	struct search_origin origin;
	struct table_hold hold;
	char before[SEARCH_LENGTH_MAX + 1];
	bool before_marked;
};

void searching_done(struct app *app);

/* A key has changed the line, or asks for the next match (F3, Down) or the one before (Up). */
void searching_typed(struct app *app, uint32_t key);

/* The line was left, with Enter or with Esc. */
void searching_accept(struct app *app);
void searching_cancel(struct app *app);

/* Shows matches no longer. False: none were shown. */
bool searching_unmark(struct app *app);

/* Does a piece of what is under way; false: nothing is. */
bool searching_step(struct app *app);

#endif
