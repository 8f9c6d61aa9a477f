/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FILTER on the command line: what is said where it is wrong, and what its names mean. */
#include "support/unit.h"

#include <getopt.h>
#include <locale.h>
#include <net/if.h>
#include <netdb.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/system/resolve.h"
#include "app/option/option.h"
#include "app/print/writer/writer.h"
#include "app/screen/page-list.h"
#include "base/alloc.h"
#include "base/text.h"
#include "support/capture.h"

#define WORDS_MAX 16

struct parsed {
	int status;
	struct options options;
	struct capture said;
};

/* Parses a command line; `words` ends with NULL. */
static void parse(struct parsed *parsed, const char *const *words)
{
	char *copies[WORDS_MAX + 2] = {alloc_copy("sockview")};
	char *arguments[WORDS_MAX + 2] = {copies[0]};
	int count = 1;

	for (; words[count - 1]; count++)
		arguments[count] = copies[count] = alloc_copy(words[count - 1]);
	capture_begin(&parsed->said);
	optind = 0; /* getopt begins anew, and puts options before other words */
	parsed->status =
		option_parse(count, arguments, page_list_scope, writer_format, &parsed->options);
	capture_end(&parsed->said);
	for (int i = 0; i < count; i++)
		free(copies[i]);
}

static void parsed_done(struct parsed *parsed)
{
	options_done(&parsed->options);
	capture_done(&parsed->said);
}

#define PARSE(parsed, ...) parse(parsed, (const char *const[]){__VA_ARGS__, NULL})

/* What a filter has become, in its own words; the caller frees it. */
static char *print(const char *const *words)
{
	struct parsed parsed;
	struct buffer text = {0};

	parse(&parsed, words);
	if (parsed.status)
		fail_msg("'%s ...': %s", words[0], parsed.said.errors);
	assert_string_equal(parsed.said.output, "");
	assert_ptr_equal(parsed.options.pick.filter, parsed.options.filter);
	filter_print(parsed.options.filter, &text);
	parsed_done(&parsed);
	return text.data;
}

static void assert_same(const char *const *left, const char *const *right)
{
	char *one = print(left), *other = print(right);

	assert_string_equal(one, other);
	free(one);
	free(other);
}

#define ASSERT_SAME(left, right) assert_same(left, right)
#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* -------- errors -------- */

static void the_caret_stands_under_what_is_wrong(void **state)
{
	static const struct {
		const char *text;
		const char *sentence; /* what the first line begins with */
		const char *shown;    /* the second line */
		unsigned cells;       /* before the caret, besides the indentation */
	} table[] = {
		{"state nowhere", "there is no such state: 'nowhere'; expected: ", "state nowhere",
			6},
		{"state", "a value is missing here; expected: ", "state", 5},
		{"a nginx = 3", "there is no such column: 'nginx'; expected: ", "a nginx = 3", 2},
		{"dprot = 3", "there is no such column: 'dprot'; is 'dport' meant? (offset 0)",
			"dprot = 3", 0},
		{"sport = :22 and (",
			"a condition is missing here; expected: ", "sport = :22 and (", 17},
		{"a )", "there is no bracket to close (offset 2)", "a )", 2},
		{"process ~ a(b", "( without )", "process ~ a(b", 11},
		/* two letters of two cells and six bytes */
		{"process = \xe4\xb8\xad\xe6\x96\x87 and state x", "there is no such state: 'x'; ",
			"process = \xe4\xb8\xad\xe6\x96\x87 and state x", 25},
		{"\xe4\xb8\xad )", "there is no bracket to close (offset 4)", "\xe4\xb8\xad )", 3},
		/* an accent that is a character of its own takes no cell */
		{"caf\x65\xcc\x81 )", "there is no bracket to close (offset 7)",
			"caf\x65\xcc\x81 )", 5},
		{"caf\xc3\xa9 )", "there is no bracket to close (offset 6)", "caf\xc3\xa9 )", 5},
		/* what must not reach a terminal is one character of one cell */
		{"\033[31m )", "there is no bracket to close (offset 6)", "\xef\xbf\xbd[31m )", 6},
		{"a\nb )", "there is no bracket to close (offset 4)",
			"a\xef\xbf\xbd"
			"b )",
			4},
		{"a\xff )", "there is no bracket to close (offset 3)", "a\xef\xbf\xbd )", 3},
		{"a\xe2\x80\xae )", "there is no bracket to close (offset 5)", "a\xef\xbf\xbd )",
			3},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		struct buffer expected = {0};
		struct parsed parsed;
		const char *second;

		PARSE(&parsed, table[i].text);
		assert_int_equal(parsed.status, 2);
		assert_string_equal(parsed.said.output, "");
		buffer_printf(&expected, "sockview: %s", table[i].sentence);
		second = strchr(parsed.said.errors, '\n');
		if (strncmp(parsed.said.errors, buffer_get(&expected), expected.length) != 0 ||
			!second)
			fail_msg("'%s': %s", table[i].text, parsed.said.errors);
		buffer_clear(&expected);
		buffer_printf(
			&expected, "\n  %s\n  %*s^\n", table[i].shown, (int)table[i].cells, "");
		assert_string_equal(second, buffer_get(&expected));
		buffer_done(&expected);
		parsed_done(&parsed);
	}
}

