/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Each take_...() reads the received bytes and returns how many of them belong together, with the
 * event that they stand for, if any; 0: more bytes have to come.
 */
#include "ui/term/key-decoder.h"

#include <string.h>
#include <wchar.h>

#include "base/unicode.h"
#include "ui/term/key-sequence.h"

#define ESC '\033'

/* Longer than any key or report: the rest of such a sequence is dropped as it comes. */
#define SEQUENCE_MAX 128

#define PASTE_BEGINS "200~"
#define PASTE_ENDS "\033[201~"

void key_decoder_init(struct key_decoder *decoder)
{
	*decoder = (struct key_decoder){0};
}

void key_decoder_reset(struct key_decoder *decoder)
{
	decoder->mode = DECODING_KEYS;
	decoder->length = 0;
	decoder->tail_us = 0;
	decoder->ready = false;
}

size_t key_decoder_room(const struct key_decoder *decoder)
{
	return sizeof(decoder->bytes) - 1 - decoder->length;
}

void key_decoder_feed(struct key_decoder *decoder, const char *bytes, size_t length, int64_t now_us)
{
	size_t room = key_decoder_room(decoder);

	if (length > room)
		length = room;
	memcpy(decoder->bytes + decoder->length, bytes, length);
	decoder->length += length;
	decoder->fed_us = now_us;
}

/* True if no byte has come for this long. */
static bool is_silent(const struct key_decoder *decoder, int64_t us)
{
	return decoder->now_us - decoder->fed_us >= us;
}

/* -------- characters -------- */

/*
 * Reads a character in the locale's encoding; UNICODE_INVALID for a byte that begins no character,
 * except 8-bit controls, which are returned as they are. Returns its number of bytes.
 */
static size_t decode(const struct key_decoder *decoder, struct key_bytes in, uint32_t *ret_point)
{
	mbstate_t state = {0};
	wchar_t character;
	size_t length;

	*ret_point = (unsigned char)in.bytes[0];
	if (*ret_point < 0x80)
		return 1;
	length = mbrtowc(&character, in.bytes, in.length, &state);
	if (length == (size_t)-2 && !is_silent(decoder, KEY_PATIENCE_US))
		return 0;
	if (length && length <= in.length) {
		*ret_point = (uint32_t)character;
		return length;
	}
	if (*ret_point >= 0xa0)
		*ret_point = UNICODE_INVALID;
	return 1;
}

static bool is_character(uint32_t point)
{
	return point < 0x80 || (point >= 0xa0 && point < KEY_SPECIAL);
}

static uint32_t key_of(uint32_t point)
{
	return point == '\n' ? KEY_RETURN : point == 127 ? KEY_ERASE : point;
}

/* -------- sequences with a final byte -------- */

static void begin_paste(struct key_decoder *decoder)
{
	decoder->mode = DECODING_PASTE;
	decoder->gap = decoder->has_text = false;
}

static void read_sequence(
	struct key_decoder *decoder, char letter, struct key_bytes body, struct key_event *ret)
{
	struct key_event event;

	if (letter == 'O') {
		if (key_sequence_read_ss3(body.bytes, body.length, ret))
			return;
	} else if (body.length == 4 && memcmp(body.bytes, PASTE_BEGINS, 4) == 0) {
		begin_paste(decoder);
	} else if (key_sequence_read_csi(body.bytes, body.length, &event)) {
		bool mouse = event.key >= KEY_CLICK && event.key <= KEY_WHEEL_DOWN;

		if (!mouse || decoder->mouse)
			*ret = event;
	}
}

/* If nothing more comes after an introducer, it was Alt and a letter. */
static size_t give_up(struct key_bytes in, size_t head, char letter, struct key_event *ret)
{
	if (in.length == head && head > 1 && in.bytes[head - 2] == ESC)
		ret->key = KEY_ALT | (uint32_t)letter;
	return in.length;
}

/* `head`: the number of bytes before the body. */
static size_t take_sequence(struct key_decoder *decoder, struct key_bytes in, size_t head,
	char letter, struct key_event *ret)
{
	struct key_bytes body = {in.bytes + head, in.length - head};
	bool broken;
	size_t length =
		letter == 'O' ? key_ss3_length(body, &broken) : key_csi_length(body, &broken);

	if (broken)
		return head + length;
	if (length) {
		body.length = length;
		read_sequence(decoder, letter, body, ret);
		return head + length;
	}
	if (in.length > SEQUENCE_MAX) {
		decoder->mode = DECODING_LONG;
		return in.length;
	}
	return is_silent(decoder, KEY_PATIENCE_US) ? give_up(in, head, letter, ret) : 0;
}

