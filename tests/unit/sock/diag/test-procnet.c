/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <arpa/inet.h>
#include <errno.h>

#include "sock/diag/procnet.h"
#include "support/fence.h"
#include "support/tree.h"

static const char heading[] =
	"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  "
	"timeout inode                                                     \n";

/* Lines as Linux 6.18 writes them. */
static const char tcp_listen[] = "   0: 0100007F:1A0A 00000000:0000 0A 00000000:00000003 "
				 "00:00000000 00000000  1000        0 "
				 "21468 1 ffff8880058e0000 100 0 0 10 0                     \n";
static const char tcp_established[] =
	"  12: 0100007F:C350 0200007F:1A0A 01 0000000A:0000000C 02:000000FA 00000003  1001        "
	"0 "
	"4294967295 2 ffff8880058e0900 20 4 30 10 -1                     \n";
static const char tcp_time_wait[] = " 123: 0100007F:C350 0100007F:1A0A 06 00000000:00000000 "
				    "03:00001770 00000000     0        0 "
				    "0 3 ffff8880058e1200\n";
static const char tcp6_mapped[] =
	"   1: 0000000000000000FFFF00000100007F:1A0A 0000000000000000FFFF00000100007F:C350 08 "
	"00000000:00000001 00:00000000 00000000     0        0 30002 1 ffff8880058e0000 20 0 0 10 "
	"-1\n";
static const char udp_bound[] = " 4711: 00000000:14E9 00000000:0000 07 00000000:00000000 "
				"00:00000000 00000000   109        0 "
				"17290 2 ffff888003da0000 0         \n";

static void check_addr(const struct conn *conn, const struct conn_endpoint *endpoint,
	const char *address, uint16_t port)
{
	struct buffer out = {0};

	conn_add_addr(&out, conn, endpoint);
	assert_string_equal(buffer_get(&out), address);
	assert_int_equal(endpoint->port, port);
	buffer_done(&out);
}

static void every_column_of_a_line_is_taken(void **state)
{
	struct conn conn;

	(void)state;
	assert_true(procnet_parse_line(tcp_established, CONN_TCP, CONN_IPV4, &conn));
	check_addr(&conn, &conn.local, "127.0.0.1", 50000);
	check_addr(&conn, &conn.remote, "127.0.0.2", 6666);
	assert_int_equal(conn.state, CONN_ESTABLISHED);
	assert_int_equal(conn.send_q, 10);
	assert_int_equal(conn.recv_q, 12);
	assert_int_equal(conn.timer, CONN_TIMER_KEEPALIVE);
	assert_int_equal(conn.timer_ms, 2500);
	assert_int_equal(conn.retransmits, 3);
	assert_int_equal(conn.uid, 1001);
	assert_int_equal(conn.inode, UINT32_MAX);
	assert_int_equal(conn.has, CONN_HAS_UID | CONN_HAS_INODE);
}

static void other_tables_are_read_the_same_way(void **state)
{
	struct conn conn;

	(void)state;
	assert_true(procnet_parse_line(tcp_listen, CONN_TCP, CONN_IPV4, &conn));
	assert_int_equal(conn.state, CONN_LISTEN);
	assert_int_equal(conn.recv_q, 3);
	assert_int_equal(conn.inode, 21468);
	assert_true(procnet_parse_line(tcp6_mapped, CONN_TCP, CONN_IPV6, &conn));
	assert_true(conn_is_mapped(&conn));
	check_addr(&conn, &conn.local, "127.0.0.1", 6666);
	assert_int_equal(conn.state, CONN_CLOSE_WAIT);
	assert_true(procnet_parse_line(udp_bound, CONN_UDP, CONN_IPV4, &conn));
	assert_int_equal(conn.state, CONN_CLOSED);
	assert_true(conn_is_listener(&conn));
	check_addr(&conn, &conn.local, "0.0.0.0", 5353);
	assert_int_equal(conn.uid, 109);
}

static void without_an_inode_the_owner_is_unknown_and_not_root(void **state)
{
	struct conn conn;

	(void)state;
	assert_true(procnet_parse_line(tcp_time_wait, CONN_TCP, CONN_IPV4, &conn));
	assert_int_equal(conn.has, 0);
	assert_int_equal(conn.uid, 0);
	assert_int_equal(conn.timer, CONN_TIMER_TIME_WAIT);
	assert_int_equal(conn.timer_ms, 60000);
}

static uint64_t cookie_of(const char *line, enum conn_proto proto, enum conn_family family)
{
	struct conn conn;

	assert_true(procnet_parse_line(line, proto, family, &conn));
	assert_false(conn.has & CONN_HAS_COOKIE);
	return conn.cookie;
}

