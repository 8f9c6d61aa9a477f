/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the user prefers, put into force on the screen. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_APPLY_SETTINGS_H
#define SOCKVIEW_APP_SCREEN_COMMAND_APPLY_SETTINGS_H

#include "ui/term/term.h"

struct app;
struct options;

/* How the terminal is wanted. */
struct term_settings apply_settings_terminal(const struct options *options);

/* At the start, when everything else stands; says what is wrong with the settings. */
void apply_settings_init(struct app *app);

/*
 * Puts app->options into force where they differ from what they were; what the terminal has to do
 * with it, the loop does when app->adapt says so.
 */
void apply_settings(struct app *app, const struct options *before);

#endif
