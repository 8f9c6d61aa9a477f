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

/* Commands: cmd_search() goes to the next match, or asks for a text if there is none yet;
 * cmd_search_anew() asks for another text; the others go to the next or to the previous match. */
void cmd_search(struct app *app);
void cmd_search_anew(struct app *app);
void cmd_search_next(struct app *app);
void cmd_search_previous(struct app *app);

#endif
