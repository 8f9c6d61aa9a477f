/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SOCK_DESTROY of every kind of socket that loopback can make: what the kernel does, and what we
 * say. */
#include "support/unit.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
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

static struct conn see(uint64_t cookie, enum conn_state conn_state)
{
	struct conn conn;

	if (!lab_wait_for(&lab, cookie, conn_state, &conn))
		fail_msg("never %s", conn_state_name(CONN_TCP, conn_state));
	return conn;
}

/* What shares its port with others is gone at the second refresh. */
static bool is_listed(uint64_t cookie)
{
	struct conn conn;

	lab_refresh(&lab);
	return lab_find(&lab, cookie, &conn);
}

/* Closes it with this result, and then it is gone, or it is not. */
static void close_as(
	uint64_t cookie, enum conn_state conn_state, enum close_result result, bool still_listed)
{
	struct conn conn = see(cookie, conn_state);
	struct close_outcome outcome = lab_destroy(&lab, &conn);

	if (outcome.result != result)
		fail_msg("%s: %s (%d), not %s", conn_state_name(CONN_TCP, conn_state),
			close_result_name(outcome.result), outcome.error,
			close_result_name(result));
	assert_int_equal(is_listed(cookie), still_listed);
}

static void assert_reset(int fd)
{
	char byte;

	assert_int_equal(read(fd, &byte, 1), -1);
	assert_int_equal(errno, ECONNRESET);
}

static void an_established_connection_is_closed_and_its_peer_reset(void **state)
{
	static const struct {
		int family;
		const char *address;
	} examples[] = {{AF_INET, "127.0.0.1"}, {AF_INET6, "::1"}, {AF_INET6, "::ffff:127.0.0.1"}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		struct lab_pair pair = lab_pair_open(examples[i].family, examples[i].address, 6666);
		char byte;

		close_as(pair.server_cookie, CONN_ESTABLISHED, CLOSE_RESULT_CLOSED, false);
		assert_reset(pair.client);
		assert_int_equal(read(pair.server, &byte, 1), -1);
		assert_int_equal(errno, ECONNABORTED);
		lab_pair_close(&pair);
	}
}

static void half_closed_connections_are_closed(void **state)
{
	(void)state;
	for (int side = 0; side < 2; side++) {
		struct lab_pair pair = lab_pair_open(AF_INET, "127.0.0.1", 6667);

		assert_int_equal(shutdown(pair.client, SHUT_WR), 0);
		if (side == 0)
			close_as(pair.server_cookie, CONN_CLOSE_WAIT, CLOSE_RESULT_CLOSED, false);
		else
			close_as(pair.client_cookie, CONN_FIN_WAIT2, CLOSE_RESULT_CLOSED, false);
		lab_pair_close(&pair);
	}
}

static void an_orphan_in_fin_wait2_is_closed(void **state)
{
	struct lab_pair pair = lab_pair_open(AF_INET, "127.0.0.1", 6668);

	(void)state;
	close(pair.client);
	close_as(pair.client_cookie, CONN_FIN_WAIT2, CLOSE_RESULT_CLOSED, false);
	close(pair.server);
	close(pair.listener);
}

static void time_wait_is_closed(void **state)
{
	struct lab_pair pair = lab_pair_open(AF_INET, "127.0.0.1", 6669);
	struct close_outcome outcome;
	struct conn conn;

	(void)state;
	close(pair.client);
	close(pair.server);
	conn = see(pair.client_cookie, CONN_TIME_WAIT);
	outcome = lab_destroy(&lab, &conn);
	/* Before Linux 6.0: not supported. */
	if (outcome.result != CLOSE_RESULT_NOT_SUPPORTED)
		assert_int_equal(outcome.result, CLOSE_RESULT_CLOSED);
	assert_int_equal(lab_find(&lab, pair.client_cookie, &conn),
		outcome.result == CLOSE_RESULT_NOT_SUPPORTED);
	close(pair.listener);
}

static void a_half_open_connection_is_closed(void **state)
{
	int listener = lab_listen(AF_INET, "127.0.0.1", 6670, 16), seconds = 30, client;
	struct conn conn;

	(void)state;
	setsockopt(listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, &seconds, sizeof(seconds));
	client = lab_connect(lab_socket(AF_INET, SOCK_STREAM), AF_INET, "127.0.0.1", 6670);
	assert_true(lab_wait_for_port(&lab, 6670, CONN_SYN_RECV, &conn));
	close_as(conn.cookie, CONN_SYN_RECV, CLOSE_RESULT_CLOSED, false);
	close(client);
	close(listener);
}

