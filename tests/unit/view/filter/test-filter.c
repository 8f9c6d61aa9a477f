/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

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

static struct filter *parse(struct filter_rows *rows, const char *text)
{
	struct filter_error error = {0};
	struct filter *filter = NULL;

	if (filter_parse(text, &rows->names, &filter, &error) != 0)
		fail_msg("'%s' refused at %zu: %s", text, error.offset, error.message);
	return filter;
}

struct expectation {
	const char *text, *letters;
};

static void expect(struct filter_rows *rows, const struct expectation *table, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct filter *filter = parse(rows, table[i].text);
		char letters[FILTER_ROWS + 1];

		filter_rows_match(rows, filter, letters);
		filter_free(filter);
		if (strcmp(letters, table[i].letters) != 0)
			fail_msg("'%s' matches '%s', not '%s'", table[i].text, letters,
				table[i].letters);
	}
}

static void an_empty_filter_matches_everything(void **state)
{
	static const struct expectation table[] = {{"", "abcdefghij"}, {" \t\n", "abcdefghij"}};

	expect(*state, table, COUNT_OF(table));
}

static void states_are_a_set_as_in_ss(void **state)
{
	static const struct expectation table[] = {
		{"state established", "befh"},
		{"state ESTAB", "befh"},
		{"state close-wait", "c"},
		{"state Close_Wait", "c"},
		{"state listening state time-wait", "adj"},
		{"exclude listening exclude established", "cdgi"},
		{"excl listen", "bcdefghi"},
		{"state connected exclude established", "cdi"},
		{"state synchronized", "bcdefhi"},
		{"state bucket", "di"},
		{"state big", "abcefghj"},
		{"state all", "abcdefghij"},
		{"state unconn", "g"},
		{"state syn-recv", "i"},
		{"not state established", "acdgij"},
		{"state = listen", "aj"},
		{"state != listen", "bcdefghi"},
		{"state ~ WAIT", "cd"},
		{"state established and state listen", ""},
	};

	expect(*state, table, COUNT_OF(table));
}

static void an_address_or_port_alone_is_a_condition_of_either_end(void **state)
{
	static const struct expectation table[] = {
		{"10.0.0.5", "bcfi"},
		{"10.0.0.9", "c"},
		{"not 10.0.0.5", "adeghj"},
		{"127.0.0.0/8", "dg"},
		{"10/8", "bcfi"},
		{"10.0.0.5:443", "bfi"},
		{"198.51.100.7:50112", "b"},
		{"198.51.100.7:443", ""}, /* both are of one end */
		{"! 10.0.0.5:443", "acdeghj"},
		{"[2001:db8::1]:443", "e"},
		{"2001:db8::/32", "e"},
		{"[2001:db8::]/32", "e"},
		{"fe80::1%eth0", "h"},
		{"::1", ""},
		{":443", "befi"},
		{":50112", "b"},
		{":443 10.0.0.5", "bfi"},
		{":4", ""},
		/* These are searched for as text. */
		{"10.0.0", "bcfi"},
		{"'198.51.100.7:50112'", "b"},
		{"443", "befi"},
		{"10.0.0.5:", "cfi"},
		{"256.0.0.1", ""},
	};

	expect(*state, table, COUNT_OF(table));
}

static void words_of_tcpdump_are_known(void **state)
{
	static const struct expectation table[] = {
		{"host 10.0.0.9", "c"},
		{"host = 10.0.0.9", "c"},
		{"host != 10.0.0.5", "adeghj"},
		{"src host 10.0.0.5", "bcfi"},
		{"dst host 10.0.0.9", "c"},
		{"net 127.0.0.0/8", "dg"},
		{"src net 10.0.0.0/8", "bcfi"},
		{"dst net 192.0.2.0/24", "f"},
		{"port 443", "befi"},
		{"src port 443", "befi"},
		{"dst port 50000", "f"},
		{"src port > 6666", "cj"},
		{"udp and port 53", "g"},
		{"udp port 53", "g"},
		{"tcp and not port 443", "acdj"},
		{"src host 10.0.0.5 and dst port 41210", "c"},
	};

	expect(*state, table, COUNT_OF(table));
}

