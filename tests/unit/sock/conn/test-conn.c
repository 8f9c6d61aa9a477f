/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <arpa/inet.h>
#include <locale.h>

#include "sock/conn/conn.h"

static struct conn make_conn(const char *address, uint16_t port)
{
	struct conn conn = {.local.port = port};

	if (inet_pton(AF_INET, address, conn.local.addr) == 1) {
		conn.family = CONN_IPV4;
	} else {
		assert_int_equal(inet_pton(AF_INET6, address, conn.local.addr), 1);
		conn.family = CONN_IPV6;
	}
	return conn;
}

static const struct {
	const char *name;
	enum conn_state state;
} spellings[] = {
	{"ESTABLISHED", CONN_ESTABLISHED},
	{"ESTAB", CONN_ESTABLISHED},
	{"SYN_SENT", CONN_SYN_SENT},
	{"SYN_RECV", CONN_SYN_RECV},
	{"SYN_RCV", CONN_SYN_RECV},
	{"SYN_RCVD", CONN_SYN_RECV},
	{"SYN_RECEIVED", CONN_SYN_RECV},
	{"FIN_WAIT1", CONN_FIN_WAIT1},
	{"FIN_WAIT_1", CONN_FIN_WAIT1},
	{"FIN_WAIT2", CONN_FIN_WAIT2},
	{"FIN_WAIT_2", CONN_FIN_WAIT2},
	{"TIME_WAIT", CONN_TIME_WAIT},
	{"CLOSED", CONN_CLOSED},
	{"CLOSE", CONN_CLOSED},
	{"UNCONN", CONN_CLOSED},
	{"UNCONNECTED", CONN_CLOSED},
	{"CLOSE_WAIT", CONN_CLOSE_WAIT},
	{"LAST_ACK", CONN_LAST_ACK},
	{"LISTEN", CONN_LISTEN},
	{"LISTENING", CONN_LISTEN},
	{"CLOSING", CONN_CLOSING},
	{"BOUND", CONN_BOUND},
	{"BOUND_INACTIVE", CONN_BOUND},
	{"UNKNOWN", CONN_UNKNOWN},
};

/* Upper, lower and mixed case, '_' and '-'. */
static void check_spelling(const char *name, enum conn_state state)
{
	for (int way = 0; way < 6; way++) {
		char written[32];
		size_t i;

		for (i = 0; name[i]; i++) {
			bool lower = way % 3 == 1 || (way % 3 == 2 && i % 2);

			written[i] = name[i];
			if (lower && name[i] >= 'A' && name[i] <= 'Z')
				written[i] = (char)(name[i] + 'a' - 'A');
			if (way >= 3 && name[i] == '_')
				written[i] = '-';
		}
		written[i] = '\0';
		if (conn_state_from_name(written) != state)
			fail_msg("%s", written);
	}
}

static void every_spelling_of_a_state_is_known_in_any_case_with_either_dash(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(spellings); i++)
		check_spelling(spellings[i].name, spellings[i].state);
}

static void in_a_turkish_locale_i_is_still_the_small_i(void **state)
{
	(void)state;
	if (!setlocale(LC_CTYPE, "tr_TR.UTF-8")) {
		print_message("no tr_TR.UTF-8 here: not checked\n");
		return;
	}
	for (size_t i = 0; i < COUNT_OF(spellings); i++)
		check_spelling(spellings[i].name, spellings[i].state);
	setlocale(LC_CTYPE, "C");
}

static void what_is_no_state_is_none(void **state)
{
	static const char *const names[] = {"", "E", "ESTA", "ESTABLISHEDX", "LISTE", "FIN_WAIT",
		"FIN_WAIT3", "TIME WAIT", "TIMEWAIT", "-", "all", "LISTEN "};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		assert_int_equal(conn_state_from_name(names[i]), CONN_STATES);
}

static void a_shown_name_means_its_state(void **state)
{
	(void)state;
	for (int i = 0; i < CONN_STATES; i++) {
		enum conn_state back =
			conn_state_from_name(conn_state_name(CONN_TCP, (enum conn_state)i));

		assert_int_equal(back, i == CONN_NEW_SYN_RECV ? CONN_SYN_RECV : i);
	}
	assert_string_equal(conn_state_name(CONN_UDP, CONN_CLOSED), "UNCONN");
	assert_string_equal(conn_state_name(CONN_TCP, CONN_CLOSED), "CLOSED");
	assert_string_equal(conn_state_name(CONN_UDP, CONN_ESTABLISHED), "ESTABLISHED");
}

