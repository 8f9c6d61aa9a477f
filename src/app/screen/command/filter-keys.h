/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What keys do in the line of a filter besides editing it: help, and completing a word. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_FILTER_KEYS_H
#define SOCKVIEW_APP_SCREEN_COMMAND_FILTER_KEYS_H

#include <stdbool.h>
#include <stdint.h>

struct app;

/* F1 opens the help above the line; while the help is open, it takes all keys. Returns true if the
 * help took the key. */
bool filter_keys_take_help(struct app *app, uint32_t key);

/* Completes the word before the cursor as far as it is certain, and shows what it may become.
 * Returns true if the line has changed. */
bool filter_keys_complete(struct app *app);

#endif
