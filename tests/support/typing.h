/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes that a terminal sends, in pieces and with pauses between them, fed to a decoder; what comes
 * out, in words. A pause is a byte that no text has.
 */
#ifndef SOCKVIEW_TESTS_SUPPORT_TYPING_H
#define SOCKVIEW_TESTS_SUPPORT_TYPING_H

#include "base/buffer.h"
#include "ui/term/key-decoder.h"

#define SHORT_PAUSE "\xfc"  /* 20 ms: between two packets */
#define PAUSE "\xfd"        /* 200 ms: a slow line */
#define LONG_PAUSE "\xfe"   /* 1 s */
#define LONGER_PAUSE "\xff" /* 5 s */

/* The milliseconds that this byte stands for; 0: it is no pause. */
int64_t typing_pause_ms(char byte);

/*
 * Feeds all of it, asking for keys behind each piece and whenever the decoder wants to be asked;
 * then waits until it wants no more. `take` is called for each key and click, in order.
 */
void typing_feed(struct key_decoder *decoder, const char *bytes, size_t length, int64_t *now_us,
	void (*take)(const struct key_event *event, int64_t now_us, void *context), void *context);

/* Appends what they are, divided by blanks: the names of keys, the place of a click ("Click@2,3"),
 * pasted characters between quotation marks. */
void typing_add_words(struct buffer *out, struct key_decoder *decoder, const char *bytes);

#endif