static void the_offset_counts_bytes(void **state)
{
	struct parsed parsed;

	(void)state;
	PARSE(&parsed, "process = \xe4\xb8\xad\xe6\x96\x87 and state x");
	assert_non_null(strstr(parsed.said.errors, " (offset 27)\n"));
	parsed_done(&parsed);
}

static void an_offset_in_a_filter_of_several_words_is_that_of_all_of_it(void **state)
{
	struct parsed parsed;

	(void)state;
	PARSE(&parsed, "--once", "state", "established", "dport", "=", ":nosuchservice");
	assert_int_equal(parsed.status, 2);
	assert_string_equal(parsed.said.output, "");
	assert_non_null(strstr(parsed.said.errors, " (offset 26)\n"
						   "  state established dport = :nosuchservice\n"
						   "                            ^\n"));
	parsed_done(&parsed);
}

static void on_the_screen_there_is_only_the_sentence(void **state)
{
	const struct filter_error error = {.offset = 6,
		.length = 7,
		.message = "there is no such state",
		.expected = "a state"};
	struct buffer text = {0};

	(void)state;
	resolve_add_error(&text, "state nowhere", &error, false);
	assert_string_equal(
		buffer_get(&text), "there is no such state: 'nowhere'; expected: a state");
	buffer_done(&text);
}

/* "a or a or ... WRONG = 1 or b or b or ..." */
static void of_a_long_filter_only_the_place_of_the_error_is_shown(void **state)
{
	struct buffer text = {0};
	struct parsed parsed;

	(void)state;
	for (int i = 0; i < 200; i++)
		buffer_text(&text, "a or ");
	buffer_text(&text, "\xe4\xb8\xad\xe6\x96\x87 = 1");
	for (int i = 0; i < 200; i++)
		buffer_text(&text, " or b");
	PARSE(&parsed, buffer_get(&text));
	assert_int_equal(parsed.status, 2);
	assert_string_equal(strchr(parsed.said.errors, '\n'),
		"\n  ...a or a or a or a or a or a or a or a or \xe4\xb8\xad\xe6\x96\x87 = 1 or b "
		"or b or b or b...\n"
		"                                             ^\n");
	parsed_done(&parsed);
	buffer_done(&text);
}

static void a_long_wrong_word_is_cut(void **state)
{
	struct buffer text = {0};
	struct parsed parsed;

	(void)state;
	buffer_text(&text, "state ");
	buffer_repeat(&text, 'x', 3000);
	PARSE(&parsed, buffer_get(&text));
	assert_int_equal(parsed.status, 2);
	assert_non_null(strstr(parsed.said.errors, ": 'xxxxxxxxxxxxxxx"));
	assert_true(strlen(parsed.said.errors) < 400);
	parsed_done(&parsed);
	buffer_done(&text);
}

static void a_searched_word_that_looks_like_a_condition_is_told(void **state)
{
	struct parsed parsed;

	(void)state;
	PARSE(&parsed, "connected");
	assert_int_equal(parsed.status, 0);
	assert_string_equal(parsed.said.errors, "sockview: 'connected' is searched for as text; "
						"the condition is 'state connected'\n");
	parsed_done(&parsed);
}

