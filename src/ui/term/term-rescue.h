/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The terminal as it was found, and how it becomes that again, whatever ends the program: the one
 * place that knows the bytes that leave the screen and the modes from before.
 */
#ifndef SOCKVIEW_UI_TERM_TERM_RESCUE_H
#define SOCKVIEW_UI_TERM_TERM_RESCUE_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

#include "base/buffer.h"

/* The longest sequence that turns a mode off. */
#define TERM_RESCUE_MODE_MAX 32

/*
 * From here on there is something to restore: standard input has to get these modes back.
 * `terminal` is the descriptor that output goes to.
 */
void term_rescue_begin(int terminal, const struct termios *modes);

/*
 * The terminal has been handed back: nothing is to be restored, until it is taken again. Waits for
 * another thread that is about to restore it.
 */
void term_rescue_end(void);
void term_rescue_begin_again(void);

/*
 * The bytes that leave the screen behind a whole frame; and those that make text plain again, which
 * go in front of them where a frame was cut. Those that are too many are not kept.
 */
void term_rescue_learn(const struct buffer *leave, const struct buffer *plain);

/*
 * A mode of the terminal has been turned on (the mouse): these bytes turn it off again, and go in
 * front of those that leave the screen. They may be told again, and are still written once.
 */
void term_rescue_owe(const void *off, size_t length);

/* Adds what turns off the modes that were turned on; the screen is not left by that. */
void term_rescue_add_owed(struct buffer *out);

/* Adds all that leaves the terminal; `cut`: the last frame did not come to its end. */
void term_rescue_add_leave(struct buffer *out, bool cut);

/* Sets the modes from before, unless another job has the terminal. */
void term_rescue_set_modes(void);

/* True where a rescue is under way or done: nothing else may be written any more. */
bool term_rescue_is_called(void);

/*
 * Restores the terminal at once, from wherever the program is: safe in a signal handler and in
 * several threads, of which the others wait for the first. A terminal that takes nothing (Ctrl-S, a
 * reader that does not read) is started again, and what it has not shown yet is thrown away. Takes
 * less than a second; does nothing where nothing is to be restored.
 */
void term_rescue(void);

#endif
