/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The search on the screen: the line in which it is typed, its effect at once, and moving from
 * match to match. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_SEARCH_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_SEARCH_H

#include <stdbool.h>

struct app;

void cmd_search_done(struct app *app);

/* Stops showing matches. Returns false if none were shown. */
bool cmd_search_unmark(struct app *app);

/* Does a piece of a search that is under way; returns false if there is none. */
bool cmd_search_step(struct app *app);

/* Commands: go to the next match, or ask for a text if there is none; ask for another text; go to
 * the next match, or to the previous one. */
void cmd_search(struct app *app);
void cmd_search_anew(struct app *app);
void cmd_search_next(struct app *app);
void cmd_search_previous(struct app *app);

#endif
