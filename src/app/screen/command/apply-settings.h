/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes the user's settings effective on the screen. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_APPLY_SETTINGS_H
#define SOCKVIEW_APP_SCREEN_COMMAND_APPLY_SETTINGS_H

#include "ui/term/term.h"

struct app;
struct options;

/* Returns the settings of the terminal that the options ask for. */
struct term_settings apply_settings_terminal(const struct options *options);

/* Applies all settings at the start, after everything else is ready. */
void apply_settings_init(struct app *app);

/* Shows the first complaint about the settings. */
void apply_settings_warn(struct app *app);

/* Applies the options in app->options that differ from `before`. Changes of the terminal itself are
 * only marked in app->adapt; the loop makes them. */
void apply_settings(struct app *app, const struct options *before);

/* Applies app->options.interval_ms, from a refresh that begins now. */
void apply_settings_interval(struct app *app);

/* Lays out the columns that app->options names. */
void apply_settings_lay_out(struct app *app);

#endif
