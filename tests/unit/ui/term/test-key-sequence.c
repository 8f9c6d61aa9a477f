/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "ui/term/key-sequence.h"

struct spelled {
	const char *body, *name; /* "": nothing */
};

static void check(bool (*read)(const char *, size_t, struct key_event *), const struct spelled *of)
{
	struct key_event event = {0};
	bool found = read(of->body, strlen(of->body), &event);

	if (found != (*of->name != '\0') || (found && event.key != key_from_name(of->name)))
		fail_msg("'%s' is key %#x, not '%s'", of->body, event.key, of->name);
	assert_false(event.pasted);
}

static void check_csi(const struct spelled *spelled, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check(key_sequence_read_csi, &spelled[i]);
}

static void every_terminal_has_its_spelling(void **state)
{
	static const struct spelled spelled[] = {/* xterm, and what is like it */
		{"A", "Up"}, {"B", "Down"}, {"C", "Right"}, {"D", "Left"}, {"H", "Home"},
		{"F", "End"}, {"P", "F1"}, {"Q", "F2"}, {"R", "F3"}, {"S", "F4"}, {"15~", "F5"},
		{"17~", "F6"}, {"18~", "F7"}, {"19~", "F8"}, {"20~", "F9"}, {"21~", "F10"},
		{"23~", "F11"}, {"24~", "F12"}, {"2~", "Insert"}, {"3~", "Delete"}, {"5~", "PgUp"},
		{"6~", "PgDn"},
		/* PuTTY, the VT220, the Linux console */
		{"1~", "Home"}, {"4~", "End"}, {"11~", "F1"}, {"12~", "F2"}, {"13~", "F3"},
		{"14~", "F4"}, {"[A", "F1"}, {"[B", "F2"}, {"[C", "F3"}, {"[D", "F4"}, {"[E", "F5"},
		{"25~", "F13"}, {"26~", "F14"}, {"28~", "F15"}, {"29~", "F16"}, {"31~", "F17"},
		{"32~", "F18"}, {"33~", "F19"}, {"34~", "F20"},
		/* rxvt */
		{"7~", "Home"}, {"8~", "End"}};

	(void)state;
	check_csi(spelled, COUNT_OF(spelled));
}

static void a_modifier_makes_another_key_or_none(void **state)
{
	static const struct spelled spelled[] = {{"1;1A", "Up"}, {"1;3A", "Alt-Up"},
		{"1;129A", "Up"}, {"1;65A", "Up"}, {"1;2A", ""}, {"1;5D", ""}, {"1;9A", ""},
		{"3;3~", "Alt-Delete"}, {"3;5~", ""}, {"1;2P", "F13"}, {"15;2~", "F17"},
		{"24;2~", "F24"}, {"25;2~", ""}, {"15;5~", ""}, {"1;1:1A", "Up"}, {"1;1:2A", "Up"},
		{"1;1:3A", ""}, {"1;A", "Up"}, {";A", "Up"}};

	(void)state;
	check_csi(spelled, COUNT_OF(spelled));
}

static void characters_may_come_as_numbers(void **state)
{
	static const struct spelled spelled[] = {{"107u", "k"}, {"107;1u", "k"}, {"107;2u", "K"},
		{"49:33;2u", "!"}, {"107;5u", "Ctrl-K"}, {"107;6u", "Ctrl-K"}, {"107;3u", "Alt-k"},
		{"107;7u", "Alt-Ctrl-K"}, {"107;9u", ""}, {"107;1:3u", ""}, {"233u", "\xc3\xa9"},
		{"13u", "Enter"}, {"13;2u", ""}, {"27u", "Esc"}, {"9u", "Tab"}, {"9;2u", ""},
		{"127u", "Backspace"}, {"32u", "Space"}, {"92;5u", "Ctrl-\\"}, {"49;5u", ""},
		{"27;5;107~", "Ctrl-K"}, {"27;2;75~", "K"}, {"27;5;13~", ""}, {"27;1;13~", "Enter"},
		{"57399u", "0"}, {"57408u", "9"}, {"57413u", "+"}, {"57414u", "Enter"},
		{"57419u", "Up"}, {"57424u", "End"}, {"57441u", ""}, {"57358u", ""}, {"0u", ""},
		{"u", ""}, {"5u", ""}, {"150u", ""}, {"1114112u", ""}, {"99999999999999u", ""}};

	(void)state;
	check_csi(spelled, COUNT_OF(spelled));
}

