/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The terminal's clipboard, set by the sequence OSC 52. */
#ifndef SOCKVIEW_UI_TERM_CLIPBOARD_H
#define SOCKVIEW_UI_TERM_CLIPBOARD_H

#include <stdbool.h>

#include "base/buffer.h"

/* Terminals refuse or cut longer texts. */
#define CLIPBOARD_MAX 6000 /* bytes of text */

/*
 * Appends the sequence that sets the clipboard to `text`. The text is encoded in base64, so none of
 * its bytes reaches the terminal raw. False if it is too long; then nothing is appended.
 */
bool clipboard_add_sequence(struct buffer *out, const char *text);

#endif
