/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Protects the close dialog from keys that were typed before the user could read it. */
#ifndef SOCKVIEW_APP_SCREEN_CLOSE_CLOSE_ANSWER_H
#define SOCKVIEW_APP_SCREEN_CLOSE_CLOSE_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

struct app;

/*
 * True if a key would answer the open dialog, but comes so soon that nobody can have read the
 * question: it belongs to what was typed or pasted before. Such a key is no answer: this function
 * says so, and the dialog stays open. Esc and No are always accepted.
 */
bool close_answer_is_hasty(struct app *app, uint32_t key);

#endif
