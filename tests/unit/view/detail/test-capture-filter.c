/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <arpa/inet.h>

#include "base/buffer.h"
#include "view/detail/capture-filter.h"

static struct conn make(enum conn_proto proto, enum conn_state state, int family, const char *local,
	uint16_t local_port, const char *remote, uint16_t remote_port)
{
	struct conn conn = {
		.proto = (uint8_t)proto,
		.family = family == AF_INET ? CONN_IPV4 : CONN_IPV6,
		.state = (uint8_t)state,
		.local.port = local_port,
		.remote.port = remote_port,
	};

	assert_int_equal(inet_pton(family, local, conn.local.addr), 1);
	assert_int_equal(inet_pton(family, remote, conn.remote.addr), 1);
	return conn;
}

static void check(const struct conn *conn, const char *ss, const char *tcpdump, const char *shark)
{
	const char *const expected[CAPTURE_FILTER_TOOLS] = {ss, tcpdump, shark};

	for (unsigned tool = 0; tool < CAPTURE_FILTER_TOOLS; tool++) {
		struct buffer text = {0};

		capture_filter_add(&text, (enum capture_filter_tool)tool, conn);
		assert_string_equal(buffer_get(&text), expected[tool]);
		buffer_done(&text);
	}
}

static void a_connection_is_named_by_both_ends(void **state)
{
	struct conn conn =
		make(CONN_TCP, CONN_ESTABLISHED, AF_INET, "10.0.0.5", 443, "198.51.100.7", 50112);

	(void)state;
	check(&conn, "src 10.0.0.5:443 and dst 198.51.100.7:50112",
		"host 10.0.0.5 and host 198.51.100.7 and tcp port 443 and tcp port 50112",
		"ip.addr == 10.0.0.5 and ip.addr == 198.51.100.7 and tcp.port == 443 and "
		"tcp.port == 50112");
}

static void an_ipv6_address_stands_in_brackets_where_a_port_follows(void **state)
{
	struct conn conn =
		make(CONN_UDP, CONN_ESTABLISHED, AF_INET6, "2001:db8::1", 53, "2001:db8::2", 4000);

	(void)state;
	check(&conn, "src [2001:db8::1]:53 and dst [2001:db8::2]:4000",
		"host 2001:db8::1 and host 2001:db8::2 and udp port 53 and udp port 4000",
		"ipv6.addr == 2001:db8::1 and ipv6.addr == 2001:db8::2 and udp.port == 53 and "
		"udp.port == 4000");
}

static void a_mapped_address_is_ipv4_for_every_tool(void **state)
{
	struct conn conn = make(CONN_TCP, CONN_CLOSE_WAIT, AF_INET6, "::ffff:127.0.0.1", 80,
		"::ffff:127.0.0.1", 4000);

	(void)state;
	check(&conn, "src 127.0.0.1:80 and dst 127.0.0.1:4000",
		"host 127.0.0.1 and tcp port 80 and tcp port 4000",
		"ip.addr == 127.0.0.1 and tcp.port == 80 and tcp.port == 4000");
}

static void a_listener_is_named_by_what_it_waits_on(void **state)
{
	struct conn any = make(CONN_TCP, CONN_LISTEN, AF_INET6, "::", 8080, "::", 0);
	struct conn one = make(CONN_UDP, CONN_CLOSED, AF_INET, "127.0.0.53", 53, "0.0.0.0", 0);

	(void)state;
	check(&any, "sport = :8080", "tcp port 8080", "tcp.port == 8080");
	check(&one, "src 127.0.0.53:53", "host 127.0.0.53 and udp port 53",
		"ip.addr == 127.0.0.53 and udp.port == 53");
}

static void every_tool_has_a_name_of_its_own(void **state)
{
	(void)state;
	assert_string_equal(capture_filter_tool_name(CAPTURE_FILTER_SS), "ss");
	assert_string_equal(capture_filter_tool_name(CAPTURE_FILTER_TCPDUMP), "tcpdump");
	assert_string_equal(capture_filter_tool_name(CAPTURE_FILTER_WIRESHARK), "wireshark");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_connection_is_named_by_both_ends),
		cmocka_unit_test(an_ipv6_address_stands_in_brackets_where_a_port_follows),
		cmocka_unit_test(a_mapped_address_is_ipv4_for_every_tool),
		cmocka_unit_test(a_listener_is_named_by_what_it_waits_on),
		cmocka_unit_test(every_tool_has_a_name_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