static void made_up_cookies_name_one_socket_and_none_of_the_kernels(void **state)
{
	char other[sizeof(tcp_time_wait)];
	uint64_t cookie = cookie_of(tcp_time_wait, CONN_TCP, CONN_IPV4);

	(void)state;
	memcpy(other, tcp_time_wait, sizeof(other));
	assert_int_equal(cookie_of(other, CONN_TCP, CONN_IPV4), cookie);
	other[15] = '1'; /* another port */
	assert_true(cookie_of(other, CONN_TCP, CONN_IPV4) != cookie);
	memcpy(other, tcp_time_wait, sizeof(other));
	other[29] = '2'; /* another port of the peer */
	assert_true(cookie_of(other, CONN_TCP, CONN_IPV4) != cookie);
	assert_true(cookie_of(tcp_listen, CONN_TCP, CONN_IPV4) !=
		    cookie_of(tcp_listen, CONN_UDP, CONN_IPV4));
	/* The kernel counts from 1: it does not get so far. */
	assert_true(cookie_of(tcp_listen, CONN_TCP, CONN_IPV4) > INT64_MAX);
	assert_true(cookie > INT64_MAX);
}

static void what_is_no_line_of_a_socket_is_refused(void **state)
{
	static const char *const lines[] = {"", "\n", ":", "   0:", "   0: ", heading,
		"   0: 0100007f:1a0a 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1 "
		"1",
		"   0: 0100007F-1A0A 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1 "
		"1",
		"   0: 0100007F:1A0A 00000000:0000 0A 00000000:00000000 00:000000000 00000000 0 0 "
		"1 1",
		"   0: 0100007F:1A0A 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 x "
		"1",
		"   0: 0100007F:1A0A 00000000:0000 0A 00000000:00000000 00:00000000"};
	struct conn conn;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++)
		assert_false(procnet_parse_line(lines[i], CONN_TCP, CONN_IPV4, &conn));
	/* A line of the other family. */
	assert_false(procnet_parse_line(tcp_listen, CONN_TCP, CONN_IPV6, &conn));
	assert_false(procnet_parse_line(tcp6_mapped, CONN_TCP, CONN_IPV4, &conn));
}

static void an_unknown_state_or_timer_is_unknown(void **state)
{
	char line[sizeof(tcp_listen)];
	struct conn conn;

	(void)state;
	memcpy(line, tcp_listen, sizeof(line));
	memcpy(strstr(line, " 0A "), " FE ", 4);
	memcpy(strstr(line, " 00:"), " 09:", 4);
	assert_true(procnet_parse_line(line, CONN_TCP, CONN_IPV4, &conn));
	assert_int_equal(conn.state, CONN_UNKNOWN);
	assert_int_equal(conn.timer, CONN_TIMER_NONE);
	memcpy(strstr(line, " FE "), " 0C ", 4);
	assert_true(procnet_parse_line(line, CONN_TCP, CONN_IPV4, &conn));
	assert_int_equal(conn.state, CONN_SYN_RECV);
}

/* A line that is cut off says either nothing or the same as the whole one. */
static void check_cut(const char *line, enum conn_proto proto, enum conn_family family)
{
	struct conn whole;
	struct fence fence;

	fence_init(&fence, 4096);
	assert_true(procnet_parse_line(line, proto, family, &whole));
	for (size_t length = 0; length <= strlen(line); length++) {
		char text[512] = "";
		struct conn cut;

		memcpy(text, line, length);
		if (procnet_parse_line(
			    (char *)fence_copy(&fence, text, length + 1), proto, family, &cut))
			assert_memory_equal(&cut, &whole, sizeof(whole));
	}
	fence_done(&fence);
}

static void a_line_cut_at_any_length_is_never_another_socket(void **state)
{
	(void)state;
	check_cut(tcp_listen, CONN_TCP, CONN_IPV4);
	check_cut(tcp_established, CONN_TCP, CONN_IPV4);
	check_cut(tcp_time_wait, CONN_TCP, CONN_IPV4);
	check_cut(tcp6_mapped, CONN_TCP, CONN_IPV6);
	check_cut(udp_bound, CONN_UDP, CONN_IPV4);
}

static void a_line_with_any_byte_changed_is_read_no_farther(void **state)
{
	size_t length = strlen(tcp_established);
	struct fence fence;
	char *copy;

	(void)state;
	fence_init(&fence, 4096);
	copy = (char *)fence_copy(&fence, tcp_established, length + 1);
	for (size_t at = 0; at < length; at++)
		for (int byte = 0; byte < 256; byte++) {
			char kept = copy[at];
			struct conn conn;

			copy[at] = (char)byte;
			if (procnet_parse_line(copy, CONN_TCP, CONN_IPV4, &conn))
				assert_true(conn.state < CONN_STATES && conn.timer < CONN_TIMERS);
			copy[at] = kept;
		}
	fence_done(&fence);
}