static void a_call_that_nobody_answers_is_closed(void **state)
{
	int listener = lab_listen(AF_INET, "127.0.0.1", 6671, 0), clients[4];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(clients); i++)
		clients[i] = lab_start_connecting(
			lab_socket(AF_INET, SOCK_STREAM), AF_INET, "127.0.0.1", 6671);
	close_as(lab_cookie(clients[3]), CONN_SYN_SENT, CLOSE_RESULT_CLOSED, false);
	for (size_t i = 0; i < COUNT_OF(clients); i++)
		close(clients[i]);
	close(listener);
}

static void a_connection_that_waits_to_be_accepted_is_closed(void **state)
{
	int listener = lab_listen(AF_INET, "127.0.0.1", 6672, 4);
	int client = lab_connect(lab_socket(AF_INET, SOCK_STREAM), AF_INET, "127.0.0.1", 6672);
	struct conn conn;

	(void)state;
	assert_true(lab_wait_for_port(&lab, 6672, CONN_ESTABLISHED, &conn));
	close_as(conn.cookie, CONN_ESTABLISHED, CLOSE_RESULT_CLOSED, false);
	close(client);
	close(listener);
}

static void a_listener_is_closed_once_and_keeps_its_port(void **state)
{
	int listener = lab_listen(AF_INET, "127.0.0.1", 6673, 4);
	struct conn conn = see(lab_cookie(listener), CONN_LISTEN);

	(void)state;
	close_as(conn.cookie, CONN_LISTEN, CLOSE_RESULT_CLOSED, false);
	assert_int_equal(accept(listener, NULL, NULL), -1);
	assert_int_equal(errno, EINVAL);
	/* It is not one of several on its port: there is none any more. */
	assert_int_equal(lab_destroy(&lab, &conn).result, CLOSE_RESULT_ALREADY_GONE);
	close(listener);
}

/* Sockets of one port: the kernel picks one by a hash, and has to be brought to each. */
static void open_group(int *fds, size_t count, int family, int type, const char *address)
{
	int one = 1;

	for (size_t i = 0; i < count; i++) {
		fds[i] = lab_socket(family, type);
		setsockopt(fds[i], SOL_SOCKET, SO_REUSEPORT, &one, sizeof(one));
		lab_bind(fds[i], family, address, 6674);
		if (type == SOCK_STREAM)
			assert_int_equal(listen(fds[i], 4), 0);
	}
}

static size_t count_listed(const uint64_t *cookies, size_t count)
{
	size_t listed = 0;

	/* what shares its port with others is gone at the second refresh */
	lab_refresh(&lab);
	lab_refresh(&lab);
	for (size_t i = 0; i < count; i++) {
		uint32_t row = track_find(&lab.track, CONN_HERE, cookies[i]);

		listed += row != TRACK_NONE && lab.track.rows[row].life != ROW_GONE;
	}
	return listed;
}

static void every_listener_that_shares_a_port_is_closed_alone(void **state)
{
	enum { COUNT = 64 };
	static const struct {
		int family;
		const char *address;
	} examples[] = {{AF_INET, "127.0.0.1"}, {AF_INET, "0.0.0.0"}, {AF_INET6, "::1"},
		{AF_INET6, "::"}, {AF_INET6, "::ffff:127.0.0.1"}};

	(void)state;
	for (size_t example = 0; example < COUNT_OF(examples); example++) {
		uint64_t cookies[COUNT];
		int fds[COUNT];

		open_group(fds, COUNT, examples[example].family, SOCK_STREAM,
			examples[example].address);
		for (size_t i = 0; i < COUNT; i++)
			cookies[i] = lab_cookie(fds[i]);
		for (size_t i = 0; i < COUNT; i++) {
			struct conn conn = see(cookies[i], CONN_LISTEN);

			assert_int_equal(lab_destroy(&lab, &conn).result, CLOSE_RESULT_CLOSED);
			assert_int_equal(count_listed(cookies, COUNT), COUNT - 1 - i);
		}
		for (size_t i = 0; i < COUNT; i++)
			close(fds[i]);
	}
}

