/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Keys as the terminfo description of this terminal spells them, in addition to the spellings that
 * key-sequence.h knows.
 */
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

/* Adds a spelling; NULL, "" and those of Enter, Tab, Esc and letters are ignored. */
void key_spellings_add(struct key_spellings *spellings, const char *bytes, uint32_t key);

/*
 * Adds all keys that the program has a name for: describe() takes a name of terminfo and returns
 * its bytes, or NULL.
 */
void key_spellings_learn(
	struct key_spellings *spellings, const char *(*describe)(const char *name));

/*
 * Returns the length of the longest key at the start of `in`, and the key in *ret_key; 0: none.
 * *ret_more: a longer key may still come.
 */
size_t key_spellings_find(const struct key_spellings *spellings, struct key_bytes in,
	uint32_t *ret_key, bool *ret_more);

#endif
