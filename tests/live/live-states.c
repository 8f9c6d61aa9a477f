/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every state that loopback can make, seen through the program's own netlink wire. */
#include "support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "live/lab.h"

static struct lab lab;

static int set_up(void **state)
{
	(void)state;
	lab_open(&lab);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	lab_close(&lab);
	return 0;
}

static uint32_t inode_of(int fd)
{
	struct stat status;

	assert_int_equal(fstat(fd, &status), 0);
	return (uint32_t)status.st_ino;
}

/* The socket is listed in this state, and an exact query says the same. */
static struct conn see(uint64_t cookie, enum conn_state conn_state)
{
	struct conn conn, asked;

	if (!lab_wait_for(&lab, cookie, conn_state, &conn))
		fail_msg("never %s", conn_state_name(CONN_TCP, conn_state));
	assert_int_equal(lab_query(&lab, &conn, &asked), 0);
	assert_true(asked.cookie == cookie);
	assert_int_equal(asked.state, conn_state);
	assert_int_equal(source_is_complete(&lab.sweep.source, parts_all()), true);
	return conn;
}

static enum row_life life_of(uint64_t cookie)
{
	uint32_t index = track_find(&lab.track, CONN_HERE, cookie);

	return index == TRACK_NONE ? ROW_FREE : (enum row_life)lab.track.rows[index].life;
}

static void walk(int family, const char *address, bool mapped)
{
	struct lab_pair pair = lab_pair_open(family, address, 6666);
	struct conn conn = see(lab_cookie(pair.listener), CONN_LISTEN);
	char byte;

	assert_int_equal(conn.local.port, 6666);
	assert_int_equal(conn.inode, inode_of(pair.listener));
	conn = see(pair.client_cookie, CONN_ESTABLISHED);
	assert_int_equal(conn.remote.port, 6666);
	assert_int_equal(conn.inode, inode_of(pair.client));
	assert_int_equal(conn.has & CONN_HAS_UID, CONN_HAS_UID);
	assert_int_equal(conn.uid, 0);
	assert_int_equal(conn_is_mapped(&conn), mapped);
	conn = see(pair.server_cookie, CONN_ESTABLISHED);
	assert_int_equal(conn.local.port, 6666);
	assert_int_equal(conn.family, family == AF_INET ? CONN_IPV4 : CONN_IPV6);

	assert_int_equal(write(pair.client, "hello", 5), 5);
	assert_int_equal(shutdown(pair.client, SHUT_WR), 0);
	conn = see(pair.server_cookie, CONN_CLOSE_WAIT);
	assert_int_equal(conn.recv_q, 6); /* what was not read, and the FIN */
	see(pair.client_cookie, CONN_FIN_WAIT2);

	for (int i = 0; i < 5; i++)
		assert_int_equal(read(pair.server, &byte, 1), 1);
	close(pair.server);
	conn = see(pair.client_cookie, CONN_TIME_WAIT);
	assert_int_equal(conn.has & (CONN_HAS_UID | CONN_HAS_INODE), 0);
	assert_int_equal(conn.timer, CONN_TIMER_TIME_WAIT);
	close(pair.client);
	close(pair.listener);
}

static void a_connection_is_seen_from_listening_to_time_wait_under_one_cookie(void **state)
{
	(void)state;
	walk(AF_INET, "127.0.0.1", false);
	if (!lab_has_ipv6())
		return;
	walk(AF_INET6, "::1", false);
	walk(AF_INET6, "::ffff:127.0.0.3", true);
}

static void a_v4_client_of_a_dual_stack_listener_is_an_ipv6_socket_once(void **state)
{
	struct buffer text = {0};
	int listener, client, server;
	struct conn conn;

	(void)state;
	if (!lab_has_ipv6())
		skip();
	listener = lab_listen(AF_INET6, "::", 6670, 16);
	client = lab_connect(lab_socket(AF_INET, SOCK_STREAM), AF_INET, "127.0.0.1", 6670);
	server = lab_accept(listener);
	conn = see(lab_cookie(server), CONN_ESTABLISHED);
	assert_int_equal(conn.family, CONN_IPV6);
	assert_true(conn_is_mapped(&conn));
	conn_add_addr(&text, &conn, &conn.local);
	assert_string_equal(buffer_get(&text), "127.0.0.1");
	conn = see(lab_cookie(client), CONN_ESTABLISHED);
	assert_int_equal(conn.family, CONN_IPV4);
	buffer_done(&text);
	close(client);
	close(server);
	close(listener);
}