/* -------- the files -------- */

struct taken {
	size_t count;
	uint32_t inodes[8];
	int error;
};

static int take(void *context, const struct conn *conn, const struct conn_tcp *tcp,
	const struct conn_memory *memory)
{
	struct taken *taken = context;

	(void)memory;
	assert_null(tcp);
	if (taken->error)
		return taken->error;
	assert_true(taken->count < COUNT_OF(taken->inodes));
	taken->inodes[taken->count++] = conn->inode;
	return 0;
}

static void each_table_has_its_file(void **state)
{
	static const struct {
		const char *path;
		enum conn_proto proto;
		enum conn_family family;
		const char *line;
		uint32_t inode;
	} tables[] = {
		{"/proc/net/tcp", CONN_TCP, CONN_IPV4, tcp_listen, 21468},
		{"/proc/net/tcp6", CONN_TCP, CONN_IPV6, tcp6_mapped, 30002},
		{"/proc/net/udp", CONN_UDP, CONN_IPV4, udp_bound, 17290},
	};
	char *root = tree_make();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		struct taken taken = {0};
		char text[2048];

		assert_int_equal(procnet_read(root, CONN_HERE, tables[i].proto, tables[i].family,
					 0xfff, take, &taken),
			-ENOENT);
		snprintf(text, sizeof(text), "%s%s", heading, tables[i].line);
		tree_write(root, tables[i].path, text);
		assert_int_equal(procnet_read(root, CONN_HERE, tables[i].proto, tables[i].family,
					 0xfff, take, &taken),
			0);
		assert_int_equal(taken.count, 1);
		assert_int_equal(taken.inodes[0], tables[i].inode);
	}
	tree_remove(root);
}

static void only_the_states_asked_for_are_taken(void **state)
{
	struct taken taken = {0};
	char *root = tree_make(), text[2048];

	(void)state;
	snprintf(text, sizeof(text), "%s%s%s%sgarbage\n", heading, tcp_listen, tcp_established,
		tcp_time_wait);
	tree_write(root, "/proc/net/tcp", text);
	assert_int_equal(
		procnet_read(root, CONN_HERE, CONN_TCP, CONN_IPV4, 1U << CONN_LISTEN, take, &taken),
		0);
	assert_int_equal(taken.count, 1);
	assert_int_equal(taken.inodes[0], 21468);
	assert_int_equal(
		procnet_read(root, CONN_HERE, CONN_TCP, CONN_IPV4, 0xfff, take, &taken), 0);
	assert_int_equal(taken.count, 4);
	taken.error = -ENOMEM;
	assert_int_equal(
		procnet_read(root, CONN_HERE, CONN_TCP, CONN_IPV4, 0xfff, take, &taken), -ENOMEM);
	tree_remove(root);
}

static void a_last_line_without_its_end_is_not_believed(void **state)
{
	struct taken taken = {0};
	char *root = tree_make(), text[2048];

	(void)state;
	snprintf(text, sizeof(text), "%s%s%.*s", heading, tcp_listen,
		(int)(strstr(tcp_established, "4294967295") + 4 - tcp_established),
		tcp_established);
	tree_write(root, "/proc/net/tcp", text);
	assert_int_equal(
		procnet_read(root, CONN_HERE, CONN_TCP, CONN_IPV4, 0xfff, take, &taken), 0);
	assert_int_equal(taken.count, 1);
	tree_remove(root);
}

static void a_directory_in_place_of_the_file_is_an_error(void **state)
{
	struct taken taken = {0};
	char *root = tree_make();

	(void)state;
	tree_write(root, "/proc/net/tcp/x", "");
	assert_true(procnet_read(root, CONN_HERE, CONN_TCP, CONN_IPV4, 0xfff, take, &taken) < 0);
	assert_int_equal(taken.count, 0);
	tree_remove(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_column_of_a_line_is_taken),
		cmocka_unit_test(other_tables_are_read_the_same_way),
		cmocka_unit_test(without_an_inode_the_owner_is_unknown_and_not_root),
		cmocka_unit_test(made_up_cookies_name_one_socket_and_none_of_the_kernels),
		cmocka_unit_test(what_is_no_line_of_a_socket_is_refused),
		cmocka_unit_test(an_unknown_state_or_timer_is_unknown),
		cmocka_unit_test(a_line_cut_at_any_length_is_never_another_socket),
		cmocka_unit_test(a_line_with_any_byte_changed_is_read_no_farther),
		cmocka_unit_test(each_table_has_its_file),
		cmocka_unit_test(only_the_states_asked_for_are_taken),
		cmocka_unit_test(a_last_line_without_its_end_is_not_believed),
		cmocka_unit_test(a_directory_in_place_of_the_file_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
