/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <locale.h>

#include "support/random.h"
#include "support/typing.h"

/* An xterm's description, and what would take Enter and a letter away. */
static const char *describe(const char *name)
{
	static const char *const keys[][2] = {
		{"kcuu1", "\033OA"},
		{"khome", "\033OH"},
		{"kf3", "\033OR"},
		{"kf13", "\033[1;2P"},
		{"kbs", "\177"},
		{"kent", "\r"},
		{"kcub1", "\b"},
		{"kslt", "x"},
		{"kf5", "\001@\r"}, /* as a Wyse has them */
		{"kf6", "\001A\r"},
	};

	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (strcmp(keys[i][0], name) == 0)
			return keys[i][1];
	return NULL;
}

static void open_decoder(struct key_decoder *decoder)
{
	key_decoder_init(decoder);
	decoder->mouse = true;
	key_spellings_learn(&decoder->spellings, describe);
}

static void check_words(const char *bytes, const char *wanted)
{
	struct key_decoder decoder;
	struct buffer words = {0};

	open_decoder(&decoder);
	typing_add_words(&words, &decoder, bytes);
	if (strcmp(buffer_get(&words), wanted) != 0) {
		for (const char *at = bytes; *at; at++)
			print_message(*at > ' ' ? "%c" : "\\%03o", (unsigned char)*at);
		fail_msg(" is '%s', not '%s'", buffer_get(&words), wanted);
	}
	assert_int_equal(decoder.mode, DECODING_KEYS);
	assert_int_equal(decoder.length, 0);
	buffer_done(&words);
}

struct typed {
	const char *bytes, *words;
};

static void check_all(const struct typed *typed, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check_words(typed[i].bytes, typed[i].words);
}

static void characters_are_keys(void **state)
{
	static const struct typed typed[] = {
		{"ab Z", "a b Space Z"},
		{"\r\n\t\177\b", "Enter Enter Tab Backspace Left"},
		{"\003\x1a", "Ctrl-C Ctrl-Z"},
		{"\xc3\xa9\xe4\xb8\xad", "\xc3\xa9 \xe4\xb8\xad"},
		{"\xe4" SHORT_PAUSE "\xb8" PAUSE "\xad", "\xe4\xb8\xad"},
		{"a\xc3z\xe4\xb8k\xa9y", "a z k y"}, /* halves are nothing */
		{"\xc3", ""},
	};

	(void)state;
	check_all(typed, COUNT_OF(typed));
}

static void escape_alone_is_a_key_and_with_a_character_alt(void **state)
{
	static const struct typed typed[] = {
		{"\033", "Esc"},
		{"\033\033", "Esc"},
		{"\033\033\033", "Esc Esc"},
		{"\033j", "Alt-j"},
		{"\033" SHORT_PAUSE "j", "Alt-j"},
		{"\033" PAUSE "j", "Esc j"},
		{"\033\033j", "Esc j"},
		{"\033\033\003", "Esc Ctrl-C"},
		{"\033\033" PAUSE "[A", "Esc Up"},
		{"\033\xc3\xa9", "Alt-\xc3\xa9"},
		{"\033\r", "Alt-Enter"},
		{"\033O", "Alt-O"},
		{"\033[", "Alt-["},
		{"\033P", "Alt-P"},
		{"\033]", "Alt-]"},
		{"\033P\033Py", "Alt-P"}, /* and a string that nobody ended */
		{"\033\033[A", "Alt-Up"},
		{"\033\033OC", "Alt-Right"},
	};

	(void)state;
	check_all(typed, COUNT_OF(typed));
}

