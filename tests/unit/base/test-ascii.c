/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "base/ascii.h"

static void words_are_alike_in_any_case(void **state)
{
	(void)state;
	assert_true(ascii_same_word("LISTEN", "listen"));
	assert_true(ascii_same_word("", ""));
	assert_false(ascii_same_word("listen", "listening"));
	assert_false(ascii_same_word("listening", "listen"));
	assert_false(ascii_same_word("fin-wait1", "fin_wait1"));
}

static void names_are_alike_whatever_divides_their_parts(void **state)
{
	(void)state;
	assert_true(ascii_same_name("fin-wait1", "FIN_WAIT1"));
	assert_true(ascii_same_name("Recv-q", "recv_q"));
	assert_false(ascii_same_name("fin wait1", "FIN_WAIT1"));
	assert_false(ascii_same_name("finwait1", "FIN_WAIT1"));
	assert_false(ascii_same_name("fin_wait", "FIN_WAIT1"));
}

static void only_ascii_letters_change(void **state)
{
	(void)state;
	assert_int_equal(ascii_lower('Z'), 'z');
	assert_int_equal(ascii_lower('['), '[');
	assert_int_equal(ascii_lower('@'), '@');
	assert_int_equal(ascii_lower((char)0xc4), (char)0xc4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_alike_in_any_case),
		cmocka_unit_test(names_are_alike_whatever_divides_their_parts),
		cmocka_unit_test(only_ascii_letters_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
