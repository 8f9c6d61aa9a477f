/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <locale.h>

#include "ui/widget/plot.h"

static void check(const double *values, size_t count, double most, int rows,
	enum text_charset charset, const char *expected)
{
	struct buffer text = {0};

	for (int row = 0; row < rows; row++) {
		plot_add_row(&text, values, count, most, row, rows, charset);
		buffer_char(&text, '\n');
	}
	assert_string_equal(buffer_get(&text), expected);
	buffer_done(&text);
}

static void in_ascii_a_cell_has_three_steps(void **state)
{
	static const double values[] = {0, 1, 2, 3, 4, 5};

	(void)state;
	check(values, COUNT_OF(values), 5, 2, TEXT_ASCII,
		"   .:|\n"
		".:||||\n");
}

static void in_braille_a_cell_has_two_values_of_four_steps(void **state)
{
	static const double values[] = {0, 1, 2, 3};

	(void)state;
	check(values, COUNT_OF(values), 3, 1, TEXT_UTF8, "\xe2\xa3\xa0\xe2\xa3\xbe\n");
}

static void zero_is_seen_and_what_is_not_known_is_blank(void **state)
{
	static const double values[] = {-1, -1, 0, -1, -1, 0};

	(void)state;
	check(values, 6, 0, 1, TEXT_ASCII, "  .  .\n");
	check(values, 6, 0, 1, TEXT_UTF8, " \xe2\xa1\x80\xe2\xa2\x80\n");
}

static void what_is_beyond_the_top_fills_it(void **state)
{
	static const double values[] = {1e300, 5};

	(void)state;
	check(values, 2, 5, 2, TEXT_ASCII, "||\n||\n");
	check(values, 1, 5, 1, TEXT_UTF8, "\xe2\xa1\x87\n");
}

static void check_line(size_t count, int rows, enum text_charset charset, const char *expected)
{
	static const double values[] = {-1, 5, 5, 5};
	struct buffer text = {0};

	for (int row = 0; row < rows; row++) {
		plot_add_line(&text, values, count, row, rows, charset);
		buffer_char(&text, '\n');
	}
	assert_string_equal(buffer_get(&text), expected);
	buffer_done(&text);
}

static void what_does_not_change_is_a_thin_line_at_half_of_the_height(void **state)
{
	(void)state;
	check_line(4, 1, TEXT_ASCII, " ---\n");
	check_line(4, 3, TEXT_ASCII, "    \n ---\n    \n");
	check_line(4, 1, TEXT_UTF8, "\xe2\xa0\xa0\xe2\xa0\xa4\n");
	check_line(3, 1, TEXT_UTF8, "\xe2\xa0\xa0\xe2\xa0\x84\n");
	check_line(4, 3, TEXT_UTF8, "  \n\xe2\xa0\xa0\xe2\xa0\xa4\n  \n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_ascii_a_cell_has_three_steps),
		cmocka_unit_test(in_braille_a_cell_has_two_values_of_four_steps),
		cmocka_unit_test(zero_is_seen_and_what_is_not_known_is_blank),
		cmocka_unit_test(what_does_not_change_is_a_thin_line_at_half_of_the_height),
		cmocka_unit_test(what_is_beyond_the_top_fills_it),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