/* More bytes than the sequence would be a key, and less its end another. */
static void what_is_not_known_does_nothing_to_its_end(void **state)
{
	static const char *const unknown[] = {"\033[I", "\033[O", "\033[Z", "\033[1;5D",
		"\033[1;2A", "\033[12;40R", "\033[?64;1;2c", "\033[>0;276;0c", "\033[0n",
		"\033[?1;2$y", "\033[8;24;80t", "\033[?997;1n", "\033[99~", "\033[3;5~", "\033[3^",
		"\033[7$", "\033[23@", "\033[a", "\033Oa", "\033O5A", "\033[[Z", "\033[ q",
		"\033[<0;3;4m", "\033[<35;3;4M", "\033[<1;3;4M", "\033[M#!!", "\033[M!!!",
		"\033[35;3;4M", "\033]11;rgb:0000/0000/0000\033\\", "\033]10;rgb:ffff/0\a",
		"\033]lxterm k y 4\033\\", "\033P>|tmux 3.3a\033\\", "\033P1$r0m\033\\",
		"\033P!|00000000\033\\", "\033_Gi=31;OK\033\\", "\033^priv ky\033\\",
		"\033Xsos ky\033\\", "\033]\xe4\xb8\x9c ky\a", "\x9b\x31\x34;5~", "\xc2\x9b?1;2c",
		("\x9d"
		 "11;k y\x9c"),
		"\x90>|k y\x9c", "\033[1:2:3;4;5;6;7;8;9;10z", "\033[5 k"};
	char bytes[64], wanted[64];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(unknown); i++) {
		check_words(unknown[i], "");
		snprintf(bytes, sizeof(bytes), "4%sT", unknown[i]);
		snprintf(wanted, sizeof(wanted), "4 T");
		check_words(bytes, wanted);
	}
}

/* Cut anywhere, by as long as lines pause: never are its letters keys. */
static void a_sequence_in_pieces_is_still_one(void **state)
{
	static const struct typed typed[] = {
		{"\033[14~", "F4"},
		{"\033[[D", "F4"},
		{"\033OP", "F1"},
		{"\033[1;5D", ""},
		{"\033[I", ""},
		{"\033[<0;3;4M", "Click@3,2"},
		{"\033[M #$", "Click@3,2"},
		{"\033]11;rgb:ky/ky\033\\", ""},
		{"\033P>|ky\033\\", ""},
		{"\033[200~ky\033[201~", "\"ky\""},
		{"\033[27;5;107~", "Ctrl-K"},
	};
	static const char *const pauses[] = {SHORT_PAUSE, PAUSE};
	char bytes[80], wanted[32];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(typed); i++) {
		for (size_t at = 1; at < strlen(typed[i].bytes); at++) {
			for (size_t pause = 0; pause < COUNT_OF(pauses); pause++) {
				bool escape = at == 1 && pause; /* which has been told by then */

				snprintf(bytes, sizeof(bytes), "%.*s%s%s", (int)at, typed[i].bytes,
					pauses[pause], typed[i].bytes + at);
				snprintf(wanted, sizeof(wanted), "%s%s%s", escape ? "Esc" : "",
					escape && *typed[i].words ? " " : "", typed[i].words);
				check_words(bytes, wanted);
			}
		}
	}
}

static void what_follows_a_lone_escape_late_or_as_a_key_is_a_key(void **state)
{
	static const struct typed typed[] = {
		{"\033" PAUSE "k", "Esc k"},
		{"\033" PAUSE "P", "Esc P"},
		{"\033" PAUSE "Px", "Esc P x"},
		{"\033" PAUSE "]" PAUSE "1", "Esc ] 1"},
		{"\033" PAUSE "k[A", "Esc k [ A"},
		{"\033" LONG_PAUSE LONG_PAUSE "[A", "Esc [ A"},
		{"\033" PAUSE "[" LONG_PAUSE "k", "Esc Alt-[ k"},
	};

	(void)state;
	check_all(typed, COUNT_OF(typed));
}

