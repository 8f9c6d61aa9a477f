/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Restores the terminal's original state, however the program ends. Only this module knows the
 * original modes, and the bytes that leave the screen.
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
 * From now on there is something to restore: standard input must get these modes back. `terminal`
 * is the descriptor for output.
 */
void term_rescue_begin(int terminal, const struct termios *modes);

/*
 * The terminal is in its original state again: nothing has to be restored until
 * term_rescue_begin_again(). Waits if another thread is about to restore it.
 */
void term_rescue_end(void);
void term_rescue_begin_again(void);

/*
 * Sets the bytes that leave the screen after a complete frame, and the bytes that make text plain
 * again, which are written first if a frame was cut. If there are too many bytes, they are not
 * kept.
 */
void term_rescue_learn(const struct buffer *leave, const struct buffer *plain);

/*
 * A mode of the terminal (the mouse) has been turned on: these bytes turn it off again, before
 * those that leave the screen. The same bytes may be passed several times; they are written once.
 */
void term_rescue_owe(const void *off, size_t length);

/* Appends the bytes that turn off the modes that were turned on; they do not leave the screen. */
void term_rescue_add_owed(struct buffer *out);

/* Appends all bytes that leave the terminal; `cut`: the last frame is incomplete. */
void term_rescue_add_leave(struct buffer *out, bool cut);

/* Restores the original modes, unless another job has the terminal. */
void term_rescue_set_modes(void);

/* True from the moment when a rescue begins: then nothing else may be written any more. */
bool term_rescue_is_called(void);

/*
 * Restores the terminal at once, at any point of the program: safe in a signal handler and in
 * several threads, of which the others wait for the first. If the terminal takes no output (Ctrl-S,
 * a reader that does not read), its output is started again, and pending output is discarded. Takes
 * less than a second; does nothing if there is nothing to restore.
 */
void term_rescue(void);

#endif
