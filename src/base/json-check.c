/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a text is one JSON value, to the letter of RFC 8259. */
#include "base/json.h"

#include <stdint.h>
#include <string.h>

#include "base/unicode.h"

struct check {
	const char *at, *end;
	size_t depth;
	char closing[JSON_DEPTH_MAX]; /* of the objects and arrays that are open */
};

static void skip_space(struct check *check)
{
	while (check->at < check->end && *check->at && strchr(" \t\n\r", *check->at))
		check->at++;
}

static bool take(struct check *check, char byte)
{
	if (check->at == check->end || *check->at != byte)
		return false;
	check->at++;
	return true;
}

static bool take_word(struct check *check, const char *word)
{
	while (*word)
		if (!take(check, *word++))
			return false;
	return true;
}

static bool take_digits(struct check *check)
{
	const char *begin = check->at;

	while (check->at < check->end && *check->at >= '0' && *check->at <= '9')
		check->at++;
	return check->at > begin;
}

static bool take_number(struct check *check)
{
	take(check, '-');
	if (!take(check, '0') && !take_digits(check))
		return false;
	if (take(check, '.') && !take_digits(check))
		return false;
	if (!take(check, 'e') && !take(check, 'E'))
		return true;
	if (!take(check, '+'))
		take(check, '-');
	return take_digits(check);
}

/* What follows a backslash. */
static bool take_escape(struct check *check)
{
	if (check->at == check->end || !*check->at)
		return false;
	if (!take(check, 'u'))
		return strchr("\"\\/bfnrt", *check->at) && check->at++;
	for (unsigned i = 0; i < 4; i++, check->at++)
		if (check->at == check->end || !*check->at ||
			!strchr("0123456789abcdefABCDEF", *check->at))
			return false;
	return true;
}

static bool take_string(struct check *check)
{
	if (!take(check, '"'))
		return false;
	while (check->at < check->end && *check->at != '"') {
		uint32_t point;
		size_t length;

		if (take(check, '\\')) {
			if (!take_escape(check))
				return false;
			continue;
		}
		length = unicode_decode(check->at, (size_t)(check->end - check->at), &point);
		if (point < ' ' || point == UNICODE_INVALID)
			return false;
		check->at += length;
	}
	return take(check, '"');
}

static bool take_key(struct check *check)
{
	skip_space(check);
	if (!take_string(check))
		return false;
	skip_space(check);
	return take(check, ':');
}

/* Takes a value that has no parts, or the beginning of one that has. *ret_whole: nothing of it
 * follows. */
static bool take_value(struct check *check, bool *ret_whole)
{
	*ret_whole = true;
	if (check->at == check->end)
		return false;
	switch (*check->at) {
	case '"':
		return take_string(check);
	case 't':
		return take_word(check, "true");
	case 'f':
		return take_word(check, "false");
	case 'n':
		return take_word(check, "null");
	case '{':
	case '[':
		if (check->depth == JSON_DEPTH_MAX)
			return false;
		check->closing[check->depth] = *check->at == '{' ? '}' : ']';
		check->at++;
		skip_space(check);
		*ret_whole = take(check, check->closing[check->depth]);
		if (*ret_whole)
			return true;
		check->depth++;
		return check->closing[check->depth - 1] == ']' || take_key(check);
	default:
		return take_number(check);
	}
}

/* Behind a whole value: what ends there, up to where the next value begins. *ret_over: nothing is
 * open any more. */
static bool take_end(struct check *check, bool *ret_over)
{
	for (*ret_over = false; check->depth; check->depth--) {
		char closing = check->closing[check->depth - 1];

		skip_space(check);
		if (take(check, ','))
			return closing == ']' || take_key(check);
		if (!take(check, closing))
			return false;
	}
	*ret_over = true;
	return true;
}

bool json_check(const char *bytes, size_t length, size_t *ret_offset)
{
	struct check check = {.at = bytes, .end = bytes + length};
	bool over = false, whole, good = true;

	while (good && !over) {
		skip_space(&check);
		good = take_value(&check, &whole) && (!whole || take_end(&check, &over));
	}
	if (good)
		skip_space(&check);
	*ret_offset = (size_t)(check.at - bytes);
	return good && check.at == check.end;
}
