/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <locale.h>

#include "ui/cell/wrap.h"

static void assert_wrapped(const char *line, size_t width, const char *wanted)
{
	struct buffer out = {0};

	wrap_add(&out, line, strlen(line), width, TEXT_UTF8);
	assert_string_equal(buffer_get(&out), wanted);
	buffer_done(&out);
}

static void a_newline_ends_a_line(void **state)
{
	(void)state;
	assert_int_equal(wrap_count(""), 0);
	assert_int_equal(wrap_count("one"), 1);
	assert_int_equal(wrap_count("one\n"), 1);
	assert_int_equal(wrap_count("one\n\nthree"), 3);
	assert_string_equal(wrap_next("one\ntwo"), "two");
	assert_string_equal(wrap_next("one"), "");
}

static void the_widest_line_is_counted_in_cells(void **state)
{
	(void)state;
	assert_int_equal(wrap_widest("", TEXT_UTF8), 0);
	assert_int_equal(wrap_widest("abc\n\xe4\xbd\xa0\xe5\xa5\xbd\n", TEXT_UTF8), 4);
}

static void lines_break_at_blanks(void **state)
{
	(void)state;
	assert_wrapped("one two three", 20, "one two three\n");
	assert_wrapped("one two three", 8, "one two\nthree\n");
	assert_wrapped("one two three", 7, "one two\nthree\n");
	assert_wrapped("", 7, "\n");
}

static void what_has_no_blanks_breaks_where_it_must(void **state)
{
	(void)state;
	assert_wrapped("abcdefgh", 3, "abc\ndef\ngh\n");
	assert_wrapped("\xe4\xbd\xa0\xe5\xa5\xbd", 3, "\xe4\xbd\xa0\n\xe5\xa5\xbd\n");
	assert_wrapped("\xe4\xbd\xa0\xe5\xa5\xbd", 1, "\xe4\xbd\xa0\n\xe5\xa5\xbd\n");
}

static void between_wide_characters_a_line_may_end(void **state)
{
	(void)state;
	assert_wrapped("内核在等待对端", 8, "内核在等\n待对端\n");
	/* also where they meet narrow ones, and words stay whole */
	assert_wrapped("内核发送FIN之后", 9, "内核发送\nFIN之后\n");
	assert_wrapped("程序 close() 等待", 10, "程序\nclose() 等\n待\n");
}

static void what_closes_stays_with_what_it_closes(void **state)
{
	(void)state;
	assert_wrapped("内核等待，对端", 8, "内核等\n待，对端\n");
	assert_wrapped("（端口）很多", 6, "（端\n口）很\n多\n");
	assert_wrapped("队列（已满）", 6, "队列\n（已\n满）\n");
	assert_wrapped("很多（SYN）", 6, "很多\n（SYN\n）\n"); /* there is no room for it */
}

static void further_lines_stand_below_the_second_column(void **state)
{
	(void)state;
	assert_wrapped("k    one two three", 13, "k    one two\n     three\n");
	assert_wrapped("等待  一二三", 12, "等待  一二三\n");
	assert_wrapped("等待  一二三四五", 12, "等待  一二三\n      四五\n");
	/* a first column of more than half of the width is none to stand behind */
	assert_wrapped("keyskeys  one two", 12, "keyskeys \none two\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_newline_ends_a_line),
		cmocka_unit_test(the_widest_line_is_counted_in_cells),
		cmocka_unit_test(lines_break_at_blanks),
		cmocka_unit_test(what_has_no_blanks_breaks_where_it_must),
		cmocka_unit_test(between_wide_characters_a_line_may_end),
		cmocka_unit_test(what_closes_stays_with_what_it_closes),
		cmocka_unit_test(further_lines_stand_below_the_second_column),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
