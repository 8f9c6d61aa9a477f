/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/term/key-sequence.h"

#include <ctype.h>
#include <string.h>

#include "base/ascii.h"

#define PARAMETERS_MAX 3
#define VALUE_MAX 0x1fffff

/* Bits of the modifiers' parameter, which is their sum plus one. */
enum {
	MODIFIER_SHIFT = 1,
	MODIFIER_ALT = 2,
	MODIFIER_CTRL = 4,
	MODIFIER_LOCKS = 64 | 128, /* Caps Lock and Num Lock: ignored */
};

/* Bits of the mouse's button number. */
enum {
	MOUSE_MODIFIERS = 4 | 8 | 16,
	MOUSE_WHEEL = 64,
	MOUSE_OFFSET = 32, /* added to numbers in the old encodings */
};

struct parameters {
	uint32_t values[PARAMETERS_MAX];
	uint32_t seconds[PARAMETERS_MAX]; /* after a colon; 0: none */
	size_t count;
	char private;      /* one of < = > ? before the parameters; '\0': none */
	bool intermediate; /* there are characters between the parameters and the last byte */
	char last;
};

struct spelling {
	uint32_t code;
	uint32_t key;
};

/* CSI letter, and SS3 letter. */
static const struct spelling letter_keys[] = {
	{'A', KEY_CURSOR_UP},
	{'B', KEY_CURSOR_DOWN},
	{'C', KEY_CURSOR_RIGHT},
	{'D', KEY_CURSOR_LEFT},
	{'H', KEY_TO_HOME},
	{'F', KEY_TO_END},
	{'P', KEY_FUNCTION + 1},
	{'Q', KEY_FUNCTION + 2},
	{'R', KEY_FUNCTION + 3},
	{'S', KEY_FUNCTION + 4},
};

/* CSI number ~ */
static const struct spelling number_keys[] = {
	{1, KEY_TO_HOME},
	{2, KEY_INSERT},
	{3, KEY_DELETE},
	{4, KEY_TO_END},
	{5, KEY_PAGE_UP},
	{6, KEY_PAGE_DOWN},
	{7, KEY_TO_HOME},
	{8, KEY_TO_END},
	{11, KEY_FUNCTION + 1},
	{12, KEY_FUNCTION + 2},
	{13, KEY_FUNCTION + 3},
	{14, KEY_FUNCTION + 4},
	{15, KEY_FUNCTION + 5},
	{17, KEY_FUNCTION + 6},
	{18, KEY_FUNCTION + 7},
	{19, KEY_FUNCTION + 8},
	{20, KEY_FUNCTION + 9},
	{21, KEY_FUNCTION + 10},
	{23, KEY_FUNCTION + 11},
	{24, KEY_FUNCTION + 12},
	{25, KEY_FUNCTION + 13},
	{26, KEY_FUNCTION + 14},
	{28, KEY_FUNCTION + 15},
	{29, KEY_FUNCTION + 16},
	{31, KEY_FUNCTION + 17},
	{32, KEY_FUNCTION + 18},
	{33, KEY_FUNCTION + 19},
	{34, KEY_FUNCTION + 20},
};

/*
 * SS3 letter: the keypad in its application mode sends the signs printed on its keys, F5 to F8 as
 * on a VT100+.
 */
static const struct spelling keypad_keys[] = {
	{' ', ' '},
	{'I', KEY_TABULATOR},
	{'M', KEY_RETURN},
	{'T', KEY_FUNCTION + 5},
	{'U', KEY_FUNCTION + 6},
	{'V', KEY_FUNCTION + 7},
	{'W', KEY_FUNCTION + 8},
	{'X', '='},
	{'j', '*'},
	{'k', '+'},
	{'l', ','},
	{'m', '-'},
	{'n', '.'},
	{'o', '/'},
	{'p', '0'},
	{'q', '1'},
	{'r', '2'},
	{'s', '3'},
	{'t', '4'},
	{'u', '5'},
	{'v', '6'},
	{'w', '7'},
	{'x', '8'},
	{'y', '9'},
};

/* CSI number u: kitty's numbers of keys that are not characters. */
static const struct spelling kitty_keys[] = {
	{57409, '.'},
	{57410, '/'},
	{57411, '*'},
	{57412, '-'},
	{57413, '+'},
	{57414, KEY_RETURN},
	{57415, '='},
	{57416, ','},
	{57417, KEY_CURSOR_LEFT},
	{57418, KEY_CURSOR_RIGHT},
	{57419, KEY_CURSOR_UP},
	{57420, KEY_CURSOR_DOWN},
	{57421, KEY_PAGE_UP},
	{57422, KEY_PAGE_DOWN},
	{57423, KEY_TO_HOME},
	{57424, KEY_TO_END},
	{57425, KEY_INSERT},
	{57426, KEY_DELETE},
};

