/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The terminal's clipboard, which the sequence OSC 52 fills. */
#ifndef SOCKVIEW_UI_TERM_CLIPBOARD_H
#define SOCKVIEW_UI_TERM_CLIPBOARD_H

#include <stdbool.h>

#include "base/buffer.h"

/* Terminals refuse longer ones, or cut them. */
#define CLIPBOARD_MAX 6000 /* bytes of text */

/*
 * Appends the sequence that puts `text` into the clipboard. The text goes in base64: whatever it
 * is, nothing of it reaches the terminal raw. False where it is too long: nothing is appended.
 */
bool clipboard_add_sequence(struct buffer *out, const char *text);

#endif