static void a_listener_shows_its_queue_and_its_limit(void **state)
{
	int listener = lab_listen(AF_INET, "127.0.0.1", 6671, 7), clients[3];
	struct conn conn, waiting;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(clients); i++)
		clients[i] =
			lab_connect(lab_socket(AF_INET, SOCK_STREAM), AF_INET, "127.0.0.1", 6671);
	conn = see(lab_cookie(listener), CONN_LISTEN);
	assert_int_equal(conn.recv_q, 3);
	assert_int_equal(conn.send_q, 7);
	/* Not yet accepted: there is no descriptor, and the kernel knows whose it will be. */
	assert_true(lab_wait_for_port(&lab, 6671, CONN_ESTABLISHED, &waiting));
	assert_int_equal(waiting.has & CONN_HAS_INODE, 0);
	for (size_t i = 0; i < COUNT_OF(clients); i++)
		close(clients[i]);
	close(listener);
}

static void half_open_connections_keep_their_cookie_when_they_are_accepted(void **state)
{
	int listener = lab_listen(AF_INET, "127.0.0.1", 6672, 16), seconds = 30, client, server;
	struct conn half, asked;

	(void)state;
	assert_int_equal(
		setsockopt(listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, &seconds, sizeof(seconds)), 0);
	client = lab_connect(lab_socket(AF_INET, SOCK_STREAM), AF_INET, "127.0.0.1", 6672);
	assert_true(lab_wait_for_port(&lab, 6672, CONN_SYN_RECV, &half));
	assert_int_equal(half.has & (CONN_HAS_UID | CONN_HAS_INODE), 0);
	assert_int_equal(lab_query(&lab, &half, &asked), 0);
	assert_int_equal(asked.state, CONN_SYN_RECV);
	assert_int_equal(write(client, "x", 1), 1);
	server = lab_accept(listener);
	assert_true(lab_cookie(server) == half.cookie);
	see(half.cookie, CONN_ESTABLISHED);
	close(client);
	close(server);
	close(listener);
}

static void a_call_that_nobody_answers_is_syn_sent(void **state)
{
	int listener = lab_listen(AF_INET, "127.0.0.1", 6673, 0), clients[4];
	struct conn conn;

	(void)state;
	/* The queue holds one; the calls behind it are not answered. */
	for (size_t i = 0; i < COUNT_OF(clients); i++)
		clients[i] = lab_start_connecting(
			lab_socket(AF_INET, SOCK_STREAM), AF_INET, "127.0.0.1", 6673);
	conn = see(lab_cookie(clients[3]), CONN_SYN_SENT);
	assert_int_equal(conn.inode, inode_of(clients[3]));
	assert_int_equal(conn.timer, CONN_TIMER_RETRANSMIT);
	for (size_t i = 0; i < COUNT_OF(clients); i++)
		close(clients[i]);
	close(listener);
}

static void udp_sockets_are_unconnected_or_connected(void **state)
{
	static const struct {
		int family;
		const char *address;
	} examples[] = {{AF_INET, "127.0.0.1"}, {AF_INET6, "::1"}, {AF_INET6, "::ffff:127.0.0.1"}};

	(void)state;
	if (!lab_dumps_udp(&lab))
		skip();
	for (size_t i = 0; i < (lab_has_ipv6() ? COUNT_OF(examples) : 1); i++) {
		int family = examples[i].family;
		int server = lab_socket(family, SOCK_DGRAM),
		    client = lab_socket(family, SOCK_DGRAM);
		struct conn conn;

		lab_bind(server, family, examples[i].address, 5353);
		lab_connect(client, family, examples[i].address, 5353);
		conn = see(lab_cookie(server), CONN_CLOSED);
		assert_int_equal(conn.proto, CONN_UDP);
		assert_string_equal(
			conn_state_name(CONN_UDP, (enum conn_state)conn.state), "UNCONN");
		assert_int_equal(conn.local.port, 5353);
		assert_int_equal(conn.remote.port, 0);
		assert_int_equal(write(client, "hello", 5), 5);
		conn = see(lab_cookie(client), CONN_ESTABLISHED);
		assert_int_equal(conn.remote.port, 5353);
		assert_int_equal(conn.inode, inode_of(client));
		assert_true(lab_find(&lab, lab_cookie(server), &conn));
		assert_true(conn.recv_q > 0);
		close(client);
		close(server);
	}
}