static void what_was_cut_off_takes_no_keys_along(void **state)
{
	static const struct typed typed[] = {
		{"\033[1\033[A", "Up"},
		{"\033[1;\rk", "Enter k"},
		{"\033[1\003", "Ctrl-C"},
		{"\033[12" LONG_PAUSE "k", "k"},
		{"\033O" LONG_PAUSE "k", "Alt-O k"},
		{"\033[M!" LONG_PAUSE "k", "k"},
		{"\033[M!\033[B", "Down"},
		{"\033]11;rgb" LONG_PAUSE "k", "k"},
		{"\033]11;rgb\033[A", "Up"},
		{"\033]11;rgb\033" LONG_PAUSE "k", "k"},
		{"\033]11;rgb\030k", "k"},
		{"\033P1" LONG_PAUSE "\033", "Esc"},
	};

	(void)state;
	check_all(typed, COUNT_OF(typed));
}

static void what_never_ends_is_swallowed_for_a_while_only(void **state)
{
	struct key_decoder decoder;
	struct buffer bytes = {0}, words = {0};

	(void)state;
	open_decoder(&decoder);
	buffer_text(&bytes, "\033[");
	for (int i = 0; i < 5000; i++)
		buffer_char(&bytes, '1');
	buffer_text(&bytes, "~k\033]");
	for (int i = 0; i < KEY_STRING_MAX; i++)
		buffer_char(&bytes, 'k');
	buffer_text(&bytes, "kj");
	typing_add_words(&words, &decoder, buffer_get(&bytes));
	assert_string_equal(buffer_get(&words), "k j");
	buffer_done(&bytes);
	buffer_done(&words);
}

static void pasted_text_is_no_key(void **state)
{
	static const struct typed typed[] = {
		{"\033[200~sky\033[201~k", "\"sky\" k"},
		{"\033[200~risky\nbusiness\r\n\033[201~", "\"risky business\""},
		{"\033[200~\n\t\001x\177\003y\r\n\r\nz\033[201~", "\"x y z\""},
		{"\033[200~a\033[31mb\033[201~", "\"a [31mb\""},
		{"\033[200~\xc3\xa9\xf8\xc2\x9b\xc3\033[201~", "\"\xc3\xa9\""},
		{"\033[200~\033[201~k", "k"},
		{"\033[200~sk" PAUSE "y" LONG_PAUSE "y\033[201~k", "\"skyy\" k"},
		{"\033[200~sky" PAUSE "\033" PAUSE "[201~k", "\"sky\" k"},
		{"\033[200~sky\033[20" PAUSE "1~k", "\"sky\" k"},
		{"\033[201~k", "k"}, /* an end without a beginning */
		{"\033" PAUSE "[200~sky\033[201~k", "Esc \"sky\" k"},
	};

	(void)state;
	check_all(typed, COUNT_OF(typed));
}

static void a_paste_whose_end_was_lost_ends_by_esc_or_long_silence(void **state)
{
	static const struct typed typed[] = {
		{"\033[200~sky" LONG_PAUSE LONG_PAUSE "k", "\"skyk\""},
		{"\033[200~sky" LONGER_PAUSE "k", "\"sky\" k"},
		{"\033[200~sky\033" LONG_PAUSE "k", "\"sky\" k"},
		{"\033[200~sky\033" LONG_PAUSE "[201~k", "\"sky\" k"},
		{"\033[200~sky\033[2" LONG_PAUSE "k", "\"skyk\""},
	};

	(void)state;
	check_all(typed, COUNT_OF(typed));
}

static void the_description_of_the_terminal_wins(void **state)
{
	static const struct typed typed[] = {
		{"\033[1;2P", "F13"},
		{"\b", "Left"},
		{"\r", "Enter"},
		{"x", "x"},
		{"\001@\r", "F5"},
		{"\001" SHORT_PAUSE "A\r", "F6"},
		{"\001" PAUSE "@", "Ctrl-A @"},
		{"\001k", "Ctrl-A k"},
	};

	(void)state;
	check_all(typed, COUNT_OF(typed));
}

static void an_unwanted_mouse_does_nothing(void **state)
{
	struct key_decoder decoder;
	struct buffer words = {0};

	(void)state;
	key_decoder_init(&decoder);
	typing_add_words(&words, &decoder, "\033[<0;3;4M\033[M #$\033[<64;1;1Mk");
	assert_string_equal(buffer_get(&words), "k");
	buffer_done(&words);
}

