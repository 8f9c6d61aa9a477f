/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "base/mask.h"

static void masks(struct mask *mask, const char *text, const char *expected)
{
	struct buffer out = {0};

	mask_text(mask, text, &out);
	assert_string_equal(buffer_get(&out), expected);
	buffer_done(&out);
}

static void addresses_are_masked_by_the_kind_of_their_network(void **state)
{
	struct mask mask = {0};

	(void)state;
	masks(&mask, "10.0.0.5:8080 8.8.8.8:53", "private-1:8080 public-1:53");
	masks(&mask, "[::1]:80 127.0.0.1", "[loopback-1]:80 loopback-2");
	masks(&mask, "fe80::1%eth0, 2001:db8::7.", "link-1%eth0, public-2.");
	masks(&mask, "10.0.0.0/8", "private-2/8");
	masks(&mask, "ssh -L 8080:10.0.0.5:80", "ssh -L 8080:private-1:80");
	mask_done(&mask);
}

static void the_same_thing_has_the_same_mask(void **state)
{
	struct mask mask = {0};

	(void)state;
	mask_name(&mask, "process", "nginx");
	mask_name(&mask, "process", "php-fpm");
	mask_name(&mask, "process", "nginx");
	masks(&mask, "php-fpm nginx 10.0.0.1", "process-1 process-2 private-1");
	masks(&mask, "10.0.0.2 10.0.0.1 nginx", "private-2 private-1 process-2");
	mask_done(&mask);
}

static void a_name_is_masked_only_as_a_whole_word(void **state)
{
	struct mask mask = {0};

	(void)state;
	mask_name(&mask, "process", "sh");
	mask_name(&mask, "unit", "sh.service");
	masks(&mask, "sh ssh shell (sh) sh.service", "process-1 ssh shell (process-1) unit-1");
	mask_done(&mask);
}

static void names_are_found_as_they_are_printed(void **state)
{
	struct mask mask = {0};

	(void)state;
	mask_name(&mask, "process", "a\"b\n");
	masks(&mask, "\"process\":\"a\\\"b\\n\"", "\"process\":\"process-1\"");
	mask_done(&mask);
}

/* A process may be called as a key or a word of JSON is. */
static void of_json_only_the_strings_that_are_values_are_masked(void **state)
{
	struct mask mask = {0};
	struct buffer out = {0};

	(void)state;
	mask_name(&mask, "process", "state");
	mask_name(&mask, "process", "true");
	mask_name(&mask, "process", ",\"uid\":1");
	mask_json(&mask,
		"{\"state\":\"state\",\"uid\":1000,\"whole\":true,\"names\":[\"true\",\"\\\"x\"],"
		"\"to\":\"10.0.0.1:80\"",
		&out);
	assert_string_equal(buffer_get(&out),
		"{\"state\":\"process-1\",\"uid\":1000,\"whole\":true,\"names\":[\"process-2\","
		"\"\\\"x\"],\"to\":\"private-1:80\"");
	buffer_clear(&out);
	mask_json(&mask, "{\"cut", &out);
	assert_string_equal(buffer_get(&out), "{\"cut");
	buffer_done(&out);
	mask_done(&mask);
}

static void what_is_no_name_stays(void **state)
{
	struct mask mask = {0};

	(void)state;
	mask_name(&mask, "process", "");
	mask_name(&mask, "user", "1000");
	mask_name(&mask, "process", "state");
	masks(&mask, "0.0.0.0:80 [::]:80 *:* -", "0.0.0.0:80 [::]:80 *:* -");
	masks(&mask, "2026-12-01T03:12:55.120Z 03:12:55 0.1.0 6.18.44",
		"2026-12-01T03:12:55.120Z "
		"03:12:55 0.1.0 6.18.44");
	mask_done(&mask);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_masked_by_the_kind_of_their_network),
		cmocka_unit_test(the_same_thing_has_the_same_mask),
		cmocka_unit_test(a_name_is_masked_only_as_a_whole_word),
		cmocka_unit_test(names_are_found_as_they_are_printed),
		cmocka_unit_test(of_json_only_the_strings_that_are_values_are_masked),
		cmocka_unit_test(what_is_no_name_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
