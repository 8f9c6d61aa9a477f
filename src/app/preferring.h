/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the user prefers, put into force on the screen. */
#ifndef SOCKVIEW_APP_PREFERRING_H
#define SOCKVIEW_APP_PREFERRING_H

struct app;

/* At the start, when everything else stands; says what is wrong with the settings. */
void preferring_init(struct app *app);

/* Lays out the columns that app->options names, as wide as it says. */
void preferring_lay_out(struct app *app);

#endif
