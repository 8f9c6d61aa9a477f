/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the user prefers, put into force on the screen. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_APPLY_SETTINGS_H
#define SOCKVIEW_APP_SCREEN_COMMAND_APPLY_SETTINGS_H

#include "ui/term/term.h"

struct app;
struct options;

/* How the terminal is wanted. */
struct term_settings preferring_terminal(const struct options *options);

/* At the start, when everything else stands; says what is wrong with the settings. */
void preferring_init(struct app *app);

/*
 * Puts app->options into force where they differ from what they were; what the terminal has to do
 * with it, the loop does when app->adapt says so.
 */
void preferring_apply(struct app *app, const struct options *before);

#endif