static size_t take_long(struct key_decoder *decoder, struct key_bytes in)
{
	for (size_t at = 0; at < in.length; at++) {
		if (!key_byte_breaks(in.bytes[at]) && in.bytes[at] < '@')
			continue;
		decoder->mode = DECODING_KEYS;
		return at + !key_byte_breaks(in.bytes[at]);
	}
	return in.length;
}

/* -------- strings: answers, up to their end -------- */

static size_t begin_string(struct key_decoder *decoder, struct key_bytes in, size_t head,
	char letter, struct key_event *ret)
{
	if (in.length == head)
		return is_silent(decoder, KEY_PATIENCE_US) ? give_up(in, head, letter, ret) : 0;
	/* Alt and the letter, and then another sequence */
	if (in.bytes[head] == ESC) {
		if (in.length == head + 1 && !is_silent(decoder, KEY_ESCAPE_US))
			return 0;
		if (in.length == head + 1 || in.bytes[head + 1] != '\\')
			return give_up((struct key_bytes){in.bytes, head}, head, letter, ret);
	}
	decoder->mode = DECODING_STRING;
	decoder->string_length = 0;
	return head;
}

static size_t take_string(struct key_decoder *decoder, struct key_bytes in)
{
	for (size_t at = 0; at < in.length; at++) {
		bool escape = in.bytes[at] == ESC;

		if (escape && at + 1 == in.length && !is_silent(decoder, KEY_PATIENCE_US))
			return at;
		if (escape || key_string_ends(in, at) ||
			++decoder->string_length > KEY_STRING_MAX) {
			decoder->mode = DECODING_KEYS;
			/* ESC without \ begins another sequence, and also ends the string. */
			if (escape && at + 1 < in.length)
				return in.bytes[at + 1] == '\\' ? at + 2 : at;
			return at + 1;
		}
	}
	return in.length;
}

/* -------- pasted text -------- */

/* Esc alone here is the key: the user wants to leave a paste whose end was lost. */
static size_t take_paste_escape(struct key_decoder *decoder, struct key_bytes in)
{
	const size_t whole = sizeof(PASTE_ENDS) - 1;
	size_t length = in.length < whole ? in.length : whole;

	if (memcmp(in.bytes, PASTE_ENDS, length) != 0) {
		decoder->gap = true;
		return 1;
	}
	if (length < whole && !is_silent(decoder, KEY_PATIENCE_US))
		return 0;
	if (length == whole || length == 1)
		decoder->mode = DECODING_KEYS;
	if (length == 1)
		decoder->tail_us = decoder->now_us + KEY_PATIENCE_US;
	return length;
}

static size_t take_pasted(struct key_decoder *decoder, struct key_bytes in, struct key_event *ret)
{
	uint32_t point;
	size_t length;

	if (in.bytes[0] == ESC)
		return take_paste_escape(decoder, in);
	length = decode(decoder, in, &point);
	if (!length)
		return 0;
	if (!is_character(point) || point < ' ' || point == 127) {
		decoder->gap = true;
		return length;
	}
	if (decoder->gap && decoder->has_text) {
		decoder->gap = false;
		*ret = (struct key_event){.key = ' ', .pasted = true};
		return 0;
	}
	decoder->gap = false;
	decoder->has_text = true;
	*ret = (struct key_event){.key = point, .pasted = true};
	return length;
}

/* -------- keys -------- */

static size_t take_introduced(struct key_decoder *decoder, struct key_bytes in, size_t head,
	char letter, struct key_event *ret)
{
	return letter == '[' || letter == 'O' ? take_sequence(decoder, in, head, letter, ret)
					      : begin_string(decoder, in, head, letter, ret);
}

static size_t take_character(
	struct key_decoder *decoder, struct key_bytes in, struct key_event *ret)
{
	uint32_t point;
	size_t length = decode(decoder, in, &point);

	if (length && key_introducer(point))
		return take_introduced(decoder, in, length, key_introducer(point), ret);
	if (length && is_character(point))
		ret->key = key_of(point);
	return length;
}

/*
 * The key Esc. On a slow line it may be the first byte of a sequence; the rest is then recognized.
 */
static size_t take_lone_escape(
	struct key_decoder *decoder, struct key_bytes in, struct key_event *ret)
{
	if (!is_silent(decoder, KEY_ESCAPE_US))
		return 0;
	decoder->tail_us = decoder->now_us + KEY_PATIENCE_US;
	ret->key = KEY_ESCAPE;
	return in.length;
}

static size_t take_escape(struct key_decoder *decoder, struct key_bytes in, struct key_event *ret);

