/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <errno.h>

#include "support/filter-rows.h"

static int set_up(void **state)
{
	struct filter_rows *rows = malloc(sizeof(*rows));

	filter_rows_init(rows);
	*state = rows;
	return 0;
}

static int tear_down(void **state)
{
	filter_rows_done(*state);
	free(*state);
	return 0;
}

/* Parses what must be refused. */
static struct filter_error refuse(struct filter_rows *rows, const char *text)
{
	struct filter_error error = {.offset = SIZE_MAX};
	struct filter *filter = NULL;

	if (filter_parse(text, &rows->names, &filter, &error) != -EINVAL)
		fail_msg("'%.100s' is taken", text);
	assert_null(filter);
	assert_non_null(error.message);
	assert_true(error.offset + error.length <= strlen(text));
	return error;
}

static const struct {
	const char *text;
	size_t offset;
	const char *message;
} errors[] = {
	{"state", 5, "a value is missing here"},
	{"state nowhere", 6, "there is no such state"},
	{"state listen state x", 19, "there is no such state"},
	{"sport = ", 8, "a value is missing here"},
	{"sport = :nosuch", 8, "there is no such port or service"},
	{"sport = :65536", 8, "there is no such port or service"},
	{"sport = :-1", 8, "there is no such port or service"},
	{"sport = :08", 8, "there is no such port or service"},
	{"sport = :split", 8, "the service has different ports for TCP and UDP"},
	{"sport = *:22", 8, "there is no such port or service"},
	{"sport > *", 8, "any port has no order"},
	{"sport ~ 22", 6, "this cannot be ordered or searched"},
	{"sport = ''", 8, "a value is missing here"},
	{"src ''", 4, "a value is missing here"},
	{"src 10.0.0.256", 4, "this is no address"},
	{"src 10.0.0.0/33", 4, "this is no address"},
	{"src 10.0.0.0/255.0.255.0", 4, "this is no address"},
	{"src 010.0.0.1", 4, "this is no address"},
	{"src 10.0.0.1.2", 4, "this is no address"},
	{"src [::1", 4, "this is no address"},
	{"src [::1]x", 4, "this is no address"},
	{"src [10.0.0.1]:22", 4, "this is no address"},
	{"src ::g", 4, "there is no such port or service"},
	{"src nosuch.example", 4, "this is no address"},
	{"src fe80::1%nosuch", 4, "there is no such interface"},
	{"src > 10.0.0.1", 4, "this cannot be ordered or searched"},
	{"addr = 10.0.0.1:22", 7, "this is no address"},
	{"dst unix:/tmp/x", 4, "there are no such sockets here"},
	{"dev = nosuch", 6, "there is no such interface"},
	{"dev < 3", 4, "this cannot be ordered or searched"},
	{"fwmark = 1/", 9, "this is no mark"},
	{"fwmark = 0x100000000", 9, "this is no mark"},
	{"cgroup /nosuch", 7, "there is no such cgroup"},
	{"user = nosuch", 7, "there is no such user"},
	{"proto = sctp", 8, "there are no such sockets here"},
	{"recvq > many", 8, "this is no number"},
	{"recvq > 1.5", 8, "this is no number"},
	{"recvq > 99999999999999999999", 8, "this is no number"},
	{"recvq > 99999999999999P", 8, "this is no number"},
	{"rtt > 100", 6, "this is no length of time"},
	{"rtt > 9999999999999999999d", 6, "this is no length of time"},
	{"age_at_least = 2", 15, "this is neither yes nor no"},
	{"process < nginx", 8, "this cannot be ordered or searched"},
	{"process = and", 10, "a value is missing here"},
	{"process = )", 10, "a value is missing here"},
	{"process ~ a(b", 11, "( without )"},
	{"process ~ 'a(b'", 12, "( without )"},
	{"process ~ ^php)", 14, "there is no bracket to close"},
	{"/a(b/", 2, "( without )"},
	{"/ab", 0, "the regular expression is not closed"},
	{"/usr/bin", 5, "the regular expression ends before this"},
	{"'nginx", 0, "the quotation mark is not closed"},
	{"nginx = 3", 0, "there is no such column"},
	{"a nginx = 3", 2, "there is no such column"},
	{"( 'nginx' > 3", 2, "there is no such column"},
	{"10.0.0.1 = 3", 0, "there is no such column"},
	{"nginx (a) = 3", 10, "an operator without a column before it"},
	{"port = 22 = 3", 10, "an operator without a column before it"},
	{"port = 22,", 10, "a value is missing here"},
	{"port = 22,,80", 10, "a value is missing here"},
	{"port = 22,nosuch", 10, "there is no such port or service"},
	{"port > 22,80", 7, "there is no such port or service"},
	{"src host", 4, "this is no address"},
	{"src host nosuch", 9, "this is no address"},
	{"src port nosuch", 9, "there is no such port or service"},
	{"state listen,nowhere", 13, "there is no such state"},
	{"state = listen,", 15, "there is no such state"},
	{"family = 5", 9, "there are no such sockets here"},
	{"family = 4,5", 11, "there are no such sockets here"},
	{"recvq = 1,024", 8, "this is no number"},
	{"fe80::1%nosuch", 0, "there is no such interface"},
	{"rtt < 20\302\265", 6, "this is no length of time"},
	{"= 3", 0, "a condition is missing here"},
	{"a and", 5, "a condition is missing here"},
	{"a and or b", 6, "a condition is missing here"},
	{"not", 3, "a condition is missing here"},
	{"()", 1, "a condition is missing here"},
	{"( a", 0, "the bracket is not closed"},
	{"a ( b or ( c )", 2, "the bracket is not closed"},
	{"a )", 2, "there is no bracket to close"},
};