/* With each that goes the hash picks another one: also between the closing and the look. */
static void all_listeners_that_share_a_port_are_closed_together(void **state)
{
	enum { COUNT = 64 };
	struct close_many batch;
	uint64_t cookies[COUNT];
	int fds[COUNT];

	(void)state;
	open_group(fds, COUNT, AF_INET, SOCK_STREAM, "127.0.0.1");
	close_many_init(&batch, &lab.kernel, lab.closes, lab.buffer);
	for (size_t i = 0; i < COUNT; i++) {
		struct conn conn;

		cookies[i] = lab_cookie(fds[i]);
		conn = see(cookies[i], CONN_LISTEN);
		assert_int_equal(close_many_add(&batch, &conn), 0);
	}
	while (close_many_step(&batch, COUNT))
		;
	for (size_t i = 0; i < COUNT; i++)
		assert_int_equal(batch.entries[i].outcome.result, CLOSE_RESULT_CLOSED);
	assert_int_equal(count_listed(cookies, COUNT), 0);
	close_many_done(&batch);
	for (size_t i = 0; i < COUNT; i++)
		close(fds[i]);
}

static void every_udp_socket_that_shares_a_port_is_reset_alone(void **state)
{
	enum { COUNT = 64 };
	int fds[COUNT];

	(void)state;
	open_group(fds, COUNT, AF_INET, SOCK_DGRAM, "127.0.0.1");
	for (size_t i = 0; i < COUNT; i++) {
		struct conn conn = see(lab_cookie(fds[i]), CONN_CLOSED);
		char byte;

		assert_int_equal(lab_destroy(&lab, &conn).result, CLOSE_RESULT_RESET);
		for (size_t k = 0; k < COUNT; k++) {
			assert_int_equal(recv(fds[k], &byte, 1, MSG_DONTWAIT), -1);
			assert_int_equal(errno, k == i ? ECONNABORTED : EAGAIN);
		}
	}
	for (size_t i = 0; i < COUNT; i++)
		close(fds[i]);
}

static void a_udp_socket_with_a_port_of_its_own_is_reset_and_stays(void **state)
{
	int fd = lab_socket(AF_INET, SOCK_DGRAM);
	char byte;

	(void)state;
	lab_bind(fd, AF_INET, "127.0.0.1", 5353);
	close_as(lab_cookie(fd), CONN_CLOSED, CLOSE_RESULT_RESET, true);
	assert_int_equal(recv(fd, &byte, 1, MSG_DONTWAIT), -1);
	assert_int_equal(errno, ECONNABORTED);
	assert_int_equal(recv(fd, &byte, 1, MSG_DONTWAIT), -1);
	assert_int_equal(errno, EAGAIN);
	close(fd);
}

static void a_connected_udp_socket_loses_its_peer(void **state)
{
	static const struct {
		int family;
		const char *address;
		bool bound;
		enum close_result result;
	} examples[] = {
		{AF_INET, "127.0.0.1", false, CLOSE_RESULT_CLOSED},
		{AF_INET, "127.0.0.1", true, CLOSE_RESULT_RESET},
		{AF_INET6, "::1", false, CLOSE_RESULT_CLOSED},
		{AF_INET6, "::1", true, CLOSE_RESULT_RESET},
		{AF_INET6, "::ffff:127.0.0.1", false, CLOSE_RESULT_CLOSED},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		int family = examples[i].family, fd = lab_socket(family, SOCK_DGRAM);
		int server = lab_socket(family, SOCK_DGRAM);

		lab_bind(server, family, examples[i].address, 5354);
		if (examples[i].bound)
			lab_bind(fd, family, examples[i].address, 5355);
		lab_connect(fd, family, examples[i].address, 5354);
		close_as(lab_cookie(fd), CONN_ESTABLISHED, examples[i].result, examples[i].bound);
		assert_int_equal(write(fd, "x", 1), -1);
		close(fd);
		close(server);
	}
}

/* The kernel answers ESTALE to the second look: another socket has the address. */
static void a_connected_udp_socket_is_closed_beside_another_on_its_port(void **state)
{
	int server = lab_socket(AF_INET, SOCK_DGRAM), fd = lab_socket(AF_INET, SOCK_DGRAM), other;
	struct conn conn;

	(void)state;
	lab_bind(server, AF_INET, "127.0.0.1", 5356);
	lab_connect(fd, AF_INET, "127.0.0.1", 5356);
	conn = see(lab_cookie(fd), CONN_ESTABLISHED);
	other = lab_socket(AF_INET, SOCK_DGRAM);
	lab_bind(other, AF_INET, "0.0.0.0", conn.local.port);
	close_as(conn.cookie, CONN_ESTABLISHED, CLOSE_RESULT_CLOSED, false);
	see(lab_cookie(other), CONN_CLOSED);
	/* And once more: what is there now is not what was meant. */
	assert_int_equal(lab_destroy(&lab, &conn).result, CLOSE_RESULT_ALREADY_GONE);
	see(lab_cookie(other), CONN_CLOSED);
	close(fd);
	close(other);
	close(server);
}