static void of_a_list_any_value_matches(void **state)
{
	static const struct expectation table[] = {
		{"port = 22,53", "ag"},
		{"port 22,53", "ag"},
		{"port = 22, 53", "ag"},
		{"port = :22,:domain", "ag"},
		{"port != 22,53", "bcdefhij"},
		{"sport = 22,443 state established", "bef"},
		{"dst port 50112,40000", "be"},
		{"lport = 22,53", "ag"},
		{"src 10.0.0.5,127.0.0.0/8", "bcdfgi"},
		{"host 10.0.0.9,198.51.100.7", "bc"},
		{"raddr = 10.0.0.9,198.51.100.7", "bc"},
		{"state listen,close-wait", "acj"},
		{"state = listen,close-wait", "acj"},
		{"state != listen,close-wait", "bdefghi"},
		{"exclude listen,established", "cdgi"},
		{"proto tcp,udp", "abcdefghij"},
		{"family = 4,6", "abcdefghij"},
		{"user = www,app", "bcefh"},
		{"uid = 33,1001", "bcefh"},
		{"uid != 33,1001", "adgij"},
		{"user = www,app or port = 22", "abcefh"},
	};

	expect(*state, table, COUNT_OF(table));
}

static void families_times_and_columns_have_several_spellings(void **state)
{
	static const struct expectation table[] = {
		{"family = 6", "efhj"},
		{"family 4", "abcdgi"},
		{"family = inet6", "efhj"},
		{"family != ip", "efhj"},
		{"rtt < 1ms", "c"},
		{"rtt < 20\302\265s", ""},
		{"rtt <= 22\302\265s", "c"},
		{"rtt <= 22\316\274s", "c"},
		{"rtt > 4msec rtt < 1sec", "bf"},
		{"recvq > 0", "cfj"},
		{"RECV-Q > 0", "cfj"},
		{"recv_q>0", "cfj"},
		{"tcp.rtt_us < 1ms", "c"},
		{"tcp_rtt_us < 1ms", "c"},
		{"LOCAL ADDR = 10.0.0.5", "bcfi"},
		{"local.port = 443", "befi"},
		{"not local port = 443", "acdghj"},
	};

	expect(*state, table, COUNT_OF(table));
}

static void a_searched_word_that_looks_like_a_condition_is_noted(void **state)
{
	static const struct {
		const char *text, *hint;
	} table[] = {
		{"connected", "state connected"},
		{"Listening", "state Listening"},
		{"time-wait", "state time-wait"},
		{"port = 22 or bucket", "state bucket"},
		{"ipv6", "family ipv6"},
		{"inet", "family ipv4"},
		{"tcp6", "proto tcp family ipv6"},
		{"connected ipv6", "state connected"}, /* the first of them */
		/* What is searched for finds what is meant, or nothing like it is meant. */
		{"established", NULL},
		{"listen", NULL},
		{"tcp", NULL},
		{"nginx", NULL},
		{"'connected'", NULL},
		{"/connected/", NULL},
		{"state connected", NULL},
		{"process = connected", NULL},
	};

	for (size_t i = 0; i < COUNT_OF(table); i++) {
		struct filter *filter = parse(*state, table[i].text);
		struct buffer hint = {0};

		if (filter->hinted)
			filter_add_hint(filter, &hint);
		assert_string_equal(
			buffer_get(&hint), table[i].hint ? table[i].hint : buffer_get(&hint));
		assert_int_equal(filter->hinted != NULL, table[i].hint != NULL);
		buffer_done(&hint);
		filter_free(filter);
	}
}

