/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <locale.h>

#include "base/unicode.h"
#include "support/random.h"
#include "ui/term/keys.h"
#include "ui/widget/lineedit.h"

/* Keys by their names, divided by blanks. */
static void type(struct lineedit *line, const char *keys)
{
	char *copy = strdup(keys), *saved;

	for (char *name = strtok_r(copy, " ", &saved); name; name = strtok_r(NULL, " ", &saved)) {
		uint32_t key = key_from_name(name);

		assert_int_not_equal(key, KEY_NOTHING);
		if (!lineedit_key(line, key))
			fail_msg("%s is no key of editing", name);
	}
	free(copy);
}

/* The line with the cursor in it as |. */
static void check_line(const struct lineedit *line, const char *expected)
{
	char text[LINEEDIT_MAX + 2];

	snprintf(text, sizeof(text), "%.*s|%s", (int)line->cursor, line->text,
		line->text + line->cursor);
	assert_string_equal(text, expected);
	assert_int_equal(strlen(line->text), line->length);
}

static void keys_edit_the_line(void **state)
{
	static const struct {
		const char *text, *keys, *line;
	} cases[] = {
		{"", "a b c", "abc|"},
		{"abc", "Left x", "abx|c"},
		{"abc", "Left Left Left Left x", "x|abc"},
		{"abc", "Home Right x", "ax|bc"},
		{"abc", "Home End x", "abcx|"},
		{"abc", "Right x", "abcx|"},
		{"abc", "Backspace", "ab|"},
		{"abc", "Ctrl-H", "ab|"},
		{"abc", "Home Backspace", "|abc"},
		{"abc", "Left Delete", "ab|"},
		{"abc", "Delete", "abc|"},
		{"abc", "Ctrl-A Delete", "|bc"},
		{"abc", "Ctrl-A Ctrl-E x", "abcx|"},
		{"abcd", "Left Left Ctrl-K", "ab|"},
		{"abcd", "Left Left Ctrl-U", "|cd"},
		{"state  close-wait ", "Ctrl-W", "state  |"},
		{"state  close-wait ", "Ctrl-W Ctrl-W", "|"},
		{"a b", "Left Ctrl-W", "|b"},
		{"", "Ctrl-W Ctrl-U Ctrl-K Backspace Delete Left Right", "|"},
		{"a", "Space b", "a b|"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct lineedit line;

		lineedit_set(&line, cases[i].text);
		type(&line, cases[i].keys);
		check_line(&line, cases[i].line);
	}
}

static void characters_of_several_bytes_are_edited_whole(void **state)
{
	struct lineedit line;

	(void)state;
	lineedit_set(&line, "a\xc3\xa9\xe7\xbd\x91\xf0\x9f\x98\x80");
	type(&line, "Left Left \xe5\x8d\xa1");
	check_line(&line, "a\xc3\xa9\xe5\x8d\xa1|\xe7\xbd\x91\xf0\x9f\x98\x80");
	type(&line, "Backspace Backspace");
	check_line(&line, "a|\xe7\xbd\x91\xf0\x9f\x98\x80");
	type(&line, "Delete Right");
	check_line(&line, "a\xf0\x9f\x98\x80|");
}

static void other_keys_and_what_cannot_be_shown_are_refused(void **state)
{
	static const uint32_t keys[] = {KEY_ESCAPE, KEY_RETURN, KEY_TABULATOR, KEY_CURSOR_UP,
		KEY_PAGE_DOWN, KEY_FUNCTION + 1, KEY_ALT | 'a', KEY_CLICK, 3, 0, 0x7f, 0x9b,
		0x202e /* right-to-left override */, 0x200b /* of no width */,
		0x301 /* a mark without its character */};
	struct lineedit line;

	(void)state;
	lineedit_set(&line, "abc");
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		assert_false(lineedit_key(&line, keys[i]));
	check_line(&line, "abc|");
}

static void a_full_line_takes_no_more(void **state)
{
	struct lineedit line;

	(void)state;
	lineedit_set(&line, "");
	for (int i = 0; i < LINEEDIT_MAX - 1; i++)
		lineedit_key(&line, 'a');
	lineedit_key(&line, 0xe9); /* two bytes do not fit */
	assert_int_equal(line.length, LINEEDIT_MAX - 1);
	lineedit_key(&line, 'b');
	lineedit_key(&line, 'c');
	assert_int_equal(line.length, LINEEDIT_MAX);
	assert_int_equal(line.text[LINEEDIT_MAX - 1], 'b');
	assert_int_equal(line.text[LINEEDIT_MAX], '\0');
	type(&line, "Backspace c");
	assert_int_equal(line.text[LINEEDIT_MAX - 1], 'c');
}

static void a_text_that_is_too_long_is_cut_between_characters(void **state)
{
	char text[LINEEDIT_MAX + 8];
	struct lineedit line;

	(void)state;
	memset(text, 'a', sizeof(text));
	strcpy(text + LINEEDIT_MAX - 1, "\xe7\xbd\x91z");
	lineedit_set(&line, text);
	assert_int_equal(line.length, LINEEDIT_MAX - 1);
	assert_int_equal(line.cursor, line.length);
	strcpy(text + LINEEDIT_MAX - 3, "\xe7\xbd\x91z");
	lineedit_set(&line, text);
	assert_int_equal(line.length, LINEEDIT_MAX);
}

/* Whatever is typed, the text stays UTF-8 and the cursor between its characters. */
static void check_text(const struct lineedit *line)
{
	bool between = false;

	assert_true(line->length <= LINEEDIT_MAX);
	assert_int_equal(strlen(line->text), line->length);
	for (size_t at = 0; at < line->length;) {
		uint32_t point;

		between |= at == line->cursor;
		at += unicode_decode(line->text + at, line->length - at, &point);
		assert_int_not_equal(point, UNICODE_INVALID);
	}
	assert_true(between || line->cursor == line->length);
}

static void whatever_is_typed_the_line_stays_a_text(void **state)
{
	static const uint32_t keys[] = {'a', 'b', ' ', 0xe9, 0x7f51, 0x1f600, 0x202e,
		KEY_CURSOR_LEFT, KEY_CURSOR_LEFT, KEY_CURSOR_RIGHT, KEY_TO_HOME, KEY_TO_END,
		KEY_ERASE, KEY_DELETE, 1, 5, 8, 11, 21, 23};
	uint64_t seed = random_seed();
	struct lineedit line;

	(void)state;
	lineedit_set(&line, "");
	for (int i = 0; i < 20000; i++) {
		uint32_t kind = random_below(&seed, 4);

		/* Deleting much is rare, so that there is something to delete. */
		lineedit_key(&line, keys[random_below(&seed, kind ? 14 : COUNT_OF(keys))]);
		check_text(&line);
	}
}

static void what_is_typed_replaces_a_selected_line(void **state)
{
	struct lineedit line;

	(void)state;
	lineedit_set(&line, "old");
	lineedit_select(&line);
	lineedit_key(&line, 'n');
	assert_string_equal(line.text, "n");
	lineedit_select(&line);
	lineedit_key(&line, KEY_TO_HOME);
	lineedit_key(&line, 'o');
	assert_string_equal(line.text, "on");
	lineedit_select(&line);
	lineedit_key(&line, KEY_ERASE);
	assert_string_equal(line.text, "");
	lineedit_select(&line);
	assert_false(line.selected);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_edit_the_line),
		cmocka_unit_test(characters_of_several_bytes_are_edited_whole),
		cmocka_unit_test(other_keys_and_what_cannot_be_shown_are_refused),
		cmocka_unit_test(a_full_line_takes_no_more),
		cmocka_unit_test(a_text_that_is_too_long_is_cut_between_characters),
		cmocka_unit_test(what_is_typed_replaces_a_selected_line),
		cmocka_unit_test(whatever_is_typed_the_line_stays_a_text),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
