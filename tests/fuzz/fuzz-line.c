/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any keys into a line that is typed, and the line as a regular expression over itself: the line
 * stays whole characters with the cursor between two of them, the expression is refused with a
 * place in it or answers.
 *
 * With libFuzzer (-DFUZZER) it makes up its own inputs; without, it types a text with every kind of
 * key, and then all that is left when one of them is changed or its end is cut off.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/regex.h"
#include "ui/term/keys.h"
#include "ui/widget/lineedit.h"
#include "support/fuzz.h"

#define LENGTH_MAX 700

/* A byte is the key that it is; from 0x80 on, in turn, a key with a name, Ctrl, or any character.
 */
static uint32_t key_of(const uint8_t *data)
{
	static const uint32_t named[] = {
		KEY_CURSOR_LEFT, KEY_CURSOR_RIGHT, KEY_TO_HOME, KEY_TO_END, KEY_DELETE, KEY_ERASE};

	if (data[0] < 0x80)
		return data[0];
	if (data[0] < 0xc0)
		return named[data[0] % (sizeof(named) / sizeof(named[0]))];
	return (uint32_t)(data[0] & 0x1f) << 16 | (uint32_t)data[1] << 8 | data[2];
}

static void check(const struct lineedit *line)
{
	must(line->length <= LINEEDIT_MAX && line->cursor <= line->length,
		"the cursor is in the line");
	must(strlen(line->text) == line->length, "the length is that of the text");
	must((line->text[line->cursor] & 0xc0) != 0x80, "the cursor is between two characters");
}

static void match(const struct lineedit *line)
{
	const char *message = NULL;
	size_t offset = 0;
	struct regex *regex = regex_new(line->text, &offset, &message);

	if (!regex) {
		must(message && offset <= line->length, "an error has a place in the text");
		return;
	}
	regex_matches_text(regex, line->text, line->length);
	regex_matches_text(regex, "", 0);
	regex_free(regex);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lineedit line;
	size_t at = 0;

	if (size > LENGTH_MAX)
		return 0;
	lineedit_set(&line, "caf\xc3\xa9");
	while (at < size) {
		size_t length = data[at] < 0xc0 ? 1 : 3;

		if (at + length > size)
			break;
		if (data[at] == 0x7f)
			lineedit_select(&line);
		lineedit_key(&line, key_of(data + at));
		check(&line);
		at += length;
	}
	match(&line);
	return 0;
}

#ifndef FUZZER

static char every_kind[] = "\x15(a|b)*[^x-z]{2,3}\\.\x80\x81\x82+?\xc4\xb8\xad\x83$^\x84\x85q\x17"
			   "(\\d\\w)\x01.\x05[[:alpha:]]\x0b";

int main(void)
{
	static const char bytes[] = "\x15\x17\x7f\x80\x84\x85([{*\\|\xc1";

	printf("%zu lines\n",
		fuzz_change_each_byte(every_kind, sizeof(every_kind) - 1, bytes, sizeof(bytes)));
	return 0;
}

#endif
