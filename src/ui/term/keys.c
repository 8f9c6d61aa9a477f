/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/term/keys.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/unicode.h"

#define FUNCTIONS_MAX 24
#define KEY_NAME_MAX 16

static const struct {
	const char *name;
	uint32_t key;
} names[] = {
	{"Up", KEY_CURSOR_UP},
	{"Down", KEY_CURSOR_DOWN},
	{"Left", KEY_CURSOR_LEFT},
	{"Right", KEY_CURSOR_RIGHT},
	{"PgUp", KEY_PAGE_UP},
	{"PgDn", KEY_PAGE_DOWN},
	{"Home", KEY_TO_HOME},
	{"End", KEY_TO_END},
	{"Enter", KEY_RETURN},
	{"Esc", KEY_ESCAPE},
	{"Space", KEY_SPACE},
	{"Tab", KEY_TABULATOR},
	{"Backspace", KEY_ERASE},
	{"Delete", KEY_DELETE},
	{"Insert", KEY_INSERT},
	{"Click", KEY_CLICK},
	{"RightClick", KEY_RIGHT_CLICK},
	{"WheelUp", KEY_WHEEL_UP},
	{"WheelDown", KEY_WHEEL_DOWN},
};

static uint32_t function_key(const char *digits)
{
	char *end;
	unsigned long number = strtoul(digits, &end, 10);

	return !*end && number >= 1 && number <= FUNCTIONS_MAX ? KEY_FUNCTION + (uint32_t)number
							       : KEY_NOTHING;
}

static uint32_t plain_key(const char *name)
{
	size_t length = strlen(name);
	uint32_t point;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (ascii_same_word(names[i].name, name))
			return names[i].key;
	/* Ctrl- with a letter, or one of [\]^_ */
	if (ascii_begins_with(name, "Ctrl-") && length == 6 && (name[5] & 0xc0) == 0x40 &&
		name[5] & 0x1f)
		return name[5] & 0x1f;
	if ((name[0] == 'F' || name[0] == 'f') && isdigit((unsigned char)name[1]))
		return function_key(name + 1);
	if (length && unicode_decode(name, length, &point) == length && point != UNICODE_INVALID)
		return point;
	return KEY_NOTHING;
}

uint32_t key_from_name(const char *name)
{
	uint32_t key;

	if (!ascii_begins_with(name, "Alt-"))
		return plain_key(name);
	key = plain_key(name + 4);
	return key ? KEY_ALT | key : KEY_NOTHING;
}

bool key_list_next(const char **at, uint32_t *ret_key)
{
	char name[KEY_NAME_MAX];
	size_t length;

	*at += strspn(*at, " \t");
	length = strcspn(*at, " \t");
	if (!length || length >= sizeof(name))
		return false;
	memcpy(name, *at, length);
	name[length] = '\0';
	*ret_key = key_from_name(name);
	*at += length;
	return *ret_key != KEY_NOTHING;
}

bool key_list_has(const char *list, uint32_t key)
{
	uint32_t other;

	while (key_list_next(&list, &other))
		if (other == key)
			return true;
	return false;
}

void key_add_name(struct buffer *out, uint32_t key)
{
	char bytes[4];

	if (key & KEY_ALT) {
		buffer_text(out, "Alt-");
		key &= ~(uint32_t)KEY_ALT;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (names[i].key == key) {
			buffer_text(out, names[i].name);
			return;
		}
	}
	if (key > KEY_FUNCTION)
		buffer_printf(out, "F%u", key - KEY_FUNCTION);
	else if (key < KEY_SPACE)
		buffer_printf(out, "Ctrl-%c", (char)('@' + key));
	else
		buffer_add(out, bytes, unicode_encode(key, bytes));
}