static void addresses_and_ports_match_as_in_ss(void **state)
{
	static const struct expectation table[] = {
		{"sport = :443", "befi"},
		{"sport :443", "befi"},
		{"sport 443", "befi"},
		{"sport eq :https", "befi"},
		{"sport == 0x1bb", "befi"},
		{"dport = :50112", "b"},
		{"sport neq :443", "acdghj"},
		{"sport lt :443", "ag"},
		{"sport le 443", "abefgi"},
		{"sport > 6666", "cj"},
		{"sport geq :6666", "cdj"},
		{"sport = inet6::443", "ef"},
		{"sport != inet6::443", "abcdghij"},
		{"sport = *", "abcdefghij"},
		{"dst 198.51.100.7", "b"},
		{"dst = 198.51.100.7:50112", "b"},
		{"dst 198.51.100.7:1", ""},
		{"dst :50000", "f"},
		{"dst *:50000", "f"},
		{"src 10.0.0.0/8", "bcfi"},
		{"src 10/8", "bcfi"},
		{"src 10.0.0.5/255.255.255.0", "bcfi"},
		{"src 10", ""},
		{"src 10.0.0.5:443", "bfi"},
		{"src 10.0.0.4/31:https", "bfi"},
		{"src 0.0.0.0/0", "abcdfgi"},
		{"src [::]/0", "efhj"},
		{"src [::ffff:10.0.0.5]", "f"},
		{"src 2001:db8::1", "e"},
		{"src 2001:db8::1:443", "e"},
		{"src [2001:db8::1]:443", "e"},
		{"src [2001:db8::1]:444", ""},
		{"src 2001:db8::/32", "e"},
		{"src [2001:db8::/33]:443", "e"},
		{"src [2001:db8::]/33:443", "e"},
		{"src fe80::1%eth0", "h"},
		{"src [fe80::1]%eth0:5353", "h"},
		{"src fe80::1%lo", ""},
		{"src inet6:*", "efhj"},
		{"src any", "abcdefghij"},
		{"src != 10.0.0.0/8", "adeghj"},
		{"dst both", "ce"},
		{"dst gateway:41210", "c"},
		{"dst != both", "abdfghij"},
		{"dev = eth0", "bh"},
		{"dev != eth0", "acdefgij"},
		{"dev 0", "acdefij"},
		{"fwmark = 5", "b"},
		{"fwmark 0x04/0x04", "bc"},
		{"fwmark != 0x5", "acdefghij"},
		{"cgroup /system.slice/nginx\\x2dold.service", "bef"},
		{"cgroup != '/system.slice/nginx\\x2dold.service'", "acdghij"},
		{"autobound", "dgh"},
	};
	struct filter_rows *rows = *state;

	rows->names.ephemeral_first = 53;
	rows->names.ephemeral_last = 6666;
	expect(rows, table, COUNT_OF(table) - 1);
	expect(rows, (const struct expectation[]){{"autobound", "bdefghi"}}, 1);
	rows->names.ephemeral_first = rows->names.ephemeral_last = 0;
	expect(rows, (const struct expectation[]){{"autobound", ""}}, 1);
}

static void and_and_or_are_equally_strong_and_join_from_the_left(void **state)
{
	static const struct expectation table[] = {
		{"sport = :22 or sport = :443 and dport = :1024", "i"},
		{"sport = :22 or ( sport = :443 and dport = :1024 )", "ai"},
		{"sport = :443 dport = :1024 | sport = :22", "ai"},
		{"sport = :443 && not dport = :1024", "bef"},
		{"! sport = :443 & ! sport = :22", "cdghj"},
		{"not ( sport = :443 or sport = :22 ) || dport :1024", "cdghij"},
		{"not not sport = :22", "a"},
		{"(sport=:22)|(sport=:443)&(dport=:1024)", "i"},
		{"sport=:22||dport!=1024&&state=listen", "aj"},
	};

	expect(*state, table, COUNT_OF(table));
}

