/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Searching on the screen: the line that is typed, its effect at once, and going on from match to
 * match. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_SEARCH_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_SEARCH_H

#include <stdbool.h>

struct app;

void cmd_search_done(struct app *app);

/* Shows matches no longer. False: none were shown. */
bool cmd_search_unmark(struct app *app);

/* Does a piece of what is under way; false: nothing is. */
bool cmd_search_step(struct app *app);

/* Commands: search for the next match, or for another text; go to the next, or the one before. */
void cmd_search(struct app *app);
void cmd_search_anew(struct app *app);
void cmd_search_next(struct app *app);
void cmd_search_previous(struct app *app);

#endif
