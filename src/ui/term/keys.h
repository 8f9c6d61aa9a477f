/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys as numbers, and their names as users write them: "F9", "k", "Ctrl-C", "Alt-j", "PgUp". */
#ifndef SOCKVIEW_UI_TERM_KEYS_H
#define SOCKVIEW_UI_TERM_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

/* A character is its code point; Ctrl-A to Ctrl-Z are 1 to 26. */
enum key {
	KEY_NOTHING = 0,
	KEY_TABULATOR = 9,
	KEY_RETURN = 13,
	KEY_ESCAPE = 27,
	KEY_SPACE = 32,
	KEY_SPECIAL = 0x200000, /* beyond Unicode */
	KEY_CURSOR_UP,
	KEY_CURSOR_DOWN,
	KEY_CURSOR_LEFT,
	KEY_CURSOR_RIGHT,
	KEY_PAGE_UP,
	KEY_PAGE_DOWN,
	KEY_TO_HOME,
	KEY_TO_END,
	KEY_ERASE, /* backspace */
	KEY_DELETE,
	KEY_INSERT,
	KEY_CLICK,
	KEY_RIGHT_CLICK,
	KEY_WHEEL_UP,
	KEY_WHEEL_DOWN,
	KEY_FUNCTION = 0x200100, /* + n: Fn, n from 1 */
	KEY_ALT = 0x400000,      /* added to another key */
};

struct key_event {
	uint32_t key;
	int row, column; /* of a click */
	bool pasted;     /* a character of a pasted text, not a key */
};

/* The key with this name, or KEY_NOTHING. */
uint32_t key_from_name(const char *name);

/*
 * Reads the next key from a list of names, separated by blanks; false at the end, or if a name is
 * unknown.
 */
bool key_list_next(const char **at, uint32_t *ret_key);
bool key_list_has(const char *list, uint32_t key);

/* Appends the name of a key. */
void key_add_name(struct buffer *out, uint32_t key);

#endif