static void states_at_the_beginning_hold_for_all_that_follows(void **state)
{
	static const struct expectation table[] = {
		{"state established sport = :443 or sport = :22", "bef"},
		{"state established and sport = :443 or sport = :22", "abef"},
		{"( state established sport = :443 or sport = :22 ) or port = 53", "befg"},
		{"(state established) sport = :443 or sport = :22", "abef"},
		{"sport = :22 or state established sport = :443", "bef"},
	};

	expect(*state, table, COUNT_OF(table));
}

static void every_column_is_a_word(void **state)
{
	static const struct expectation table[] = {
		{"port = 443", "befi"},
		{"port != 443", "acdghj"},
		{"port > 50000", "b"},
		{"port = :domain", "g"},
		{"addr = 10.0.0.9", "c"},
		{"addr 10.0.0.0/8", "bcfi"},
		{"addr != 10.0.0.0/8", "adeghj"},
		{"local = 10.0.0.5:443", "bfi"},
		{"laddr = 2001:db8::1", "e"},
		{"raddr != 0.0.0.0/0", "ehj"},
		{"remote ~ ^198", "b"},
		{"lport < 53", "a"},
		{"rport https", ""},
		{"proto = udp", "gh"},
		{"PROTO != UDP", "abcdefij"},
		{"family = ipv6", "efhj"},
		{"uid = 33", "bef"},
		{"user = www", "bef"},
		{"user != www", "acdghij"},
		{"user 1001", "ch"},
		{"user ~ ^w", "bef"},
		{"recvq > 0", "cfj"},
		{"sendq >= 64k", "b"},
		{"sendq >= 4KiB", "bj"},
		{"sendq = 0.125k", "a"},
		{"interface = eth0", "bh"},
		{"cookie = 0x3", "c"},
		{"backlog = 4k", "j"},
		{"age_at_least = no", "j"},
		{"pid ~ .", ""},
	};

	expect(*state, table, COUNT_OF(table));
}

static void what_has_no_value_matches_only_what_is_not_equal(void **state)
{
	static const struct expectation table[] = {
		{"rtt > 100ms", "b"},
		{"rtt < 100ms", "cf"},
		{"rtt = 22us", "c"},
		{"rtt != 22us", "abdefghij"},
		{"not rtt < 100ms", "abdeghij"},
		{"congestion = cubic", "bcf"},
		{"congestion != cubic", "adeghij"},
		{"congestion ~ cub", "bcf"},
		{"congestion !~ cub", "adeghij"},
		{"uid = 0", "agj"},
		{"process = nginx", ""},
		{"process != nginx", "abcdefghij"},
		{"pid < 100000", ""},
		{"holders >= 0", ""},
	};

	expect(*state, table, COUNT_OF(table));
}

static void a_lower_bound_matches_only_what_must_be_true(void **state)
{
	/* j is 60 seconds old, all others at least 120 */
	static const struct expectation table[] = {
		{"age > 90s", "abcdefghi"},
		{"age > 2m", ""},
		{"age >= 2m", "abcdefghi"},
		{"age < 1h", "j"},
		{"age = 2m", ""},
		{"age != 2m", "abcdefghij"},
		{"age = 60s", "j"},
		{"age <= 1m0.001s", "j"},
		{"age > 59999999us", "abcdefghij"},
		{"instate > 1m30s", "abcdefghi"},
	};

	expect(*state, table, COUNT_OF(table));
}

static void words_match_anywhere_in_the_row(void **state)
{
	static const struct expectation table[] = {
		{"www", "bef"},
		{"WWW", "bef"},
		{"wait", "cd"},
		{"udp", "gh"},
		{"TCP", "abcdefij"},
		{"10.0.0.5", "bcfi"},
		{"'10.0.0.5:443'", "fi"},
		{"10.0.0.5%eth0:443", "b"},
		{"db8", "e"},
		{"eth0", "bh"},
		{"70000", "b"},
		{"\"\"", "abcdefghij"},
		{"'60.0s'", ""},
		{"1m0s", "j"},
		{"/:443$/", "befi"},
		{"/^(LISTEN|UNCONN)$/", "agj"},
		{"/WWW/", ""},
		{"www !wait", "bef"},
		{"nosuch", ""},
	};

	expect(*state, table, COUNT_OF(table));
}

