/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "ui/term/clipboard.h"
#include "ui/term/term-name.h"

static void texts_are_written_in_base64(void **state)
{
	static const struct {
		const char *text, *written;
	} table[] = {
		/* RFC 4648, 10 */
		{"", "\033]52;c;\a"},
		{"f", "\033]52;c;Zg==\a"},
		{"fo", "\033]52;c;Zm8=\a"},
		{"foo", "\033]52;c;Zm9v\a"},
		{"foob", "\033]52;c;Zm9vYg==\a"},
		{"fooba", "\033]52;c;Zm9vYmE=\a"},
		{"foobar", "\033]52;c;Zm9vYmFy\a"},
		{"\xff\xfe\xfd", "\033]52;c;//79\a"},
	};
	struct buffer out = {0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		buffer_clear(&out);
		assert_true(clipboard_add_sequence(&out, table[i].text));
		assert_string_equal(buffer_get(&out), table[i].written);
	}
	buffer_done(&out);
}

/* Whatever is copied: between ESC and BEL there is no control byte. */
static void no_byte_of_the_text_gets_out_as_it_is(void **state)
{
	struct buffer out = {0};
	char text[256];

	(void)state;
	for (int i = 0; i < 255; i++)
		text[i] = (char)(i + 1);
	text[255] = '\0';
	assert_true(clipboard_add_sequence(&out, text));
	for (size_t i = 1; i + 1 < out.length; i++)
		assert_in_range(out.data[i], ' ', '~');
	buffer_done(&out);
}

static void what_is_too_long_is_not_copied_at_all(void **state)
{
	struct buffer text = {0}, out = {0};

	(void)state;
	buffer_repeat(&text, 'x', CLIPBOARD_MAX);
	assert_true(clipboard_add_sequence(&out, buffer_get(&text)));
	buffer_clear(&out);
	buffer_char(&text, 'x');
	assert_false(clipboard_add_sequence(&out, buffer_get(&text)));
	assert_int_equal(out.length, 0);
	buffer_done(&text);
	buffer_done(&out);
}

static void names_of_terminals_tell_whether_there_is_a_clipboard(void **state)
{
	static const char *const with[] = {"xterm", "xterm-256color", "tmux-256color", "screen",
		"alacritty", "foot", "rxvt-unicode"};
	static const char *const without[] = {"vt100", "vt220", "linux", "ansi", "cons25"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(with); i++)
		assert_true(term_name_has_clipboard(with[i]));
	for (size_t i = 0; i < COUNT_OF(without); i++)
		assert_false(term_name_has_clipboard(without[i]));
	assert_false(term_name_has_clipboard(NULL));
}

static void on_the_linux_console_the_mouse_belongs_to_gpm(void **state)
{
	(void)state;
	assert_false(term_name_has_mouse("linux"));
	assert_false(term_name_has_mouse("linux-16color"));
	assert_true(term_name_has_mouse("xterm-256color"));
	assert_true(term_name_has_mouse("screen"));
}

static void names_that_are_none_are_refused(void **state)
{
	(void)state;
	assert_int_equal(term_name_check(NULL), TERM_UNSET);
	assert_int_equal(term_name_check(""), TERM_UNSET);
	assert_int_equal(term_name_check("xterm-256color"), TERM_OK);
	assert_int_equal(term_name_check("../etc/x"), TERM_UNKNOWN);
	assert_int_equal(term_name_check("x y"), TERM_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_written_in_base64),
		cmocka_unit_test(no_byte_of_the_text_gets_out_as_it_is),
		cmocka_unit_test(what_is_too_long_is_not_copied_at_all),
		cmocka_unit_test(names_of_terminals_tell_whether_there_is_a_clipboard),
		cmocka_unit_test(on_the_linux_console_the_mouse_belongs_to_gpm),
		cmocka_unit_test(names_that_are_none_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