static void an_error_is_shown_where_it_is(void **state)
{
	for (size_t i = 0; i < COUNT_OF(errors); i++) {
		struct filter_error error = refuse(*state, errors[i].text);

		if (error.offset != errors[i].offset ||
			strcmp(error.message, errors[i].message) != 0)
			fail_msg("'%s': at %zu: %s", errors[i].text, error.offset, error.message);
	}
}

static void what_may_be_meant_is_told(void **state)
{
	static const struct {
		const char *text, *nearest;
	} table[] = {
		{"dprot = 22", "dport"},
		{"stat = listen", "state"},
		{"proces ~ x", "process"},
		{"hosts = 10.0.0.1", "host"},
		{"xyzzy = 3", NULL},
		{"state conected", "connected"},
		{"state listen,closewait", "CLOSE_WAIT"},
		{"state xyzzy", NULL},
		{"sport = :nosuch", NULL},
	};

	for (size_t i = 0; i < COUNT_OF(table); i++) {
		struct filter_error error = refuse(*state, table[i].text);

		if (!error.nearest || !table[i].nearest)
			assert_ptr_equal(error.nearest, table[i].nearest);
		else
			assert_string_equal(error.nearest, table[i].nearest);
	}
}

static void names_are_refused_where_nobody_can_be_asked(void **state)
{
	static const char *const table[] = {"sport = :ssh", "dev = lo", "dst both",
		"cgroup /system.slice/nginx\\x2dold.service"};
	struct filter_rows *rows = *state;

	rows->names = (struct filter_names){NULL};
	for (size_t i = 0; i < COUNT_OF(table); i++)
		refuse(rows, table[i]);
}

/* `count` times `text`, then `last`. */
static char *repeated(const char *text, size_t count, const char *last)
{
	size_t length = strlen(text);
	char *made = malloc(length * count + strlen(last) + 1);

	for (size_t i = 0; i < count; i++)
		memcpy(made + i * length, text, length);
	strcpy(made + length * count, last);
	return made;
}

