/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Feeds a decoder with bytes as a terminal sends them, in pieces and with pauses between them, and
 * writes the resulting keys as words. A pause is a byte that no text contains. */
#ifndef SOCKVIEW_TESTS_SUPPORT_TYPING_H
#define SOCKVIEW_TESTS_SUPPORT_TYPING_H

#include "base/buffer.h"
#include "ui/term/key-decoder.h"

#define SHORT_PAUSE "\xfc"  /* 20 ms: between two packets */
#define PAUSE "\xfd"        /* 200 ms: a slow line */
#define LONG_PAUSE "\xfe"   /* 1 s */
#define LONGER_PAUSE "\xff" /* 5 s */

/* Returns the milliseconds that this byte means; 0: it is no pause. */
int64_t typing_pause_ms(char byte);

/* Feeds all bytes. Asks for keys after each piece and whenever the decoder needs it; then waits
 * until the decoder needs nothing more. `take` is called for each key and click, in order. */
void typing_feed(struct key_decoder *decoder, const char *bytes, size_t length, int64_t *now_us,
	void (*take)(const struct key_event *event, int64_t now_us, void *context), void *context);

/* Appends the keys as words, separated by blanks: names of keys, the place of a click
 * ("Click@2,3"), pasted characters between quotation marks. */
void typing_add_words(struct buffer *out, struct key_decoder *decoder, const char *bytes);

#endif
