/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/term/key-spelling.h"

#include <stdio.h>
#include <string.h>

#define FUNCTION_KEYS 24

/* A terminal's description cannot redefine Enter, Tab, Esc or a letter. */
static bool is_plain(const char *bytes, size_t length)
{
	unsigned char first = (unsigned char)bytes[0];

	return length == 1 && (first == '\n' || first == '\r' || first == '\t' ||
				      first == KEY_ESCAPE || (first >= ' ' && first != 127));
}

void key_spellings_add(struct key_spellings *spellings, const char *bytes, uint32_t key)
{
	size_t length = bytes ? strlen(bytes) : 0;

	if (!length || length > KEY_SPELLING_MAX || is_plain(bytes, length) ||
		spellings->count == KEY_SPELLINGS_MAX)
		return;
	memcpy(spellings->items[spellings->count].bytes, bytes, length);
	spellings->items[spellings->count].length = length;
	spellings->items[spellings->count++].key = key;
}

/* Keys by their names in terminfo; F1 to F24 are kf1 to kf24. */
static const struct {
	char name[6];
	uint32_t key;
} key_names[] = {
	{"kcuu1", KEY_CURSOR_UP},
	{"kcud1", KEY_CURSOR_DOWN},
	{"kcub1", KEY_CURSOR_LEFT},
	{"kcuf1", KEY_CURSOR_RIGHT},
	{"kpp", KEY_PAGE_UP},
	{"knp", KEY_PAGE_DOWN},
	{"khome", KEY_TO_HOME},
	{"kfnd", KEY_TO_HOME},
	{"kend", KEY_TO_END},
	{"kslt", KEY_TO_END},
	{"kbs", KEY_ERASE},
	{"kdch1", KEY_DELETE},
	{"kich1", KEY_INSERT},
	{"kent", KEY_RETURN},
};

void key_spellings_learn(struct key_spellings *spellings, const char *(*describe)(const char *name))
{
	char name[8];

	for (size_t i = 0; i < sizeof(key_names) / sizeof(key_names[0]); i++)
		key_spellings_add(spellings, describe(key_names[i].name), key_names[i].key);
	for (unsigned i = 1; i <= FUNCTION_KEYS; i++) {
		snprintf(name, sizeof(name), "kf%u", i);
		key_spellings_add(spellings, describe(name), KEY_FUNCTION + i);
	}
}

size_t key_spellings_find(const struct key_spellings *spellings, struct key_bytes in,
	uint32_t *ret_key, bool *ret_more)
{
	size_t longest = 0;

	*ret_more = false;
	for (size_t i = 0; i < spellings->count; i++) {
		size_t length = spellings->items[i].length;
		bool whole = length <= in.length;

		if (length <= longest || memcmp(spellings->items[i].bytes, in.bytes,
						 whole ? length : in.length) != 0)
			continue;
		if (!whole) {
			*ret_more = true;
			continue;
		}
		longest = length;
		*ret_key = spellings->items[i].key;
	}
	return longest;
}