static void the_names_of_services_are_matched_where_they_are_shown(void **state)
{
	struct filter_rows *rows = *state;

	expect(rows, (const struct expectation[]){{"https", ""}}, 1);
	rows->context.services = true;
	expect(rows, (const struct expectation[]){{"https", "befi"}}, 1);
}

static void users_are_compared_by_name_where_nobody_can_be_asked(void **state)
{
	static const struct expectation table[] = {
		{"user = www", "bef"},
		{"user = nobody", ""},
		{"user = 33", "bef"},
	};
	struct filter_rows *rows = *state;

	rows->names = (struct filter_names){NULL};
	expect(rows, table, COUNT_OF(table));
}

static void what_cannot_match_need_not_be_listed(void **state)
{
	static const struct {
		const char *text;
		const char *parts; /* t, u: IPv4, T, U: IPv6 */
	} table[] = {
		{"", "tTuU"},
		{"sport = :80", "tTuU"},
		{"proto = tcp", "tT"},
		{"not proto = tcp", "uU"},
		{"family = ipv6", "TU"},
		{"family != ipv6 and proto = udp", "u"},
		{"state listen", "tT"},
		{"dst 10.0.0.1", "tTuU"},
		{"dst 2001:db8::1", "TU"},
		{"not dst 2001:db8::1", "tTuU"},
		{"dst 2001:db8::1 or dst 10.0.0.1", "tTuU"},
		{"proto = tcp or family = ipv6", "tTU"},
		{"exclude all", ""},
	};
	static const struct {
		char letter;
		uint8_t proto, family;
	} letters[] = {{'t', CONN_TCP, CONN_IPV4}, {'T', CONN_TCP, CONN_IPV6},
		{'u', CONN_UDP, CONN_IPV4}, {'U', CONN_UDP, CONN_IPV6}};
	struct filter_rows *rows = *state;

	for (size_t i = 0; i < COUNT_OF(table); i++) {
		struct filter *filter = parse(rows, table[i].text);

		for (size_t l = 0; l < COUNT_OF(letters); l++)
			if (parts_meet(filter_parts(filter),
				    parts_one(letters[l].proto, letters[l].family)) !=
				!!strchr(table[i].parts, letters[l].letter))
				fail_msg("'%s': %c", table[i].text, letters[l].letter);
		filter_free(filter);
	}
}

static void a_row_that_is_wanted_is_found_in_its_state(void **state)
{
	static const struct {
		const char *text;
		uint32_t tcp, udp;
	} table[] = {
		{"", 0x2fff, 1 << 1 | 1 << 7},
		{"state established", 1 << 1, 1 << 1},
		{"state listen", 1 << 10, 0},
		{"state listen or state established sport = :22", 1 << 10 | 1 << 1, 1 << 1},
		{"not state listen", 0x2bff, 1 << 1 | 1 << 7},
		{"state listen or pid = 3", 0x2fff, 1 << 1 | 1 << 7},
		{"not ( state listen pid = 3 )", 0x2fff, 1 << 1 | 1 << 7},
		{"not ( state listen or pid = 3 )", 0x2bff, 1 << 1 | 1 << 7},
		{"proto = udp state = unconn", 0, 1 << 7},
		{"proto = udp or state = listen", 1 << 10, 1 << 1 | 1 << 7},
		{"state syn-recv", 1 << 3, 0},
		{"state bound", 1 << 13, 0},
		{"exclude all", 0, 0},
	};
	struct filter_rows *rows = *state;

	for (size_t i = 0; i < COUNT_OF(table); i++) {
		struct filter *filter = parse(rows, table[i].text);

		if (filter_state_mask(filter, CONN_TCP) != table[i].tcp ||
			filter_state_mask(filter, CONN_UDP) != table[i].udp)
			fail_msg("'%s': %x %x", table[i].text, filter_state_mask(filter, CONN_TCP),
				filter_state_mask(filter, CONN_UDP));
		filter_free(filter);
	}
}

