/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "base/nearest.h"

static const char *nearest(const char *word)
{
	static const char *const candidates[] = {"state", "sport", "dport", "fin wait", "process",
		"a-candidate-that-is-too-long-to-be-compared"};
	struct nearest nearest;

	nearest_begin(&nearest, word);
	for (size_t i = 0; i < COUNT_OF(candidates); i++)
		nearest_compare(&nearest, candidates[i]);
	return nearest.found ? nearest.found : "";
}

static void a_word_with_a_slip_in_it_finds_the_one_that_was_meant(void **state)
{
	(void)state;
	assert_string_equal(nearest("state"), "state");
	assert_string_equal(nearest("stat"), "state");
	assert_string_equal(nearest("sate"), "state");
	assert_string_equal(nearest("STATES"), "state");
	assert_string_equal(nearest("dprt"), "dport");
	assert_string_equal(nearest("prozess"), "process");
	assert_string_equal(nearest("FIN-WAIT"), "fin wait");
	assert_string_equal(nearest("fin_wait"), "fin wait");
}

static void a_word_that_is_like_none_finds_none(void **state)
{
	(void)state;
	assert_string_equal(nearest(""), "");
	assert_string_equal(nearest("x"), "");
	assert_string_equal(nearest("xy"), "");
	assert_string_equal(nearest("container"), "");
	assert_string_equal(nearest("a-candidate-that-is-too-long-to-be-compared"), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_with_a_slip_in_it_finds_the_one_that_was_meant),
		cmocka_unit_test(a_word_that_is_like_none_finds_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