static void a_bound_socket_is_listed_when_it_is_asked_for(void **state)
{
	int fd = lab_socket(AF_INET, SOCK_STREAM);
	struct conn conn;

	(void)state;
	lab_bind(fd, AF_INET, "127.0.0.1", 6674);
	assert_false(lab_find(&lab, lab_cookie(fd), &conn));
	lab.plan.bound = true;
	if (!lab_find(&lab, lab_cookie(fd), &conn)) {
		print_message("this kernel does not list bound sockets (6.8): not checked\n");
	} else {
		assert_int_equal(conn.state, CONN_BOUND);
		assert_int_equal(conn.local.port, 6674);
		assert_int_equal(conn.inode, inode_of(fd));
		assert_int_equal(lab_query(&lab, &conn, &conn), -ENOENT);
		/* The dumps say so alone: no query takes it away. */
		for (int i = 0; i < 3; i++)
			assert_true(lab_find(&lab, lab_cookie(fd), &conn));
		/* It goes on to listen as the same socket. */
		assert_int_equal(listen(fd, 1), 0);
		see(lab_cookie(fd), CONN_LISTEN);
	}
	close(fd);
}

static void a_socket_bound_to_a_device_is_found_by_an_exact_query(void **state)
{
	int listener = lab_socket(AF_INET, SOCK_STREAM), client, server;
	struct conn conn;

	(void)state;
	if (setsockopt(listener, SOL_SOCKET, SO_BINDTODEVICE, "lo", 2)) {
		print_message("SO_BINDTODEVICE is refused here: not checked\n");
		close(listener);
		return;
	}
	lab_bind(listener, AF_INET, "127.0.0.1", 6675);
	assert_int_equal(listen(listener, 4), 0);
	conn = see(lab_cookie(listener), CONN_LISTEN);
	assert_int_not_equal(conn.interface, 0);
	client = lab_connect(lab_socket(AF_INET, SOCK_STREAM), AF_INET, "127.0.0.1", 6675);
	server = lab_accept(listener);
	conn = see(lab_cookie(server), CONN_ESTABLISHED);
	assert_int_not_equal(conn.interface, 0);
	close(client);
	close(server);
	close(listener);
}

static void sockets_that_share_a_port_are_never_lost(void **state)
{
	uint64_t cookies[16];
	int fds[16], one = 1;
	struct conn conn;

	(void)state;
	if (!lab_dumps_udp(&lab))
		skip();
	for (size_t i = 0; i < COUNT_OF(fds); i++) {
		fds[i] = lab_socket(AF_INET, i % 2 ? SOCK_DGRAM : SOCK_STREAM);
		assert_int_equal(
			setsockopt(fds[i], SOL_SOCKET, SO_REUSEPORT, &one, sizeof(one)), 0);
		lab_bind(fds[i], AF_INET, "127.0.0.1", 6676);
		cookies[i] = lab_cookie(fds[i]);
		if (i % 2 == 0)
			assert_int_equal(listen(fds[i], 4), 0);
	}
	for (int round = 0; round < 5; round++)
		for (size_t i = 0; i < COUNT_OF(fds); i++)
			assert_true(lab_find(&lab, cookies[i], &conn));
	for (size_t i = 0; i < COUNT_OF(fds); i++)
		close(fds[i]);
	for (int round = 0; round < 2; round++)
		lab_refresh(&lab);
	for (size_t i = 0; i < COUNT_OF(fds); i++)
		assert_int_equal(life_of(cookies[i]), ROW_GONE);
}