static void of_other_charsets_letters_are_read_and_controls_not_typed(void **state)
{
	(void)state;
	if (!setlocale(LC_CTYPE, "C"))
		skip();
	check_words("\x9b\x31\x34~k\xe9\x8f\x70", "F4 k 0");
	setlocale(LC_CTYPE, "C.UTF-8");
}

static void it_asks_to_be_woken_only_while_something_may_follow(void **state)
{
	struct key_decoder decoder;
	struct key_event event;

	(void)state;
	open_decoder(&decoder);
	assert_int_equal(key_decoder_wake_us(&decoder), INT64_MAX);
	key_decoder_feed(&decoder, "ab", 2, 1000);
	assert_true(key_decoder_next(&decoder, 1000, &event));
	assert_int_equal(key_decoder_wake_us(&decoder), 1000); /* there is more */
	assert_true(key_decoder_next(&decoder, 1000, &event));
	assert_false(key_decoder_next(&decoder, 1000, &event));
	assert_int_equal(key_decoder_wake_us(&decoder), INT64_MAX);
	key_decoder_feed(&decoder, "\033", 1, 2000);
	assert_false(key_decoder_next(&decoder, 2000, &event));
	assert_int_equal(key_decoder_wake_us(&decoder), 2000 + KEY_ESCAPE_US);
	key_decoder_reset(&decoder);
	assert_int_equal(key_decoder_wake_us(&decoder), INT64_MAX);
	assert_false(key_decoder_next(&decoder, 9000000, &event));
}

/* In one piece or byte by byte without a pause, it is the same; and it always comes to rest. */
static void pieces_make_no_difference(void **state)
{
	static const char most[] = "\033\033\033[[[OO0123456789;;~~<Mm?PX]^_\\ABCDHFRu \r\t\177"
				   "\200\303\251\233ky200~201~";
	uint64_t seed = random_seed();

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct buffer whole = {0}, bytes = {0};
		struct key_decoder decoder;
		char text[40], cut[80];
		size_t length = 1 + random_below(&seed, sizeof(text) - 2), at = 0;

		for (size_t j = 0; j < length; j++) {
			text[j] = most[random_below(&seed, sizeof(most) - 1)];
			if (random_below(&seed, 4) == 0)
				cut[at++] = *SHORT_PAUSE;
			cut[at++] = text[j];
		}
		text[length] = cut[at] = '\0';
		open_decoder(&decoder);
		typing_add_words(&whole, &decoder, text);
		assert_int_equal(decoder.length, 0);
		open_decoder(&decoder);
		typing_add_words(&bytes, &decoder, cut);
		assert_int_equal(decoder.length, 0);
		assert_int_equal(decoder.mode, DECODING_KEYS);
		assert_string_equal(buffer_get(&whole), buffer_get(&bytes));
		buffer_done(&whole);
		buffer_done(&bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(characters_are_keys),
		cmocka_unit_test(escape_alone_is_a_key_and_with_a_character_alt),
		cmocka_unit_test(what_is_not_known_does_nothing_to_its_end),
		cmocka_unit_test(a_sequence_in_pieces_is_still_one),
		cmocka_unit_test(what_follows_a_lone_escape_late_or_as_a_key_is_a_key),
		cmocka_unit_test(what_was_cut_off_takes_no_keys_along),
		cmocka_unit_test(what_never_ends_is_swallowed_for_a_while_only),
		cmocka_unit_test(pasted_text_is_no_key),
		cmocka_unit_test(a_paste_whose_end_was_lost_ends_by_esc_or_long_silence),
		cmocka_unit_test(the_description_of_the_terminal_wins),
		cmocka_unit_test(an_unwanted_mouse_does_nothing),
		cmocka_unit_test(of_other_charsets_letters_are_read_and_controls_not_typed),
		cmocka_unit_test(it_asks_to_be_woken_only_while_something_may_follow),
		cmocka_unit_test(pieces_make_no_difference),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
