/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/typing.h"

#include <string.h>

#include "base/unicode.h"

int64_t typing_pause_ms(char byte)
{
	switch ((unsigned char)byte) {
	case 0xfc:
		return 20;
	case 0xfd:
		return 200;
	case 0xfe:
		return 1000;
	case 0xff:
		return 5000;
	}
	return 0;
}

struct taker {
	struct key_decoder *decoder;
	void (*take)(const struct key_event *event, int64_t now_us, void *context);
	void *context;
};

static void ask(const struct taker *taker, int64_t now_us)
{
	struct key_event event;

	while (key_decoder_next(taker->decoder, now_us, &event))
		taker->take(&event, now_us, taker->context);
}

/* Asks at the moments at which the decoder wants it, up to this one. */
static void wait_until(const struct taker *taker, int64_t until_us)
{
	int64_t wake_us;

	while ((wake_us = key_decoder_wake_us(taker->decoder)) <= until_us)
		ask(taker, wake_us);
}

void typing_feed(struct key_decoder *decoder, const char *bytes, size_t length, int64_t *now_us,
	void (*take)(const struct key_event *event, int64_t now_us, void *context), void *context)
{
	const struct taker taker = {decoder, take, context};

	for (size_t at = 0; at < length;) {
		size_t piece = 0, room = key_decoder_room(decoder);

		while (at + piece < length && piece < room && !typing_pause_ms(bytes[at + piece]))
			piece++;
		if (piece)
			key_decoder_feed(decoder, bytes + at, piece, *now_us);
		ask(&taker, *now_us);
		at += piece;
		if (!piece) {
			*now_us += typing_pause_ms(bytes[at++]) * 1000;
			wait_until(&taker, *now_us);
		}
	}
	*now_us += KEY_PASTE_PATIENCE_US;
	wait_until(&taker, *now_us);
}

struct words {
	struct buffer *out;
	bool in_paste;
};

static void add_word(const struct key_event *event, int64_t now_us, void *context)
{
	struct words *words = context;
	struct buffer *out = words->out;
	char bytes[4];

	(void)now_us;
	if (event->pasted != words->in_paste || !event->pasted)
		buffer_text(out, words->in_paste ? "\" " : out->length ? " " : "");
	if (event->pasted && !words->in_paste)
		buffer_text(out, "\"");
	words->in_paste = event->pasted;
	if (event->pasted)
		buffer_add(out, bytes, unicode_encode(event->key, bytes));
	else
		key_add_name(out, event->key);
	if (event->key == KEY_CLICK)
		buffer_printf(out, "@%d,%d", event->row, event->column);
}

void typing_add_words(struct buffer *out, struct key_decoder *decoder, const char *bytes)
{
	struct words words = {.out = out};
	int64_t now_us = 1000000000;

	typing_feed(decoder, bytes, strlen(bytes), &now_us, add_word, &words);
	if (words.in_paste)
		buffer_text(out, "\"");
}