static void a_full_batch_of_queries_is_answered(void **state)
{
	const struct conn *asked[DIAG_QUERY_MAX];
	struct diag_answer answers[DIAG_QUERY_MAX];
	struct conn conns[DIAG_QUERY_MAX];
	struct lab_pair pairs[DIAG_QUERY_MAX / 2];

	(void)state;
	if (!lab_has_ipv6())
		skip();
	for (uint16_t i = 0; i < COUNT_OF(pairs); i++)
		pairs[i] = lab_pair_open(AF_INET6, "::1", (uint16_t)(7000 + i));
	for (size_t i = 0; i < COUNT_OF(pairs); i++) {
		conns[2 * i] = see(pairs[i].client_cookie, CONN_ESTABLISHED);
		conns[2 * i + 1] = see(pairs[i].server_cookie, CONN_ESTABLISHED);
	}
	for (size_t i = 0; i < DIAG_QUERY_MAX; i++)
		asked[i] = &conns[i];
	for (int round = 0; round < 20; round++) {
		assert_int_equal(
			diag_query(lab.closes, lab.buffer, asked, DIAG_QUERY_MAX, answers), 0);
		for (size_t i = 0; i < DIAG_QUERY_MAX; i++) {
			assert_int_equal(answers[i].error, 0);
			assert_true(answers[i].conn.cookie == conns[i].cookie);
			assert_true(answers[i].tcp_info);
			assert_int_not_equal(answers[i].tcp.congestion[0], '\0');
		}
	}
	for (size_t i = 0; i < COUNT_OF(pairs); i++)
		lab_pair_close(&pairs[i]);
}

static void new_changed_and_vanished_sockets_are_marked(void **state)
{
	struct lab_pair pair;
	struct conn conn;

	(void)state;
	if (!lab.kernel.can_destroy)
		skip();
	lab_refresh(&lab);
	pair = lab_pair_open(AF_INET, "127.0.0.1", 6677);
	lab_refresh(&lab);
	assert_int_equal(life_of(pair.client_cookie), ROW_NEW);
	assert_int_equal(life_of(pair.server_cookie), ROW_NEW);
	lab_refresh(&lab);
	assert_int_equal(life_of(pair.client_cookie), ROW_STEADY);
	assert_int_equal(write(pair.client, "hello", 5), 5);
	lab_refresh(&lab);
	assert_true(lab.track.rows[track_find(&lab.track, CONN_HERE, pair.server_cookie)].flags &
		    ROW_MOVED);
	assert_int_equal(shutdown(pair.client, SHUT_WR), 0);
	lab_refresh(&lab);
	assert_int_equal(life_of(pair.server_cookie), ROW_CHANGED);
	assert_int_equal(life_of(pair.client_cookie), ROW_CHANGED);
	lab_refresh(&lab);
	assert_int_equal(life_of(pair.server_cookie), ROW_STEADY);
	assert_true(lab_find(&lab, pair.server_cookie, &conn));
	assert_int_equal(lab_destroy(&lab, &conn).result, CLOSE_RESULT_CLOSED);
	/* Red when a refresh says so, and not before. */
	assert_int_equal(life_of(pair.server_cookie), ROW_STEADY);
	lab_refresh(&lab);
	assert_int_equal(life_of(pair.server_cookie), ROW_GONE);
	lab_pair_close(&pair);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_connection_is_seen_from_listening_to_time_wait_under_one_cookie),
		TEST(a_v4_client_of_a_dual_stack_listener_is_an_ipv6_socket_once),
		TEST(a_listener_shows_its_queue_and_its_limit),
		TEST(half_open_connections_keep_their_cookie_when_they_are_accepted),
		TEST(a_call_that_nobody_answers_is_syn_sent),
		TEST(udp_sockets_are_unconnected_or_connected),
		TEST(a_bound_socket_is_listed_when_it_is_asked_for),
		TEST(a_socket_bound_to_a_device_is_found_by_an_exact_query),
		TEST(sockets_that_share_a_port_are_never_lost),
		TEST(a_full_batch_of_queries_is_answered),
		TEST(new_changed_and_vanished_sockets_are_marked),
	};
	int skipped = lab_enter();

	return skipped ? skipped : cmocka_run_group_tests(tests, NULL, NULL);
}
