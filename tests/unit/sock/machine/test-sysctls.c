/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "sock/machine/sysctls.h"
#include "support/tree.h"

static int set_up(void **state)
{
	*state = tree_make();
	return 0;
}

static int tear_down(void **state)
{
	tree_remove(*state);
	return 0;
}

static void path_of(enum sysctl sysctl, char *ret_path, size_t size)
{
	snprintf(ret_path, size, "/proc/sys/%s", sysctl_name(sysctl));
	for (char *at = ret_path; *at; at++)
		if (*at == '.')
			*at = '/';
}

static void put(const char *root, enum sysctl sysctl, const char *text)
{
	char path[128];

	path_of(sysctl, path, sizeof(path));
	tree_write(root, path, text);
}

static void every_setting_is_found_by_its_name(void **state)
{
	struct sysctls sysctls;

	for (int i = 0; i < SYSCTLS; i++) {
		char text[32];

		assert_non_null(sysctl_name((enum sysctl)i));
		snprintf(text, sizeof(text), "%d\n", i + 100);
		put(*state, (enum sysctl)i, text);
	}
	sysctls_read(&sysctls, *state);
	for (int i = 0; i < SYSCTLS; i++) {
		unsigned expected = i == SYSCTL_IP_LOCAL_RESERVED_PORTS ? 1 : (unsigned)i + 100;

		assert_true(sysctls_has(&sysctls, (enum sysctl)i));
		assert_int_equal(sysctls.count[i], 1);
		assert_int_equal(sysctls_get(&sysctls, (enum sysctl)i, 7), expected);
	}
}

static void names_are_told_once_each(void **state)
{
	(void)state;
	for (int i = 0; i < SYSCTLS; i++)
		for (int k = 0; k < i; k++)
			assert_string_not_equal(
				sysctl_name((enum sysctl)i), sysctl_name((enum sysctl)k));
}

static void without_files_nothing_is_known(void **state)
{
	struct sysctls sysctls;
	struct buffer out = {0};

	sysctls_read(&sysctls, *state);
	for (int i = 0; i < SYSCTLS; i++)
		assert_false(sysctls_has(&sysctls, (enum sysctl)i));
	assert_int_equal(sysctls_get(&sysctls, SYSCTL_SOMAXCONN, 4096), 4096);
	sysctls_add_value(&sysctls, SYSCTL_SOMAXCONN, &out);
	assert_string_equal(buffer_get(&out), "?");
	buffer_done(&out);
}

static void three_numbers_are_three_numbers(void **state)
{
	struct sysctls sysctls;
	struct buffer out = {0};

	put(*state, SYSCTL_TCP_MEM, "18939\t25253\t37878\n");
	put(*state, SYSCTL_FILE_NR, "1234\t0\t9223372036854775807\n");
	sysctls_read(&sysctls, *state);
	assert_int_equal(sysctls.count[SYSCTL_TCP_MEM], 3);
	assert_int_equal(sysctls.value[SYSCTL_TCP_MEM][2], 37878);
	assert_true(sysctls.value[SYSCTL_FILE_NR][2] == INT64_MAX);
	sysctls_add_value(&sysctls, SYSCTL_TCP_MEM, &out);
	assert_string_equal(buffer_get(&out), "18939 25253 37878");
	buffer_done(&out);
}

static void what_is_no_number_is_not_known(void **state)
{
	static const char *const bad[] = {"", "\n", "-1\n", "x", "12 x", "1 2 3 4\n", "60s\n"};

	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct sysctls sysctls;

		put(*state, SYSCTL_TCP_FIN_TIMEOUT, bad[i]);
		sysctls_read(&sysctls, *state);
		assert_false(sysctls_has(&sysctls, SYSCTL_TCP_FIN_TIMEOUT));
		assert_int_equal(sysctls.value[SYSCTL_TCP_FIN_TIMEOUT][0], 0);
	}
}

static void reserved_ports_are_not_chosen_from(void **state)
{
	struct sysctls sysctls;
	uint16_t first, last;

	put(*state, SYSCTL_IP_LOCAL_PORT_RANGE, "40000\t40099\n");
	put(*state, SYSCTL_IP_LOCAL_RESERVED_PORTS, "80,40000-40009,40099-40110,40050\n");
	sysctls_read(&sysctls, *state);
	assert_true(sysctls_is_reserved(&sysctls, 80));
	assert_true(sysctls_is_reserved(&sysctls, 40009));
	assert_false(sysctls_is_reserved(&sysctls, 40010));
	assert_int_equal(sysctls_ephemeral_ports(&sysctls, &first, &last), 88);
	assert_int_equal(first, 40000);
	assert_int_equal(last, 40099);
}

static void an_empty_list_of_ports_reserves_none(void **state)
{
	struct sysctls sysctls;
	uint16_t first, last;

	put(*state, SYSCTL_IP_LOCAL_RESERVED_PORTS, "\n");
	sysctls_read(&sysctls, *state);
	assert_true(sysctls_has(&sysctls, SYSCTL_IP_LOCAL_RESERVED_PORTS));
	assert_int_equal(sysctls_get(&sysctls, SYSCTL_IP_LOCAL_RESERVED_PORTS, 9), 0);
	/* and the range is the kernel's, where it cannot be read */
	assert_int_equal(sysctls_ephemeral_ports(&sysctls, &first, &last), 60999 - 32768 + 1);
}

static void a_list_of_ports_that_makes_no_sense_harms_nobody(void **state)
{
	static const char *const odd[] = {
		",", "-5", "5-", "9-3", "65535-99999999", "70000", "1,,2"};

	for (size_t i = 0; i < COUNT_OF(odd); i++) {
		struct sysctls sysctls;

		put(*state, SYSCTL_IP_LOCAL_RESERVED_PORTS, odd[i]);
		sysctls_read(&sysctls, *state);
		assert_true(sysctls_get(&sysctls, SYSCTL_IP_LOCAL_RESERVED_PORTS, 9) <= 1);
	}
}

static void the_machine_itself_has_these_settings(void **state)
{
	struct sysctls sysctls;

	(void)state;
	sysctls_read(&sysctls, "");
	if (!sysctls_has(&sysctls, SYSCTL_TCP_FIN_TIMEOUT)) {
		print_message("no /proc/sys/net here: not checked\n");
		return;
	}
	assert_true(sysctls_has(&sysctls, SYSCTL_SOMAXCONN));
	assert_int_equal(sysctls.count[SYSCTL_IP_LOCAL_PORT_RANGE], 2);
	assert_int_equal(sysctls.count[SYSCTL_TCP_RMEM], 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_setting_is_found_by_its_name),
		cmocka_unit_test(names_are_told_once_each),
		TEST(without_files_nothing_is_known),
		TEST(three_numbers_are_three_numbers),
		TEST(what_is_no_number_is_not_known),
		TEST(reserved_ports_are_not_chosen_from),
		TEST(an_empty_list_of_ports_reserves_none),
		TEST(a_list_of_ports_that_makes_no_sense_harms_nobody),
		cmocka_unit_test(the_machine_itself_has_these_settings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