enum {
	KITTY_PAD_0 = 57399,
	KITTY_PAD_9 = 57408,
	PRIVATE_FIRST = 0xe000, /* Unicode's private area: a number in it that is not listed above
				   is no character */
	PRIVATE_LAST = 0xf8ff,
};

#define FIND(table, code) find((table), sizeof(table) / sizeof((table)[0]), (code))

static uint32_t find(const struct spelling *table, size_t count, uint32_t code)
{
	for (size_t i = 0; i < count; i++)
		if (table[i].code == code)
			return table[i].key;
	return KEY_NOTHING;
}

/* Parameters that are too many are read and ignored. */
static void read_parameters(const char *body, size_t length, struct parameters *ret)
{
	size_t at = memchr("<=>?", body[0], 4) ? 1 : 0, index = 0;
	uint32_t beyond = 0, *value = &ret->values[0];

	*ret = (struct parameters){.private = at ? body[0] : '\0', .last = body[length - 1]};
	for (; at < length - 1; at++) {
		if (body[at] == ';') {
			index++;
			value = index < PARAMETERS_MAX ? &ret->values[index] : &beyond;
		} else if (body[at] == ':') {
			value = index < PARAMETERS_MAX && value == &ret->values[index]
					? &ret->seconds[index]
					: &beyond;
		} else if (!isdigit((unsigned char)body[at])) {
			ret->intermediate = true;
		} else if (value != &beyond && *value <= VALUE_MAX) {
			*value = *value * 10 + (uint32_t)(body[at] - '0');
		}
		ret->count = index < PARAMETERS_MAX ? index + 1 : PARAMETERS_MAX;
	}
}

/* -------- keys -------- */

static uint32_t modifiers_of(const struct parameters *parameters, size_t index)
{
	uint32_t value = index < parameters->count ? parameters->values[index] : 0;

	return (value ? value - 1 : 0) & ~(uint32_t)MODIFIER_LOCKS;
}

/*
 * Returns the key with its modifiers; KEY_NOTHING if the program has no name for it: without its
 * modifiers it would be another key.
 */
static uint32_t modified(uint32_t key, uint32_t modifiers)
{
	if (!modifiers)
		return key;
	if (modifiers == MODIFIER_ALT)
		return KEY_ALT | key;
	if (modifiers == MODIFIER_SHIFT && key > KEY_FUNCTION && key <= KEY_FUNCTION + 12)
		return key + 12;
	return KEY_NOTHING;
}

static uint32_t control(uint32_t code)
{
	if (code >= 'a' && code <= 'z')
		return code - 'a' + 1;
	return code > '@' && code <= '_' ? code - '@' : KEY_NOTHING;
}

static uint32_t named_character(uint32_t code)
{
	switch (code) {
	case 127:
	case 8:
		return KEY_ERASE;
	case KEY_TABULATOR:
	case KEY_RETURN:
	case KEY_ESCAPE:
		return code;
	}
	if (code >= KITTY_PAD_0 && code <= KITTY_PAD_9)
		return '0' + code - KITTY_PAD_0;
	return FIND(kitty_keys, code);
}

/* A character sent as a number: `shifted` is the character with Shift, if it was sent as well. */
static uint32_t character(uint32_t code, uint32_t shifted, uint32_t modifiers)
{
	uint32_t named = named_character(code), alt = modifiers & MODIFIER_ALT ? KEY_ALT : 0;

	if (named)
		return modified(named, modifiers);
	if (code < KEY_SPACE || (code > 126 && code < 160) || code > 0x10ffff ||
		(code >= PRIVATE_FIRST && code <= PRIVATE_LAST))
		return KEY_NOTHING;
	if (modifiers & ~(uint32_t)(MODIFIER_SHIFT | MODIFIER_ALT | MODIFIER_CTRL))
		return KEY_NOTHING;
	if (modifiers & MODIFIER_CTRL)
		return control(code) ? alt | control(code) : KEY_NOTHING;
	if (modifiers & MODIFIER_SHIFT && shifted > KEY_SPACE && shifted <= 0x10ffff)
		code = shifted;
	else if (modifiers & MODIFIER_SHIFT && code < 128)
		code = (uint32_t)ascii_upper((char)code);
	return alt | code;
}

