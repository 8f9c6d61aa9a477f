/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <arpa/inet.h>

#include "view/column/names.h"

static const char *interface(void *context, uint32_t index)
{
	(void)context;
	return index == 3 ? "eth0" : NULL;
}

static const struct names names = {.interface = interface};

static struct conn make_conn(enum conn_state conn_state)
{
	struct conn conn = {
		.proto = CONN_TCP,
		.family = CONN_IPV6,
		.state = (uint8_t)conn_state,
		.local.port = 80,
		.remote.port = 4001,
	};

	inet_pton(AF_INET6, "fe80::5", conn.local.addr);
	inet_pton(AF_INET6, "fe80::6", conn.remote.addr);
	return conn;
}

static void assert_pair(const struct conn *conn, const char *wanted)
{
	struct buffer out = {0};

	names_add_pair(&names, conn, " -> ", &out);
	assert_string_equal(buffer_get(&out), wanted);
	buffer_done(&out);
}

static void a_pair_has_both_ends_and_a_listener_only_its_own(void **state)
{
	struct conn conn = make_conn(CONN_ESTABLISHED);

	(void)state;
	assert_pair(&conn, "[fe80::5]:80 -> [fe80::6]:4001");
	conn.state = CONN_LISTEN;
	assert_pair(&conn, "[fe80::5]:80");
}

static void the_same_addresses_on_two_links_are_told_apart(void **state)
{
	struct conn conn = make_conn(CONN_ESTABLISHED);

	(void)state;
	conn.interface = 3;
	assert_pair(&conn, "[fe80::5]%eth0:80 -> [fe80::6]:4001");
	conn.state = CONN_LISTEN;
	assert_pair(&conn, "[fe80::5]%eth0:80");
}

static void an_interface_that_is_no_more_is_named_by_its_number(void **state)
{
	struct conn conn = make_conn(CONN_LISTEN);

	(void)state;
	conn.interface = 7;
	assert_pair(&conn, "[fe80::5]%if7:80");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pair_has_both_ends_and_a_listener_only_its_own),
		cmocka_unit_test(the_same_addresses_on_two_links_are_told_apart),
		cmocka_unit_test(an_interface_that_is_no_more_is_named_by_its_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
