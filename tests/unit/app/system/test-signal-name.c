/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <signal.h>

#include "app/system/signal-name.h"

static void signals_are_read_in_every_spelling_of_kill(void **state)
{
	(void)state;
	assert_int_equal(signal_name_parse("TERM"), SIGTERM);
	assert_int_equal(signal_name_parse("SIGTERM"), SIGTERM);
	assert_int_equal(signal_name_parse("sigterm"), SIGTERM);
	assert_int_equal(signal_name_parse("15"), SIGTERM);
	assert_int_equal(signal_name_parse("IOT"), SIGABRT);
	assert_int_equal(signal_name_parse("CLD"), SIGCHLD);
	assert_int_equal(signal_name_parse("POLL"), SIGIO);
	assert_int_equal(signal_name_parse("0"), 0);
	assert_int_equal(signal_name_parse("64"), 64);
	assert_int_equal(signal_name_parse("RTMIN"), SIGRTMIN);
	assert_int_equal(signal_name_parse("sigrtmin+3"), SIGRTMIN + 3);
	assert_int_equal(signal_name_parse("RTMAX"), SIGRTMAX);
	assert_int_equal(signal_name_parse("SIGRTMAX-2"), SIGRTMAX - 2);
}

static void what_is_no_signal_is_refused(void **state)
{
	static const char *const words[] = {"", "SIG", "NOPE", "65", "-1", "4294967311", "+15",
		"15x", "RTMIN-1", "RTMIN+31", "RTMIN+", "RTMIN+x", "RTMAX+1", "RTMAX-31", "RTMAXX",
		"RTMIN+4294967296", "SIGSIGTERM", "32", "33"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (signal_name_parse(words[i]) != -1)
			fail_msg("'%s' is a signal", words[i]);
}

static void every_number_has_a_name_that_is_read_back(void **state)
{
	(void)state;
	for (int number = 0; number <= SIGRTMAX; number++) {
		char digits[16];

		snprintf(digits, sizeof(digits), "%d", number);
		if (signal_name_parse(digits) != -1)
			assert_int_equal(signal_name_parse(signal_name_of(number)), number);
	}
	assert_string_equal(signal_name_of(SIGKILL), "SIGKILL");
	assert_string_equal(signal_name_of(SIGABRT), "SIGABRT");
	assert_string_equal(signal_name_of(SIGRTMIN), "SIGRTMIN");
	assert_string_equal(signal_name_of(SIGRTMIN + 1), "SIGRTMIN+1");
	assert_string_equal(signal_name_of(SIGRTMAX), "SIGRTMAX");
	assert_string_equal(signal_name_of(0), "0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signals_are_read_in_every_spelling_of_kill),
		cmocka_unit_test(what_is_no_signal_is_refused),
		cmocka_unit_test(every_number_has_a_name_that_is_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