static bool takes(struct filter_rows *rows, const char *text, size_t count, const char *last)
{
	char *made = repeated(text, count, last);
	struct filter_error error = {0};
	struct filter *filter = NULL;
	bool taken = filter_parse(made, &rows->names, &filter, &error) == 0;

	if (!taken)
		assert_true(error.offset <= strlen(made));
	filter_free(filter);
	free(made);
	return taken;
}

static void depth_length_and_number_of_terms_are_bounded(void **state)
{
	struct filter_rows *rows = *state;
	char close[FILTER_DEPTH_MAX + 3] = "a";

	memset(close + 1, ')', FILTER_DEPTH_MAX);
	assert_true(takes(rows, "(", FILTER_DEPTH_MAX, close));
	close[FILTER_DEPTH_MAX + 1] = ')';
	assert_false(takes(rows, "(", FILTER_DEPTH_MAX + 1, close));
	assert_true(takes(rows, "not ", FILTER_DEPTH_MAX, "a"));
	assert_false(takes(rows, "!", FILTER_DEPTH_MAX + 1, "a"));
	assert_false(takes(rows, "(", 100000, ""));
	assert_false(takes(rows, "! ", 2000, "a"));
	assert_true(takes(rows, " ", FILTER_LENGTH_MAX - 1, "a"));
	assert_false(takes(rows, " ", FILTER_LENGTH_MAX, "a"));
	assert_false(takes(rows, "a", 1 << 20, ""));
	assert_true(takes(rows, "a ", FILTER_NODES_MAX / 2, ""));
	assert_false(takes(rows, "a ", FILTER_NODES_MAX / 2 + 1, ""));
	assert_false(takes(rows, "a or ", 700, "a"));
}

static void a_long_chain_is_evaluated_and_printed(void **state)
{
	struct filter_rows *rows = *state;
	char *text = repeated("a !", FILTER_NODES_MAX / 3 - 1, "a");
	struct buffer printed = {0};
	struct filter_error error;
	struct filter *filter;
	char letters[FILTER_ROWS + 1];

	assert_int_equal(filter_parse(text, &rows->names, &filter, &error), 0);
	filter_rows_match(rows, filter, letters);
	assert_string_equal(letters, "");
	filter_print(filter, &printed);
	assert_true(printed.length > 3000);
	buffer_done(&printed);
	filter_free(filter);
	free(text);
}

/* Somebody types: every beginning of a filter, and every filter that lacks a byte. */
static void a_part_of_a_filter_is_read_or_refused(void **state)
{
	static const char whole[] =
		"state established exclude listen ( src [2001:db8::/32]:https or dst != "
		"10.0.0.5%eth0:443 ) & !dport>=1024 'a \"b' \"c\\\"d\" process ~ ^(a|b[)]){2}$ "
		"/x\\/y/ rtt > 1m30.5s src host 10.0.0.5,[::1] LAST SENT < 2s :80 ::1:22 "
		"port != 22,https state listen,bound fwmark = 0x1/0x3 user \\and \\";
	struct filter_rows *rows = *state;
	char part[sizeof(whole)], letters[FILTER_ROWS + 1];
	struct filter_error error;
	struct filter *filter;

	for (size_t at = 0; at < sizeof(whole) - 1; at++) {
		for (unsigned lacking = 0; lacking < 2; lacking++) {
			memcpy(part, whole, sizeof(whole));
			if (lacking)
				memmove(part + at, part + at + 1, sizeof(whole) - at - 1);
			else
				part[at] = '\0';
			if (filter_parse(part, &rows->names, &filter, &error) != 0) {
				assert_true(error.offset + error.length <= strlen(part));
				continue;
			}
			filter_rows_match(rows, filter, letters);
			filter_free(filter);
		}
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(an_error_is_shown_where_it_is),
		TEST(what_may_be_meant_is_told),
		TEST(names_are_refused_where_nobody_can_be_asked),
		TEST(depth_length_and_number_of_terms_are_bounded),
		TEST(a_long_chain_is_evaluated_and_printed),
		TEST(a_part_of_a_filter_is_read_or_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
