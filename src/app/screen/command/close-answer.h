/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which keys are no answer to the question of closing. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CLOSE_ANSWER_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CLOSE_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

struct app;

/*
 * True for a key that would answer the open dialog, but comes with what was typed or pasted before
 * anybody can have read it: it is no answer, which is said, and the dialog stays. Esc and No never
 * are.
 */
bool close_answer_is_hasty(struct app *app, uint32_t key);

#endif
