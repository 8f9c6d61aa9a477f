/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/json.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/unicode.h"

#define DEPTH_MAX 32

struct reader {
	const char *text;
	size_t length, at;
	struct buffer path, value;
	unsigned depth;
	json_leaf *leaf;
	void *context;
	jmp_buf refused;
};

static void read_value(struct reader *reader);

static int next(const struct reader *reader)
{
	return reader->at < reader->length ? (unsigned char)reader->text[reader->at] : -1;
}

static _Noreturn void refuse(struct reader *reader)
{
	longjmp(reader->refused, 1);
}

static void skip_blanks(struct reader *reader)
{
	while (next(reader) == ' ' || next(reader) == '\t' || next(reader) == '\n' ||
		next(reader) == '\r')
		reader->at++;
}

static void take(struct reader *reader, const char *word)
{
	for (; *word; word++, reader->at++)
		if (next(reader) != *word)
			refuse(reader);
}

static bool take_if(struct reader *reader, char byte)
{
	if (next(reader) != byte)
		return false;
	reader->at++;
	return true;
}

static void tell(struct reader *reader, size_t begin, size_t end)
{
	buffer_clear(&reader->value);
	buffer_add(&reader->value, reader->text + begin, end - begin);
	if (reader->leaf)
		reader->leaf(
			reader->context, buffer_get(&reader->path), buffer_get(&reader->value));
}

static void read_escape(struct reader *reader)
{
	if (!take_if(reader, 'u')) {
		if (next(reader) <= 0 || !strchr("\"\\/bfnrt", next(reader)))
			refuse(reader);
		reader->at++;
		return;
	}
	for (int i = 0; i < 4; i++, reader->at++)
		if (next(reader) <= 0 || !strchr("0123456789abcdefABCDEF", next(reader)))
			refuse(reader);
}

/* Returns behind the second quotation mark; *ret_end is before it. */
static void read_string(struct reader *reader, size_t *ret_begin, size_t *ret_end)
{
	take(reader, "\"");
	*ret_begin = reader->at;
	while (next(reader) != '"') {
		uint32_t point;

		if (next(reader) < 0x20)
			refuse(reader);
		if (take_if(reader, '\\')) {
			read_escape(reader);
			continue;
		}
		reader->at += unicode_decode(
			reader->text + reader->at, reader->length - reader->at, &point);
		if (point == UNICODE_INVALID)
			refuse(reader);
	}
	*ret_end = reader->at++;
}

static void read_digits(struct reader *reader)
{
	if (next(reader) < '0' || next(reader) > '9')
		refuse(reader);
	while (next(reader) >= '0' && next(reader) <= '9')
		reader->at++;
}

static void read_number(struct reader *reader)
{
	take_if(reader, '-');
	if (!take_if(reader, '0'))
		read_digits(reader);
	if (take_if(reader, '.'))
		read_digits(reader);
	if (take_if(reader, 'e') || take_if(reader, 'E')) {
		if (!take_if(reader, '+'))
			take_if(reader, '-');
		read_digits(reader);
	}
}

/* The name of a member, or its number, behind the path; what it holds; and off with it again. */
static void read_member(struct reader *reader, bool named, size_t number)
{
	size_t length = reader->path.length, begin, end;

	if (length)
		buffer_char(&reader->path, '.');
	if (named) {
		read_string(reader, &begin, &end);
		buffer_add(&reader->path, reader->text + begin, end - begin);
		skip_blanks(reader);
		take(reader, ":");
	} else {
		buffer_number(&reader->path, number);
	}
	read_value(reader);
	reader->path.length = length;
	reader->path.data[length] = '\0';
}

static void read_members(struct reader *reader, bool named)
{
	char close = named ? '}' : ']';
	size_t begin = reader->at++, number = 0;

	if (++reader->depth > DEPTH_MAX)
		refuse(reader);
	skip_blanks(reader);
	if (take_if(reader, close)) {
		tell(reader, begin, reader->at);
	} else {
		do {
			skip_blanks(reader);
			read_member(reader, named, number++);
		} while (take_if(reader, ','));
		take(reader, named ? "}" : "]");
	}
	reader->depth--;
}

static void read_value(struct reader *reader)
{
	size_t begin, end;

	skip_blanks(reader);
	begin = reader->at;
	switch (next(reader)) {
	case '{':
	case '[':
		read_members(reader, next(reader) == '{');
		break;
	case '"':
		read_string(reader, &begin, &end);
		tell(reader, begin, end);
		break;
	default:
		if (next(reader) == 't')
			take(reader, "true");
		else if (next(reader) == 'f')
			take(reader, "false");
		else if (next(reader) == 'n')
			take(reader, "null");
		else
			read_number(reader);
		tell(reader, begin, reader->at);
	}
	skip_blanks(reader);
}

size_t json_read(const char *text, size_t length, json_leaf *leaf, void *context)
{
	struct reader reader = {.text = text, .length = length, .leaf = leaf, .context = context};
	volatile size_t error = 0;

	buffer_reserve(&reader.path, 64);
	if (setjmp(reader.refused) == 0) {
		read_value(&reader);
		if (reader.at != length)
			refuse(&reader);
	} else {
		error = reader.at + 1;
	}
	buffer_done(&reader.path);
	buffer_done(&reader.value);
	return error;
}