static void only_a_state_that_is_named_is_meant(void **state)
{
	static const struct {
		const char *text;
		bool says;
	} table[] = {
		{"state listen", true},
		{"sport = :22 state = LISTENING", true},
		{"state listen state established", true},
		{"not not state listen", true},
		{"state established", false},
		{"not state listen", false},
		{"state != listen", false},
		{"state all", false},
		{"state big", false},
		{"exclude established", false},
		{"sport = :22", false},
		{"", false},
	};
	struct filter_rows *rows = *state;

	for (size_t i = 0; i < COUNT_OF(table); i++) {
		struct filter *filter = parse(rows, table[i].text);

		if (filter_says_state(filter, CONN_LISTEN) != table[i].says)
			fail_msg("'%s'", table[i].text);
		filter_free(filter);
	}
}

static void a_filter_tells_what_it_looks_at(void **state)
{
	static const struct {
		const char *text;
		unsigned needs;
	} table[] = {
		{"state listen sport = :22", 0},
		{"rtt > 1ms", COLUMN_TCP_INFO},
		{"port = 22 or not congestion = cubic", COLUMN_TCP_INFO},
		{"process = nginx", COLUMN_OWNER},
		{"unit ~ nginx", COLUMN_OWNER},
		{"nginx", COLUMN_OWNER},
		{"443", COLUMN_OWNER},
		{"/x/", COLUMN_OWNER},
	};
	struct filter_rows *rows = *state;

	for (size_t i = 0; i < COUNT_OF(table); i++) {
		struct filter *filter = parse(rows, table[i].text);
		unsigned needs = filter_needs(filter) & (COLUMN_OWNER | COLUMN_TCP_INFO);

		if (needs != table[i].needs)
			fail_msg("'%s': %x", table[i].text, needs);
		filter_free(filter);
	}
}

static void mixing_and_with_or_is_told(void **state)
{
	static const struct {
		const char *text;
		bool mixed;
	} table[] = {
		{"a or b or c", false},
		{"a b and c", false},
		{"a or b and c", true},
		{"a b | c", true},
		{"a or b c", true},
		{"a or ( b c )", false},
		{"( a or b c ) d", true},
		{"state listen a or b", false},
		{"state listen a or b c", true},
	};
	struct filter_rows *rows = *state;

	for (size_t i = 0; i < COUNT_OF(table); i++) {
		struct filter *filter = parse(rows, table[i].text);

		if (filter->mixed != table[i].mixed)
			fail_msg("'%s': %d", table[i].text, filter->mixed);
		filter_free(filter);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(an_empty_filter_matches_everything),
		TEST(states_are_a_set_as_in_ss),
		TEST(addresses_and_ports_match_as_in_ss),
		TEST(an_address_or_port_alone_is_a_condition_of_either_end),
		TEST(words_of_tcpdump_are_known),
		TEST(of_a_list_any_value_matches),
		TEST(families_times_and_columns_have_several_spellings),
		TEST(a_searched_word_that_looks_like_a_condition_is_noted),
		TEST(and_and_or_are_equally_strong_and_join_from_the_left),
		TEST(states_at_the_beginning_hold_for_all_that_follows),
		TEST(every_column_is_a_word),
		TEST(what_has_no_value_matches_only_what_is_not_equal),
		TEST(a_lower_bound_matches_only_what_must_be_true),
		TEST(words_match_anywhere_in_the_row),
		TEST(the_names_of_services_are_matched_where_they_are_shown),
		TEST(users_are_compared_by_name_where_nobody_can_be_asked),
		TEST(a_row_that_is_wanted_is_found_in_its_state),
		TEST(what_cannot_match_need_not_be_listed),
		TEST(only_a_state_that_is_named_is_meant),
		TEST(a_filter_tells_what_it_looks_at),
		TEST(mixing_and_with_or_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