/* R with parameters reports the position of the cursor: it is not F3. */
static uint32_t letter_key(const struct parameters *parameters)
{
	uint32_t key = FIND(letter_keys, (unsigned char)parameters->last);

	if (!key || (parameters->last == 'R' && parameters->count))
		return KEY_NOTHING;
	return modified(key, modifiers_of(parameters, 1));
}

static uint32_t number_key(const struct parameters *parameters)
{
	uint32_t code = parameters->values[0];

	/* xterm's modifyOtherKeys */
	if (code == 27 && parameters->count == 3)
		return character(parameters->values[2], 0, modifiers_of(parameters, 1));
	return modified(FIND(number_keys, code), modifiers_of(parameters, 1));
}

static uint32_t key_of(const struct parameters *parameters)
{
	/* The second number of the modifiers: 3 means that the key was released. */
	if (parameters->private || parameters->intermediate || parameters->seconds[1] == 3)
		return KEY_NOTHING;
	if (parameters->last == '~')
		return number_key(parameters);
	if (parameters->last == 'u' && parameters->count)
		return character(
			parameters->values[0], parameters->seconds[0], modifiers_of(parameters, 1));
	return letter_key(parameters);
}

/* -------- the mouse -------- */

static bool read_mouse(uint32_t button, uint32_t column, uint32_t row, struct key_event *ret_event)
{
	static const struct spelling buttons[] = {
		{0, KEY_CLICK},
		{2, KEY_RIGHT_CLICK},
		{MOUSE_WHEEL, KEY_WHEEL_UP},
		{MOUSE_WHEEL + 1, KEY_WHEEL_DOWN},
	};
	uint32_t key = FIND(buttons, button & ~(uint32_t)MOUSE_MODIFIERS);

	if (!key || !column || !row || column > INT16_MAX || row > INT16_MAX)
		return false;
	*ret_event = (struct key_event){.key = key, .row = (int)row - 1, .column = (int)column - 1};
	return true;
}

/* ESC [ M and three bytes: xterm's first encoding, which screen still uses. */
static bool read_old_mouse(const char *body, struct key_event *ret_event)
{
	const unsigned char *bytes = (const unsigned char *)body;

	return bytes[1] >= MOUSE_OFFSET && bytes[2] > MOUSE_OFFSET && bytes[3] > MOUSE_OFFSET &&
	       read_mouse(bytes[1] - (uint32_t)MOUSE_OFFSET, bytes[2] - (uint32_t)MOUSE_OFFSET,
		       bytes[3] - (uint32_t)MOUSE_OFFSET, ret_event);
}

/* With numbers: xterm's present encoding has <, urxvt's has no sign. */
static bool read_number_mouse(const struct parameters *parameters, struct key_event *ret_event)
{
	uint32_t offset = parameters->private ? 0 : MOUSE_OFFSET;

	return parameters->count == PARAMETERS_MAX && !parameters->intermediate &&
	       parameters->values[0] >= offset &&
	       read_mouse(parameters->values[0] - offset, parameters->values[1],
		       parameters->values[2], ret_event);
}

/* -------- complete sequences -------- */

bool key_sequence_read_csi(const char *body, size_t length, struct key_event *ret_event)
{
	struct parameters parameters;
	uint32_t key;

	if (body[0] == 'M' && length == 4)
		return read_old_mouse(body, ret_event);
	/* F1 to F5 of the Linux console */
	if (body[0] == '[' && length == 2 && body[1] >= 'A' && body[1] <= 'E') {
		*ret_event =
			(struct key_event){.key = KEY_FUNCTION + 1 + (uint32_t)(body[1] - 'A')};
		return true;
	}
	read_parameters(body, length, &parameters);
	if (parameters.last == 'M' && (parameters.private == '<' || !parameters.private))
		return read_number_mouse(&parameters, ret_event);
	key = key_of(&parameters);
	if (key)
		*ret_event = (struct key_event){.key = key};
	return key != KEY_NOTHING;
}

bool key_sequence_read_ss3(const char *body, size_t length, struct key_event *ret_event)
{
	struct parameters parameters;
	uint32_t key;

	/* Some sequences have one number before the letter: the modifiers. */
	read_parameters(body, length, &parameters);
	if (parameters.private || parameters.intermediate)
		return false;
	key = FIND(letter_keys, (unsigned char)parameters.last);
	if (!key)
		key = FIND(keypad_keys, (unsigned char)parameters.last);
	if (key)
		key = modified(key,
			modifiers_of(&parameters, parameters.count ? parameters.count - 1 : 0));
	if (key)
		*ret_event = (struct key_event){.key = key};
	return key != KEY_NOTHING;
}
