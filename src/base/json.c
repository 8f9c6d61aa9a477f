/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/json.h"

#include <stdint.h>
#include <string.h>

#include "base/unicode.h"

static const char *skip_space(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
		at++;
	return at;
}

/* `at` is on a quotation mark. Returns what follows the string; NULL: it does not end. */
static const char *skip_string(const char *at, const char *end)
{
	for (at++; at < end && *at != '"'; at++)
		if (*at == '\\')
			at++;
	return at < end ? at + 1 : NULL;
}

/* Returns what follows the value; NULL: it does not end. */
static const char *skip_value(const char *at, const char *end)
{
	size_t depth = 0;

	do {
		if (at >= end)
			return NULL;
		switch (*at) {
		case '"':
			at = skip_string(at, end);
			if (!at)
				return NULL;
			break;
		case '{':
		case '[':
			depth++;
			at++;
			break;
		case '}':
		case ']':
			if (!depth)
				return NULL;
			depth--;
			at++;
			break;
		default:
			/* A number or a word; within an object or array anything between. */
			for (at++; at < end && !memchr("\"{[}],", *at, 6); at++)
				;
		}
	} while (depth);
	return at;
}

struct json json_text(const char *bytes, size_t length)
{
	return (struct json){skip_space(bytes, bytes + length), bytes + length};
}

bool json_member(struct json object, const char *key, struct json *ret_value)
{
	const char *at = object.at, *end = object.end;
	char name[128];

	if (at >= end || *at != '{')
		return false;
	do {
		bool found;

		at = skip_space(at + 1, end);
		if (at >= end || *at != '"')
			return false;
		found = json_string((struct json){at, end}, name, sizeof(name)) &&
			strcmp(name, key) == 0;
		at = skip_string(at, end);
		at = at ? skip_space(at, end) : end;
		if (at >= end || *at != ':')
			return false;
		at = skip_space(at + 1, end);
		if (found) {
			*ret_value = (struct json){at, end};
			return at < end;
		}
		at = skip_value(at, end);
		at = at ? skip_space(at, end) : end;
	} while (at < end && *at == ',');
	return false;
}

bool json_next(struct json *array, struct json *ret_element)
{
	const char *at = array->at, *end = array->end;

	/* The mark before the element: that of the array, or the one behind the last element. */
	if (!at || at >= end || (*at != '[' && *at != ','))
		return false;
	at = skip_space(at + 1, end);
	if (at >= end || *at == ']')
		return false;
	*ret_element = (struct json){at, end};
	at = skip_value(at, end);
	array->at = at ? skip_space(at, end) : end;
	return true;
}

static bool take_hex(const char *at, const char *end, uint32_t *ret_value)
{
	uint32_t value = 0;

	if (end - at < 4)
		return false;
	for (unsigned i = 0; i < 4; i++) {
		unsigned char c = (unsigned char)at[i], letter = c | 0x20;

		if (c >= '0' && c <= '9')
			value = value << 4 | (c - '0');
		else if (letter >= 'a' && letter <= 'f')
			value = value << 4 | (uint32_t)(letter - 'a' + 10);
		else
			return false;
	}
	*ret_value = value;
	return true;
}

/* Writes a character as UTF-8; half a pair of UTF-16 becomes U+FFFD. Returns its length. */
static size_t put_character(char bytes[4], uint32_t c)
{
	if (c < 0x80) {
		bytes[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		bytes[0] = (char)(0xc0 | c >> 6);
		bytes[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c >= 0xd800 && c < 0xe000)
		c = UNICODE_REPLACEMENT;
	if (c < 0x10000) {
		bytes[0] = (char)(0xe0 | c >> 12);
		bytes[1] = (char)(0x80 | (c >> 6 & 0x3f));
		bytes[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	bytes[0] = (char)(0xf0 | c >> 18);
	bytes[1] = (char)(0x80 | (c >> 12 & 0x3f));
	bytes[2] = (char)(0x80 | (c >> 6 & 0x3f));
	bytes[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

/* Takes the escape behind a backslash; returns what follows it, NULL if it is none. */
static const char *take_escape(const char *at, const char *end, uint32_t *ret_character)
{
	static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
	const char *letter;
	uint32_t low;

	if (at < end && *at == 'u') {
		if (!take_hex(at + 1, end, ret_character))
			return NULL;
		at += 5;
		if (*ret_character >> 10 == 0xd800 >> 10 && end - at >= 6 && at[0] == '\\' &&
			at[1] == 'u' && take_hex(at + 2, end, &low) && low >> 10 == 0xdc00 >> 10) {
			*ret_character = 0x10000 + ((*ret_character & 0x3ff) << 10 | (low & 0x3ff));
			at += 6;
		}
		return at;
	}
	letter = at < end && *at ? strchr(letters, *at) : NULL;
	if (!letter)
		return NULL;
	*ret_character = (unsigned char)meanings[letter - letters];
	return at + 1;
}

bool json_string(struct json value, char *text, size_t size)
{
	const char *at = value.at, *end = value.end;
	size_t length = 0;

	*text = '\0';
	if (at >= end || *at != '"')
		return false;
	for (at++; at < end && *at != '"';) {
		char bytes[4];
		size_t count = 1;
		uint32_t character;

		bytes[0] = *at++;
		if (bytes[0] == '\\') {
			at = take_escape(at, end, &character);
			if (!at)
				break;
			count = put_character(bytes, character);
		}
		if (!bytes[0] || length + count >= size) {
			at = NULL;
			break;
		}
		memcpy(text + length, bytes, count);
		length += count;
	}
	if (!at || at >= end)
		length = 0;
	text[length] = '\0';
	return at && at < end;
}

bool json_number(struct json value, uint64_t *ret_number)
{
	const char *at = value.at;

	for (*ret_number = 0; at < value.end && *at >= '0' && *at <= '9'; at++) {
		unsigned digit = (unsigned)(*at - '0');

		if (*ret_number > (UINT64_MAX - digit) / 10)
			return false;
		*ret_number = *ret_number * 10 + digit;
	}
	return at > value.at && (at == value.end || !memchr(".eE", *at, 3));
}

bool json_next_member(struct json *object, char *name, size_t size, struct json *ret_value)
{
	const char *at = object->at, *end = object->end;

	if (!at || at >= end || (*at != '{' && *at != ','))
		return false;
	at = skip_space(at + 1, end);
	if (at >= end || *at != '"')
		return false;
	json_string((struct json){at, end}, name, size);
	at = skip_string(at, end);
	at = at ? skip_space(at, end) : end;
	if (at >= end || *at != ':')
		return false;
	*ret_value = (struct json){skip_space(at + 1, end), end};
	at = skip_value(ret_value->at, end);
	object->at = at ? skip_space(at, end) : end;
	return true;
}

size_t json_length(struct json value)
{
	const char *end = skip_value(value.at, value.end);

	while (end > value.at && memchr(" \t\n\r", end[-1], 4))
		end--;
	return end ? (size_t)(end - value.at) : 0;
}
