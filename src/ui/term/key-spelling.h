/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys as the description of this very terminal spells them, beside what key-sequence.h knows of
 * all. */
#ifndef SOCKVIEW_UI_TERM_KEY_SPELLING_H
#define SOCKVIEW_UI_TERM_KEY_SPELLING_H

#include "ui/term/key-extent.h"
#include "ui/term/keys.h"

#define KEY_SPELLINGS_MAX 64
#define KEY_SPELLING_MAX 16

struct key_spellings {
	size_t count;
	struct {
		char bytes[KEY_SPELLING_MAX];
		size_t length;
		uint32_t key;
	} items[KEY_SPELLINGS_MAX];
};

/* Adds one: NULL, "" and what is Enter, Tab, Esc or a letter are passed over. */
void key_spellings_add(struct key_spellings *spellings, const char *bytes, uint32_t key);

/* Adds all keys that the program has a name for: describe() is given a name of terminfo and returns
 * the bytes, or NULL. */
void key_spellings_learn(
	struct key_spellings *spellings, const char *(*describe)(const char *name));

/* The bytes of the longest key that has come, into *ret_key; 0: none. *ret_more: a longer one may
 * still come. */
size_t key_spellings_find(const struct key_spellings *spellings, struct key_bytes in,
	uint32_t *ret_key, bool *ret_more);

#endif