static void answers_and_reports_are_no_keys(void **state)
{
	static const struct spelled spelled[] = {{"I", ""}, {"O", ""}, {"Z", ""}, {"E", ""},
		{"1;2R", ""}, {"12;40R", ""}, {"?12;40R", ""}, {"?1;2c", ""}, {">0;1;2c", ""},
		{"0n", ""}, {"?6n", ""}, {"?1A", ""}, {">1u", ""}, {"?1u", ""}, {"1 A", ""},
		{"?2004;1$y", ""}, {"3^", ""}, {"3@", ""}, {"3$", ""}, {"~", ""}, {"0~", ""},
		{"9~", ""}, {"200~", ""}, {"4294967297~", ""}, {"[F", ""}, {"[~", ""}};

	(void)state;
	check_csi(spelled, COUNT_OF(spelled));
}

static void the_keypad_types_what_is_printed_on_it(void **state)
{
	static const struct spelled spelled[] = {{"A", "Up"}, {"H", "Home"}, {"F", "End"},
		{"P", "F1"}, {"S", "F4"}, {"M", "Enter"}, {"T", "F5"}, {"W", "F8"}, {"p", "0"},
		{"q", "1"}, {"r", "2"}, {"s", "3"}, {"t", "4"}, {"u", "5"}, {"v", "6"}, {"w", "7"},
		{"x", "8"}, {"y", "9"}, {"j", "*"}, {"k", "+"}, {"l", ","}, {"m", "-"}, {"n", "."},
		{"o", "/"}, {"X", "="}, {"I", "Tab"}, {" ", "Space"}, {"3P", "Alt-F1"},
		{"1;2P", "F13"}, {"5A", ""}, {"a", ""}, {"d", ""}, {"E", ""}, {"z", ""}, {"~", ""},
		{"[", ""}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(spelled); i++)
		check(key_sequence_read_ss3, &spelled[i]);
}

static void clicks_and_the_wheel_come_in_three_encodings(void **state)
{
	static const struct {
		const char *body;
		uint32_t key;
		int row, column;
	} clicks[] = {
		{"<0;14;5M", KEY_CLICK, 4, 13},
		{"<16;1;1M", KEY_CLICK, 0, 0}, /* with Ctrl */
		{"<64;300;120M", KEY_WHEEL_UP, 119, 299},
		{"<65;1;1M", KEY_WHEEL_DOWN, 0, 0},
		{"<2;14;5M", KEY_RIGHT_CLICK, 4, 13},
		{"M\".%", KEY_RIGHT_CLICK, 4, 13},
		{"M .%", KEY_CLICK, 4, 13},
		{"M`\xff\xe0", KEY_WHEEL_UP, 191, 222},
		{"32;14;5M", KEY_CLICK, 4, 13},
		{"97;1;1M", KEY_WHEEL_DOWN, 0, 0},
	};
	static const struct spelled none[] = {{"<0;14;5m", ""}, {"<1;1;1M", ""}, {"<32;1;1M", ""},
		{"<35;1;1M", ""}, {"<66;1;1M", ""}, {"<128;1;1M", ""}, {"<0;0;1M", ""},
		{"<0;1;0M", ""}, {"<0;1M", ""}, {"<0;99999;1M", ""}, {"<M", ""}, {"M# !", ""},
		{"M  !", ""}, {"0;1;1M", ""}, {"35;1;1M", ""}, {"?0;1;1M", ""}};
	struct key_event event;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(clicks); i++) {
		assert_true(key_sequence_read_csi(clicks[i].body, strlen(clicks[i].body), &event));
		assert_int_equal(event.key, clicks[i].key);
		assert_int_equal(event.row, clicks[i].row);
		assert_int_equal(event.column, clicks[i].column);
	}
	check_csi(none, COUNT_OF(none));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_terminal_has_its_spelling),
		cmocka_unit_test(a_modifier_makes_another_key_or_none),
		cmocka_unit_test(characters_may_come_as_numbers),
		cmocka_unit_test(answers_and_reports_are_no_keys),
		cmocka_unit_test(the_keypad_types_what_is_printed_on_it),
		cmocka_unit_test(clicks_and_the_wheel_come_in_three_encodings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
