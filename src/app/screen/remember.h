/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the user has chosen by keys is restored at the next start (app/config/choices.h). */
#ifndef SOCKVIEW_APP_SCREEN_REMEMBER_H
#define SOCKVIEW_APP_SCREEN_REMEMBER_H

struct app;

/* Restores what was chosen at the last start, except where the command line or the settings say
 * something else. To be called when the rest of the screen is ready. */
void remember_restore(struct app *app);

/* Saves the changes since remember_restore() for the next start. */
void remember_keep(struct app *app);

void remember_done(struct app *app);

#endif