static void a_filter_that_is_too_long_is_refused(void **state)
{
	char *text = alloc_zero(1, FILTER_LENGTH_MAX + 2);
	struct parsed parsed;

	(void)state;
	memset(text, 'x', FILTER_LENGTH_MAX + 1);
	PARSE(&parsed, text);
	assert_int_equal(parsed.status, 2);
	assert_non_null(strstr(parsed.said.errors, "the filter is too long"));
	parsed_done(&parsed);
	text[FILTER_LENGTH_MAX] = '\0';
	PARSE(&parsed, text);
	assert_int_equal(parsed.status, 0);
	parsed_done(&parsed);
	free(text);
}

/* -------- what goes with a filter -------- */

static void words_are_one_filter(void **state)
{
	(void)state;
	ASSERT_SAME(WORDS("state", "established", "dport", "=", ":443"),
		WORDS("state established dport = :443"));
	ASSERT_SAME(WORDS("(", "sport", "=", ":1", "or", "sport", "=", ":2", ")", "dst", "::1"),
		WORDS("( sport = :1 or sport = :2 )", "dst ::1"));
	ASSERT_SAME(WORDS("state", "established", "--once", "-t", "src", ":1"),
		WORDS("-t", "--once", "state", "established", "src", ":1"));
	ASSERT_SAME(WORDS("--", "state", "listen"), WORDS("state", "listen"));
}

static void mixed_joiners_are_told_of_once(void **state)
{
	static const char notice[] = "sockview: 'and' and 'or' have equal strength and join from "
				     "the left; brackets say what is meant\n";
	static const struct {
		const char *text;
		bool mixed;
	} table[] = {
		{"sport = :1 or sport = :2 and dport = :3", true},
		{"sport = :1 sport = :2 or dport = :3", true},
		{"sport = :1 or sport = :2 and dport = :3 or dport = :4 and a", true},
		{"( sport = :1 or sport = :2 and a )", true},
		{"sport = :1 or ( sport = :2 and dport = :3 )", false},
		{"( sport = :1 or sport = :2 ) and dport = :3", false},
		{"sport = :1 and sport = :2 dport = :3", false},
		{"sport = :1 or sport = :2 | dport = :3", false},
		{"sport = :1", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		struct parsed parsed;

		PARSE(&parsed, table[i].text);
		assert_int_equal(parsed.status, 0);
		assert_string_equal(parsed.said.output, "");
		assert_string_equal(parsed.said.errors, table[i].mixed ? notice : "");
		parsed_done(&parsed);
	}
}

static void what_is_counted_may_be_filtered(void **state)
{
	struct parsed parsed;

	(void)state;
	PARSE(&parsed, "-s", "state", "listen");
	assert_int_equal(parsed.status, 0);
	assert_string_equal(parsed.said.errors, "");
	assert_int_equal(parsed.options.mode, MODE_SUMMARY);
	assert_non_null(parsed.options.pick.filter);
	parsed_done(&parsed);
}

/* -------- names -------- */

static void without_waiting_nobody_is_asked(void **state)
{
	struct resolve_time time, line_time;
	struct filter_names typing = resolve_names(false, &time);
	struct filter_names line = resolve_names(true, &line_time);

	(void)state;
	assert_null(typing.user);
	assert_null(typing.host);
	assert_non_null(line.user);
	assert_non_null(line.host);
	assert_ptr_equal(typing.service, line.service);
	assert_ptr_equal(typing.interface, line.interface);
	assert_ptr_equal(typing.cgroup, line.cgroup);
}

static void users_are_those_of_the_machine(void **state)
{
	struct resolve_time time;
	struct filter_names names = resolve_names(true, &time);
	const struct passwd *self = getpwuid(geteuid());
	uint32_t uid;

	(void)state;
	if (self) {
		assert_true(names.user(names.context, self->pw_name, &uid));
		assert_int_equal(uid, geteuid());
	}
	assert_false(names.user(names.context, "no such user", &uid));
	assert_false(names.user(names.context, "", &uid));
}

static void services_go_by_their_protocol(void **state)
{
	static const char *const some[] = {"http", "domain", "ssh", "ntp", "syslog", "shell"};
	struct resolve_time time;
	struct filter_names names = resolve_names(true, &time);
	uint16_t port;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(some); i++)
		for (int proto = 0; proto < CONN_PROTOS; proto++) {
			const char *name = conn_proto_name((enum conn_proto)proto);
			const struct servent *known = getservbyname(some[i], name);
			int expected = known ? ntohs((uint16_t)known->s_port) : -1;

			if (names.service(names.context, (enum conn_proto)proto, some[i], &port))
				assert_int_equal(port, expected);
			else
				assert_int_equal(expected, -1);
		}
	assert_false(names.service(names.context, CONN_TCP, "no such service", &port));
}