/* ESC twice: some terminals send this before a sequence for Alt. */
static size_t take_two_escapes(
	struct key_decoder *decoder, struct key_bytes in, struct key_event *ret)
{
	struct key_bytes rest = {in.bytes + 1, in.length - 1};
	size_t length;

	if (in.length == 2)
		return take_lone_escape(decoder, in, ret);
	if (in.bytes[2] != '[' && in.bytes[2] != 'O') {
		ret->key = KEY_ESCAPE;
		return 2;
	}
	length = take_escape(decoder, rest, ret);
	if (ret->key)
		ret->key |= KEY_ALT;
	return length ? length + 1 : 0;
}

static size_t take_escape(struct key_decoder *decoder, struct key_bytes in, struct key_event *ret)
{
	struct key_bytes rest = {in.bytes + 1, in.length - 1};
	size_t length;

	if (!rest.length)
		return take_lone_escape(decoder, in, ret);
	if (rest.bytes[0] == ESC)
		return take_two_escapes(decoder, in, ret);
	if (rest.bytes[0] && strchr(KEY_INTRODUCERS, rest.bytes[0]))
		return take_introduced(decoder, in, 2, rest.bytes[0], ret);
	length = take_character(decoder, rest, ret);
	if (ret->key)
		ret->key |= KEY_ALT;
	return length ? length + 1 : 0;
}

static size_t take_key(struct key_decoder *decoder, struct key_bytes in, struct key_event *ret)
{
	bool more;
	size_t length = key_spellings_find(&decoder->spellings, in, &ret->key, &more);

	if (length || (more && !is_silent(decoder, KEY_ESCAPE_US)))
		return length;
	return in.bytes[0] == ESC ? take_escape(decoder, in, ret)
				  : take_character(decoder, in, ret);
}

/* -------- any event -------- */

static size_t take(struct key_decoder *decoder, struct key_bytes in, struct key_event *ret)
{
	switch (decoder->mode) {
	case DECODING_KEYS:
		decoder->tail_us = 0; /* only the next bytes can be a tail */
		return take_key(decoder, in, ret);
	case DECODING_LONG:
		return take_long(decoder, in);
	case DECODING_STRING:
		return take_string(decoder, in);
	case DECODING_PASTE:
		return take_pasted(decoder, in, ret);
	}
	return 0;
}

/*
 * Puts ESC before a tail, so that it is a sequence; the buffer has one byte more than can be fed.
 */
static void put_escape_before(struct key_decoder *decoder, size_t *at)
{
	if (*at) {
		--*at;
	} else {
		memmove(decoder->bytes + 1, decoder->bytes, decoder->length);
		decoder->length++;
	}
	decoder->bytes[*at] = ESC;
	decoder->tail_us = 0;
}

/* A string or paste whose end was lost must not swallow keys forever. */
static int64_t patience(const struct key_decoder *decoder)
{
	return decoder->mode == DECODING_PASTE ? KEY_PASTE_PATIENCE_US : KEY_PATIENCE_US;
}

bool key_decoder_next(struct key_decoder *decoder, int64_t now_us, struct key_event *ret_event)
{
	size_t at = 0;

	decoder->now_us = now_us;
	*ret_event = (struct key_event){0};
	while (at < decoder->length && !ret_event->key) {
		struct key_bytes in = {decoder->bytes + at, decoder->length - at};
		enum key_decoder_mode mode = decoder->mode;
		bool in_time = mode == DECODING_KEYS && now_us < decoder->tail_us, more = false;
		size_t length;

		if (in_time && key_is_tail(in, &more)) {
			put_escape_before(decoder, &at);
			continue;
		}
		if (in_time && more && !is_silent(decoder, KEY_ESCAPE_US))
			break;
		length = take(decoder, in, ret_event);
		if (!length && mode == decoder->mode)
			break;
		at += length;
	}
	decoder->length -= at;
	memmove(decoder->bytes, decoder->bytes + at, decoder->length);
	if (!decoder->length && is_silent(decoder, patience(decoder)))
		decoder->mode = DECODING_KEYS;
	decoder->ready = ret_event->key != KEY_NOTHING;
	return decoder->ready;
}

int64_t key_decoder_wake_us(const struct key_decoder *decoder)
{
	const int64_t delays[] = {KEY_ESCAPE_US, KEY_PATIENCE_US, KEY_PASTE_PATIENCE_US};

	if (decoder->ready)
		return decoder->now_us;
	if (!decoder->length && decoder->mode == DECODING_KEYS)
		return INT64_MAX;
	for (size_t i = 0; i < sizeof(delays) / sizeof(delays[0]); i++)
		if (!is_silent(decoder, delays[i]))
			return decoder->fed_us + delays[i];
	return INT64_MAX;
}
