/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "base/json.h"

static struct json text_of(const char *text)
{
	return json_text(text, strlen(text));
}

static const char *find(const char *text, const char *key)
{
	static char found[16];
	struct json value;

	return json_member(text_of(text), key, &value) && json_string(value, found, sizeof(found))
		       ? found
		       : NULL;
}

static void members_are_found_by_their_keys(void **state)
{
	(void)state;
	assert_string_equal(find("{\"a\":\"x\"}", "a"), "x");
	assert_string_equal(
		find(" { \"b\" : [1,{\"a\":\"no\"},\"]\"] ,\n\"a\":\t\"yes\" } ", "a"), "yes");
	assert_string_equal(find("{\"c\":-1.5e3,\"n\":null,\"t\":true,\"a\":\"x\"}", "a"), "x");
	assert_string_equal(find("{\"a\":\"first\",\"a\":\"second\"}", "a"), "first");
	assert_string_equal(find("{\"\\u0061b\":\"x\"}", "ab"), "x");
	assert_string_equal(find("{\"q\":\"\\\"}\",\"a\":\"x\"}", "a"), "x");
	assert_string_equal(find("{\"a\":\"\"}", "a"), "");
	assert_null(find("{\"a\":\"x\"}", "b"));
	assert_null(find("{\"a\":1}", "a"));
	assert_null(find("{}", "a"));
	assert_null(find("", "a"));
	assert_null(find("[\"a\"]", "a"));
	assert_null(find("{\"a\"", "a"));
	assert_null(find("{\"a\":", "a"));
	assert_null(find("{a:\"x\"}", "a"));
	assert_null(find("{\"b\":}],\"a\":\"x\"}", "a"));
}

static void strings_are_unescaped_and_bounded(void **state)
{
	char text[16];

	(void)state;
	assert_true(json_string(text_of("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), text, sizeof(text)));
	assert_string_equal(text, "\"\\/\b\f\n\r\t");
	assert_true(json_string(text_of("\"\\u00e9\\u20AC\\ud83d\\ude00\""), text, sizeof(text)));
	assert_string_equal(text, "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
	/* Halves of pairs. */
	assert_true(json_string(text_of("\"\\ud83dx\\ude00\""), text, sizeof(text)));
	assert_string_equal(text, "\xef\xbf\xbdx\xef\xbf\xbd");
	assert_true(json_string(text_of("\"123456789012345\""), text, sizeof(text)));
	assert_false(json_string(text_of("\"1234567890123456\""), text, sizeof(text)));
	assert_string_equal(text, "");
	assert_false(json_string(text_of("\"a\\u0000b\""), text, sizeof(text)));
	assert_false(json_string(text_of("\"\\x\""), text, sizeof(text)));
	assert_false(json_string(text_of("\"\\u12\""), text, sizeof(text)));
	assert_false(json_string(text_of("\"open"), text, sizeof(text)));
	assert_false(json_string(text_of("\"\\"), text, sizeof(text)));
}

static void the_elements_of_an_array_come_in_turn(void **state)
{
	struct json array = text_of("[ {\"id\":\"1\"}, [2], \"three\" ,4]"), element;
	unsigned count = 0;
	char text[8];

	(void)state;
	for (; json_next(&array, &element); count++)
		if (count == 2) {
			assert_true(json_string(element, text, sizeof(text)));
			assert_string_equal(text, "three");
		}
	assert_int_equal(count, 4);
	array = text_of("[]");
	assert_false(json_next(&array, &element));
	array = text_of("{}");
	assert_false(json_next(&array, &element));
	array = text_of("[1");
	assert_true(json_next(&array, &element));
	assert_false(json_next(&array, &element));
}

static void nesting_has_no_limit(void **state)
{
	size_t depth = 200000;
	char *text = calloc(1, 2 * depth + 32);

	(void)state;
	strcpy(text, "{\"b\":");
	memset(text + 5, '[', depth);
	memset(text + 5 + depth, ']', depth);
	strcpy(text + 5 + 2 * depth, ",\"a\":\"x\"}");
	assert_string_equal(find(text, "a"), "x");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_are_found_by_their_keys),
		cmocka_unit_test(strings_are_unescaped_and_bounded),
		cmocka_unit_test(the_elements_of_an_array_come_in_turn),
		cmocka_unit_test(nesting_has_no_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