static void protocols_families_and_timers_have_names(void **state)
{
	(void)state;
	assert_string_equal(conn_proto_name(CONN_TCP), "tcp");
	assert_string_equal(conn_proto_name(CONN_UDP), "udp");
	assert_string_equal(conn_family_name(CONN_IPV4), "ipv4");
	assert_string_equal(conn_family_name(CONN_IPV6), "ipv6");
	assert_null(conn_timer_name(CONN_TIMER_NONE));
	for (int i = 1; i < CONN_TIMERS; i++)
		assert_non_null(conn_timer_name((enum conn_timer)i));
	assert_string_equal(conn_timer_name(CONN_TIMER_KEEPALIVE), "keepalive");
}

static void addresses_are_written_as_people_write_them(void **state)
{
	static const char *const examples[][2] = {
		{"0.0.0.0", "0.0.0.0"},
		{"10.0.0.5", "10.0.0.5"},
		{"255.255.255.255", "255.255.255.255"},
		{"::", "::"},
		{"::1", "::1"},
		{"2001:db8:0:0:0:0:0:1", "2001:db8::1"},
		{"fe80::1", "fe80::1"},
		{"::ffff:192.0.2.7", "192.0.2.7"},
		{"::ffff:0.0.0.0", "0.0.0.0"},
		{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
			"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		struct conn conn = make_conn(examples[i][0], 1);
		struct buffer out = {0};

		conn_add_addr(&out, &conn, &conn.local);
		assert_string_equal(buffer_get(&out), examples[i][1]);
		buffer_done(&out);
	}
}

static void kinds_of_addresses_are_told_apart(void **state)
{
	static const struct {
		const char *address;
		bool any, mapped, link_local;
	} examples[] = {
		{"0.0.0.0", true, false, false},
		{"127.0.0.1", false, false, false},
		{"254.128.0.1", false, false, false}, /* begins with fe 80 */
		{"::", true, false, false},
		{"::1", false, false, false},
		{"::ffff:0.0.0.0", true, true, false},
		{"::ffff:10.0.0.1", false, true, false},
		{"fe80::1", false, false, true},
		{"febf::1", false, false, true},
		{"fec0::1", false, false, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		struct conn conn = make_conn(examples[i].address, 1);

		assert_int_equal(conn_addr_is_any(&conn, &conn.local), examples[i].any);
		assert_int_equal(conn_is_mapped(&conn), examples[i].mapped);
		assert_int_equal(
			conn_addr_is_link_local(&conn, &conn.local), examples[i].link_local);
	}
}

static void a_mapped_address_is_the_ipv4_one_that_is_in_it(void **state)
{
	struct conn ipv4 = make_conn("10.0.0.5", 1), mapped = make_conn("::ffff:10.0.0.5", 1);
	struct conn ipv6 = make_conn("2001:db8::5", 1);
	uint8_t first[16], second[16];

	(void)state;
	conn_widen_addr(&ipv4, &ipv4.local, first);
	conn_widen_addr(&mapped, &mapped.local, second);
	assert_memory_equal(first, second, sizeof(first));
	conn_widen_addr(&ipv6, &ipv6.local, second);
	assert_memory_equal(ipv6.local.addr, second, sizeof(second));
	assert_true(conn_is_ipv4(&ipv4) && conn_is_ipv4(&mapped));
	assert_false(conn_is_ipv4(&ipv6));
}

static void listeners_are_those_that_wait_for_anybody(void **state)
{
	struct conn conn = {0};

	(void)state;
	for (uint8_t i = 0; i < CONN_STATES; i++) {
		conn.state = i;
		conn.proto = CONN_TCP;
		assert_int_equal(conn_is_listener(&conn), i == CONN_LISTEN);
		conn.proto = CONN_UDP;
		assert_int_equal(conn_is_listener(&conn), i == CONN_CLOSED);
	}
}

/* Rows are compared by their bytes: a hole between two fields would hold anything. */
static void a_conn_has_no_holes(void **state)
{
	(void)state;
	assert_int_equal(offsetof(struct conn, place) + sizeof(uint16_t), sizeof(struct conn));
	assert_int_equal(sizeof(struct conn),
		2 * sizeof(uint64_t) + 2 * sizeof(struct conn_endpoint) + 7 * sizeof(uint32_t) + 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_spelling_of_a_state_is_known_in_any_case_with_either_dash),
		cmocka_unit_test(in_a_turkish_locale_i_is_still_the_small_i),
		cmocka_unit_test(what_is_no_state_is_none),
		cmocka_unit_test(a_shown_name_means_its_state),
		cmocka_unit_test(protocols_families_and_timers_have_names),
		cmocka_unit_test(addresses_are_written_as_people_write_them),
		cmocka_unit_test(kinds_of_addresses_are_told_apart),
		cmocka_unit_test(a_mapped_address_is_the_ipv4_one_that_is_in_it),
		cmocka_unit_test(listeners_are_those_that_wait_for_anybody),
		cmocka_unit_test(a_conn_has_no_holes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
