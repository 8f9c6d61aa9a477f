/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/keys.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/unicode.h"

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
};

static uint32_t plain_key(const char *name)
{
	size_t length = strlen(name);
	uint32_t point;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcasecmp(names[i].name, name) == 0)
			return names[i].key;
	if ((name[0] == 'F' || name[0] == 'f') && isdigit((unsigned char)name[1])) {
		unsigned long number = strtoul(name + 1, NULL, 10);

		return number >= 1 && number <= 24 ? KEY_FUNCTION + (uint32_t)number : KEY_NOTHING;
	}
	if (length && unicode_decode(name, length, &point) == length && point != UNICODE_INVALID)
		return point;
	return KEY_NOTHING;
}

uint32_t key_from_name(const char *name)
{
	if (strncasecmp(name, "Alt-", 4) == 0) {
		uint32_t key = plain_key(name + 4);

		return key ? KEY_ALT | key : KEY_NOTHING;
	}
	if (strncasecmp(name, "Ctrl-", 5) == 0 && isalpha((unsigned char)name[5]) && !name[6])
		return (uint32_t)(toupper((unsigned char)name[5]) - '@');
	return plain_key(name);
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
	else if (key < 27)
		buffer_printf(out, "Ctrl-%c", (char)('@' + key));
	else
		buffer_add(out, bytes, unicode_encode(key, bytes));
}
