/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Turns the bytes of a terminal into keys, clicks and pasted text. Every escape sequence is read
 * as a whole, known or not, also when it comes in pieces; unknown sequences do nothing.
 *
 *	ESC alone                     Esc, if nothing follows for KEY_ESCAPE_US
 *	ESC and a character           Alt and the character
 *	ESC [ ... (CSI), ESC O ...    the key or click that key-sequence.h knows, or nothing
 *	ESC P ] X ^ _ ... ESC \ or ^G  nothing: answers to questions of another program
 *	ESC [200~ ... ESC [201~       the characters between, as `pasted`: controls and line ends
 *	                              become one blank between words
 *
 * A slow line may deliver ESC so early that it was reported as Esc before the rest of its sequence
 * came. That rest is still recognized within KEY_PATIENCE_US, and not reported as keys.
 *
 * Nothing here reads a clock or waits: the caller passes the time, and asks key_decoder_wake_us()
 * when to call again even if no bytes come.
 */
#ifndef SOCKVIEW_UI_TERM_KEY_DECODER_H
#define SOCKVIEW_UI_TERM_KEY_DECODER_H

#include "ui/term/key-spelling.h"

/* ESC alone for this long is the key Esc. */
#define KEY_ESCAPE_US 50000

/* The longest time from one byte of a sequence to the next. */
#define KEY_PATIENCE_US 1000000

/* A paste without any byte for this long has lost its end: bytes are keys again. */
#define KEY_PASTE_PATIENCE_US 5000000

/* After this many bytes of a string (an answer) its end is no longer expected. */
#define KEY_STRING_MAX (1 << 20)

enum key_decoder_mode {
	DECODING_KEYS,
	DECODING_LONG,   /* the rest of a CSI that is longer than any key */
	DECODING_STRING, /* the rest of a string */
	DECODING_PASTE,
};

struct key_decoder {
	enum key_decoder_mode mode;
	bool mouse; /* report clicks; set by the caller */
	char bytes[1024];
	size_t length;
	int64_t now_us, fed_us; /* time of the last call; of the last byte */
	int64_t tail_us; /* until then the rest of a sequence may come whose ESC was taken as Esc */
	bool ready;      /* the last call returned an event: there may be more */
	size_t string_length;
	/* In a paste: a blank is due before the next character; there has been a character. */
	bool gap, has_text;
	struct key_spellings spellings; /* of this terminal, added by the caller: they come first */
};

/* The encoding of characters is that of the process's locale. */
void key_decoder_init(struct key_decoder *decoder);

/* Forgets all bytes received so far. */
void key_decoder_reset(struct key_decoder *decoder);

/*
 * How many bytes key_decoder_feed() accepts: at least one after key_decoder_next() returned false.
 */
size_t key_decoder_room(const struct key_decoder *decoder);
void key_decoder_feed(
	struct key_decoder *decoder, const char *bytes, size_t length, int64_t now_us);

/* Returns the next key, click or pasted character in *ret_event; false: none yet. */
bool key_decoder_next(struct key_decoder *decoder, int64_t now_us, struct key_event *ret_event);

/* When key_decoder_next() may return an event without more bytes; INT64_MAX: never. */
int64_t key_decoder_wake_us(const struct key_decoder *decoder);

#endif
