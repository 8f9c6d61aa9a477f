/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From the bytes of a terminal to keys, clicks and pasted text. Every escape sequence is taken
 * whole, known or not, also where it comes in pieces: what is not known does nothing.
 *
 *	ESC alone                     Esc, after KEY_ESCAPE_US without more
 *	ESC and a character           Alt and the character
 *	ESC [ ... (CSI), ESC O ...    the key or click that key-sequence.h knows, or nothing
 *	ESC P ] X ^ _ ... ESC \ or ^G  nothing: answers to questions that somebody else asked
 *	ESC [200~ ... ESC [201~       the characters between, as `pasted`: controls and line ends
 *	                              become one blank between words
 *
 * Where a line is so slow that Esc was told before the rest of a sequence came, the rest is still
 * taken for what it is within KEY_PATIENCE_US, and not for keys.
 *
 * No clock is read and nothing waits: who feeds it says what time it is, and asks
 * key_decoder_wake_us() when to ask again although nothing came.
 */
#ifndef SOCKVIEW_UI_TERM_KEY_DECODER_H
#define SOCKVIEW_UI_TERM_KEY_DECODER_H

#include "ui/term/key-spelling.h"

/* How long ESC may stand alone until it is the key Esc. */
#define KEY_ESCAPE_US 50000

/* How long a sequence that has begun may take until its next byte. */
#define KEY_PATIENCE_US 1000000

/* How long a paste whose end was lost may be silent until keys are keys again. */
#define KEY_PASTE_PATIENCE_US 5000000

/* Bytes of a string (answers) after which its end is no longer waited for. */
#define KEY_STRING_MAX (1 << 20)

enum key_decoder_mode {
	DECODING_KEYS,
	DECODING_LONG,   /* the rest of a CSI that is longer than any key */
	DECODING_STRING, /* until its end */
	DECODING_PASTE,
};

struct key_decoder {
	enum key_decoder_mode mode;
	bool mouse; /* clicks are wanted; the caller's to set */
	char bytes[1024];
	size_t length;
	int64_t now_us, fed_us; /* of the last call; of the last byte */
	int64_t tail_us;        /* until then a sequence may come whose ESC was taken for Esc */
	bool ready;             /* the last call had something: there may be more */
	size_t string_length;
	bool gap, has_text; /* of a paste: a blank is due before its next character; it has one */
	struct key_spellings spellings; /* of this terminal, which win; the caller's to add */
};

/* Characters are those of the locale of the process. */
void key_decoder_init(struct key_decoder *decoder);

/* Forgets what has come so far. */
void key_decoder_reset(struct key_decoder *decoder);

/* How many bytes it can be fed: at least one where key_decoder_next() has said false. */
size_t key_decoder_room(const struct key_decoder *decoder);
void key_decoder_feed(
	struct key_decoder *decoder, const char *bytes, size_t length, int64_t now_us);

/* Takes the next key, click or pasted character; false: none yet. */
bool key_decoder_next(struct key_decoder *decoder, int64_t now_us, struct key_event *ret_event);

/* When key_decoder_next() may have something although nothing is fed; INT64_MAX: never. */
int64_t key_decoder_wake_us(const struct key_decoder *decoder);

#endif