static void interfaces_are_those_of_this_network(void **state)
{
	struct resolve_time time;
	struct filter_names names = resolve_names(false, &time);
	uint32_t index;

	(void)state;
	assert_int_equal(names.interface(names.context, "lo", &index), if_nametoindex("lo") != 0);
	assert_false(names.interface(names.context, "nosuchdevice0", &index));
	assert_false(names.interface(names.context, "", &index));
}

static void only_directories_of_control_groups_are_cgroups(void **state)
{
	struct resolve_time time;
	struct filter_names names = resolve_names(false, &time);
	struct stat root;
	uint64_t id;

	(void)state;
	assert_false(names.cgroup(names.context, "/nosuch.slice", &id));
	assert_false(names.cgroup(names.context, "/proc", &id));
	assert_false(names.cgroup(names.context, "/usr", &id));
	assert_false(names.cgroup(names.context, "/proc/version", &id));
	if (!names.cgroup(names.context, "/", &id)) {
		print_message("no hierarchy of the second version is mounted\n");
		return;
	}
	if (stat("/sys/fs/cgroup/cgroup.controllers", &root) == 0 &&
		stat("/sys/fs/cgroup", &root) == 0)
		assert_int_equal(id, root.st_ino);
	else if (stat("/sys/fs/cgroup/unified", &root) == 0)
		assert_int_equal(id, root.st_ino);
	assert_false(names.cgroup(names.context, "cgroup.procs", &id));
}

static void addresses_of_hosts_come_with_their_family(void **state)
{
	struct resolve_time time;
	struct filter_names names = resolve_names(true, &time);
	struct filter_address addresses[4];
	size_t count;

	(void)state;
	count = names.host(names.context, "127.0.0.1", addresses, COUNT_OF(addresses));
	assert_int_equal(count, 1);
	assert_int_equal(addresses[0].family, CONN_IPV4);
	assert_memory_equal(addresses[0].bytes, "\x7f\0\0\1\0\0\0\0\0\0\0\0\0\0\0", 16);
	count = names.host(names.context, "::1", addresses, COUNT_OF(addresses));
	assert_int_equal(count, 1);
	assert_int_equal(addresses[0].family, CONN_IPV6);
	assert_memory_equal(addresses[0].bytes, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 16);
	assert_int_equal(names.host(names.context, "127.0.0.1", addresses, 0), 0);
}

static void ephemeral_ports_are_the_kernel_s(void **state)
{
	struct resolve_time time;
	struct filter_names names = resolve_names(false, &time);
	FILE *file = fopen("/proc/sys/net/ipv4/ip_local_port_range", "r");
	unsigned first = 0, last = 0;

	(void)state;
	if (!file || fscanf(file, "%u %u", &first, &last) != 2)
		print_message("the range cannot be read\n");
	if (file)
		fclose(file);
	assert_int_equal(names.ephemeral_first, first);
	assert_int_equal(names.ephemeral_last, last);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_caret_stands_under_what_is_wrong),
		cmocka_unit_test(the_offset_counts_bytes),
		cmocka_unit_test(an_offset_in_a_filter_of_several_words_is_that_of_all_of_it),
		cmocka_unit_test(on_the_screen_there_is_only_the_sentence),
		cmocka_unit_test(of_a_long_filter_only_the_place_of_the_error_is_shown),
		cmocka_unit_test(a_long_wrong_word_is_cut),
		cmocka_unit_test(a_searched_word_that_looks_like_a_condition_is_told),
		cmocka_unit_test(a_filter_that_is_too_long_is_refused),
		cmocka_unit_test(words_are_one_filter),
		cmocka_unit_test(mixed_joiners_are_told_of_once),
		cmocka_unit_test(what_is_counted_may_be_filtered),
		cmocka_unit_test(without_waiting_nobody_is_asked),
		cmocka_unit_test(users_are_those_of_the_machine),
		cmocka_unit_test(services_go_by_their_protocol),
		cmocka_unit_test(interfaces_are_those_of_this_network),
		cmocka_unit_test(only_directories_of_control_groups_are_cgroups),
		cmocka_unit_test(addresses_of_hosts_come_with_their_family),
		cmocka_unit_test(ephemeral_ports_are_the_kernel_s),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