static void a_bound_socket_cannot_be_closed(void **state)
{
	int fd = lab_socket(AF_INET, SOCK_STREAM);
	struct conn conn;
	uint64_t cookie;

	(void)state;
	lab_bind(fd, AF_INET, "127.0.0.1", 6675);
	lab.plan.bound = true;
	cookie = lab_cookie(fd);
	if (lab_find(&lab, cookie, &conn))
		close_as(cookie, CONN_BOUND, CLOSE_RESULT_NOT_SUPPORTED, true);
	else
		print_message("this kernel does not list bound sockets (6.8): not checked\n");
	close(fd);
	assert_false(is_listed(cookie));
}

static void a_successor_under_the_same_addresses_is_not_touched(void **state)
{
	struct lab_pair pair = lab_pair_open(AF_INET, "127.0.0.1", 6676);
	struct conn conn = see(pair.client_cookie, CONN_ESTABLISHED), left;
	uint64_t real = conn.cookie;

	(void)state;
	conn.cookie = real + 1000000; /* of a predecessor, as it were */
	assert_int_equal(lab_destroy(&lab, &conn).result, CLOSE_RESULT_ALREADY_GONE);
	conn.cookie = UINT64_MAX;
	assert_int_equal(lab_destroy(&lab, &conn).result, CLOSE_RESULT_NO_COOKIE);
	assert_true(lab_find(&lab, real, &left));
	assert_int_equal(left.state, CONN_ESTABLISHED);
	assert_int_equal(write(pair.client, "x", 1), 1);
	lab_pair_close(&pair);
}

static void without_the_capability_nothing_is_closed(void **state)
{
	struct lab_pair pair = lab_pair_open(AF_INET, "127.0.0.1", 6677);
	struct conn conn = see(pair.client_cookie, CONN_ESTABLISHED);
	struct close_outcome outcome;
	struct close_kernel kernel;

	(void)state;
	lab_set_net_admin(false);
	outcome = lab_destroy(&lab, &conn);
	close_kernel_probe(&kernel, lab.closes, lab.buffer, "6.18");
	lab_set_net_admin(true);
	assert_int_equal(outcome.result, CLOSE_RESULT_NOT_PERMITTED);
	assert_int_equal(outcome.error, -EPERM);
	assert_true(kernel.can_destroy); /* that it may not is another question */
	see(pair.client_cookie, CONN_ESTABLISHED);
	see(pair.server_cookie, CONN_ESTABLISHED);
	lab_pair_close(&pair);
}

static void a_socket_bound_to_a_device_is_closed(void **state)
{
	int listener = lab_socket(AF_INET, SOCK_STREAM);

	(void)state;
	if (setsockopt(listener, SOL_SOCKET, SO_BINDTODEVICE, "lo", 2)) {
		print_message("SO_BINDTODEVICE is refused here: not checked\n");
	} else {
		lab_bind(listener, AF_INET, "127.0.0.1", 6678);
		assert_int_equal(listen(listener, 4), 0);
		close_as(lab_cookie(listener), CONN_LISTEN, CLOSE_RESULT_CLOSED, false);
	}
	close(listener);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static int test_closing(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_established_connection_is_closed_and_its_peer_reset),
		TEST(half_closed_connections_are_closed),
		TEST(an_orphan_in_fin_wait2_is_closed),
		TEST(time_wait_is_closed),
		TEST(a_half_open_connection_is_closed),
		TEST(a_call_that_nobody_answers_is_closed),
		TEST(a_connection_that_waits_to_be_accepted_is_closed),
		TEST(a_listener_is_closed_once_and_keeps_its_port),
		TEST(every_listener_that_shares_a_port_is_closed_alone),
		TEST(all_listeners_that_share_a_port_are_closed_together),
		TEST(every_udp_socket_that_shares_a_port_is_reset_alone),
		TEST(a_udp_socket_with_a_port_of_its_own_is_reset_and_stays),
		TEST(a_connected_udp_socket_loses_its_peer),
		TEST(a_connected_udp_socket_is_closed_beside_another_on_its_port),
		TEST(a_bound_socket_cannot_be_closed),
		TEST(a_successor_under_the_same_addresses_is_not_touched),
		TEST(without_the_capability_nothing_is_closed),
		TEST(a_socket_bound_to_a_device_is_closed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(void)
{
	int skipped = lab_enter();

	if (skipped)
		return skipped;
	lab_open(&lab);
	skipped = !lab.kernel.can_destroy;
	lab_close(&lab);
	if (skipped) {
		printf("skipped: this kernel has no SOCK_DESTROY\n");
		return 77;
	}
	return test_closing();
}
