/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Closing by the process's own descriptor, without a single capability. The sockets are a child's,
 * the closing is another one's: both have given up everything first.
 */
#include "support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "live/lab.h"
#include "sock/diag/netlink.h"
#include "sock/machine/process.h"
#include "sock/machine/process-fd.h"
#include "sock/close/close-by-fd.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

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

/* As an ordinary program is: of no power, and open to those of its user. */
static void become_ordinary(void)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct none[2] = {{0}};

	if (syscall(SYS_capset, &header, none) < 0 || prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) < 0)
		_exit(99);
#ifdef PR_SET_PTRACER
	prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
#endif
}

/*
 * A child that holds all that the test has open; where `other` is a descriptor, it stands in the
 * place of `fd` there. `ordinary`: it has given up its power.
 */
static pid_t keep(int fd, int other, bool ordinary)
{
	int ready[2];
	char byte;
	pid_t pid;

	assert_int_equal(pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		if (ordinary)
			become_ordinary();
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (other >= 0)
			dup2(other, fd);
		close(ready[0]);
		close(ready[1]);
		for (;;)
			pause();
	}
	close(ready[1]);
	assert_int_equal(read(ready[0], &byte, 1), 0);
	close(ready[0]);
	return pid;
}

static void release(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static enum close_result seize(pid_t pid, int fd, const struct conn *conn)
{
	static char buffer[WIRE_DATAGRAM_MAX];
	int proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC), process;
	struct process read;
	struct wire *wire;

	if (process_read(proc, (uint32_t)pid, &read) < 0 || netlink_open(&wire) < 0 ||
		process_fd_open(proc, read.pid, read.start, &process) < 0)
		return CLOSE_RESULT_FAILED;
	return close_by_fd_run(wire, buffer, process, (uint32_t)fd, conn, &(struct mptcp){0})
		.result;
}

/* By a process without capabilities. */
static enum close_result seize_ordinarily(pid_t pid, int fd, const struct conn *conn)
{
	pid_t agent = fork();
	int status;

	if (agent == 0) {
		become_ordinary();
		_exit((int)seize(pid, fd, conn));
	}
	waitpid(agent, &status, 0);
	assert_true(WIFEXITED(status));
	return (enum close_result)WEXITSTATUS(status);
}

static struct conn see(uint64_t cookie, enum conn_state conn_state)
{
	struct conn conn;

	if (!lab_wait_for(&lab, cookie, conn_state, &conn))
		fail_msg("never %s", conn_state_name(CONN_TCP, conn_state));
	return conn;
}

static bool is_listed(uint64_t cookie)
{
	struct conn conn;

	lab_refresh(&lab);
	return lab_find(&lab, cookie, &conn);
}

static void assert_result(enum close_result result, enum close_result expected)
{
	if (result != expected)
		fail_msg("%s, not %s", close_result_name(result), close_result_name(expected));
}

static void assert_reset(int fd)
{
	char byte;

	assert_int_equal(read(fd, &byte, 1), -1);
	assert_int_equal(errno, ECONNRESET);
}

static void a_connection_is_closed_and_its_peer_reset(void **state)
{
	static const struct {
		int family;
		const char *address;
	} examples[] = {{AF_INET, "127.0.0.1"}, {AF_INET6, "::1"}, {AF_INET6, "::ffff:127.0.0.1"}};

	(void)state;
	for (size_t i = 0; i < (lab_has_ipv6() ? COUNT_OF(examples) : 1); i++) {
		struct lab_pair pair = lab_pair_open(examples[i].family, examples[i].address, 6690);
		struct conn conn = see(pair.server_cookie, CONN_ESTABLISHED);
		pid_t pid = keep(pair.server, -1, true);

		assert_result(seize_ordinarily(pid, pair.server, &conn), CLOSE_RESULT_DISCONNECTED);
		assert_false(is_listed(conn.cookie));
		assert_reset(pair.client);
		assert_result(seize_ordinarily(pid, pair.server, &conn), CLOSE_RESULT_ALREADY_GONE);
		release(pid);
		lab_pair_close(&pair);
	}
}

static void other_states_are_closed_too(void **state)
{
	struct lab_pair pair = lab_pair_open(AF_INET, "127.0.0.1", 6691);
	struct conn listener = see(lab_cookie(pair.listener), CONN_LISTEN), waiting;
	pid_t pid;

	(void)state;
	assert_int_equal(shutdown(pair.client, SHUT_WR), 0);
	waiting = see(pair.server_cookie, CONN_CLOSE_WAIT);
	pid = keep(pair.server, -1, true);
	assert_result(seize_ordinarily(pid, pair.server, &waiting), CLOSE_RESULT_DISCONNECTED);
	assert_false(is_listed(waiting.cookie));
	assert_reset(pair.client);
	assert_result(seize_ordinarily(pid, pair.listener, &listener), CLOSE_RESULT_DISCONNECTED);
	assert_false(is_listed(listener.cookie));
	release(pid);
	lab_pair_close(&pair);
}

static void a_udp_socket_loses_its_peer(void **state)
{
	int server = lab_socket(AF_INET, SOCK_DGRAM), fd = lab_socket(AF_INET, SOCK_DGRAM);
	struct conn conn;
	pid_t pid;

	(void)state;
	if (!lab_dumps_udp(&lab))
		skip();
	lab_bind(server, AF_INET, "127.0.0.1", 6692);
	lab_bind(fd, AF_INET, "127.0.0.1", 6693);
	lab_connect(fd, AF_INET, "127.0.0.1", 6692);
	conn = see(lab_cookie(fd), CONN_ESTABLISHED);
	pid = keep(fd, -1, true);
	assert_result(seize_ordinarily(pid, fd, &conn), CLOSE_RESULT_DISCONNECTED);
	assert_int_equal(write(fd, "x", 1), -1);
	assert_int_equal(errno, EDESTADDRREQ);
	see(conn.cookie, CONN_CLOSED);
	release(pid);
	close(fd);
	close(server);
}

static void a_descriptor_that_is_another_socket_by_now_is_not_touched(void **state)
{
	struct lab_pair pair = lab_pair_open(AF_INET, "127.0.0.1", 6694);
	struct lab_pair other = lab_pair_open(AF_INET, "127.0.0.1", 6695);
	struct conn conn = see(pair.server_cookie, CONN_ESTABLISHED);
	pid_t pid = keep(pair.server, other.server, true);

	(void)state;
	assert_result(seize_ordinarily(pid, pair.server, &conn), CLOSE_RESULT_NO_DESCRIPTOR);
	assert_result(seize_ordinarily(pid, 60000, &conn), CLOSE_RESULT_NO_DESCRIPTOR);
	conn.cookie++; /* its inode, but not its cookie */
	assert_result(seize_ordinarily(pid, other.server, &conn), CLOSE_RESULT_ALREADY_GONE);
	assert_int_equal(write(pair.client, "x", 1), 1);
	assert_int_equal(write(other.client, "x", 1), 1);
	release(pid);
	lab_pair_close(&pair);
	lab_pair_close(&other);
}

static void of_a_more_powerful_process_nothing_is_taken(void **state)
{
	struct lab_pair pair = lab_pair_open(AF_INET, "127.0.0.1", 6696);
	struct conn conn = see(pair.server_cookie, CONN_ESTABLISHED);
	pid_t pid = keep(pair.server, -1, false);

	(void)state;
	assert_result(seize_ordinarily(pid, pair.server, &conn), CLOSE_RESULT_NOT_SEIZED);
	assert_true(is_listed(conn.cookie));
	assert_int_equal(write(pair.client, "x", 1), 1);
	release(pid);
	lab_pair_close(&pair);
}

/* Its subflow is what is listed; SOCK_DESTROY takes that, and the connection stays. */
static void a_connection_of_mptcp_is_closed_whole(void **state)
{
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_MPTCP), client, server;
	struct conn conn;
	char bytes[8];
	pid_t pid;

	(void)state;
	if (listener < 0) {
		print_message("no MPTCP here: not checked\n");
		return;
	}
	client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_MPTCP);
	lab_bind(listener, AF_INET, "127.0.0.1", 6697);
	assert_int_equal(listen(listener, 4), 0);
	lab_connect(client, AF_INET, "127.0.0.1", 6697);
	server = lab_accept(listener);
	assert_int_equal(write(client, "x", 1), 1);
	assert_int_equal(read(server, bytes, 1), 1);
	assert_true(lab_wait_for_port(&lab, 6697, CONN_ESTABLISHED, &conn));
	pid = keep(server, -1, true);
	assert_result(seize_ordinarily(pid, server, &conn), CLOSE_RESULT_DISCONNECTED);
	assert_false(is_listed(conn.cookie));
	assert_int_equal(send(server, "x", 1, MSG_NOSIGNAL), -1);
	assert_true(read(client, bytes, 1) <= 0);
	release(pid);
	close(client);
	close(server);
	close(listener);
}

static void what_has_nothing_to_lose_is_not_seized(void **state)
{
	struct conn conn = {.has = CONN_HAS_INODE | CONN_HAS_COOKIE, .state = CONN_ESTABLISHED};

	(void)state;
	assert_true(close_by_fd_is_possible(&conn));
	conn.state = CONN_BOUND;
	assert_false(close_by_fd_is_possible(&conn));
	conn.proto = CONN_UDP;
	conn.state = CONN_CLOSED;
	assert_false(close_by_fd_is_possible(&conn));
	conn.state = CONN_ESTABLISHED;
	conn.has = CONN_HAS_COOKIE; /* an orphan, TIME_WAIT, one that was not accepted */
	assert_false(close_by_fd_is_possible(&conn));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_connection_is_closed_and_its_peer_reset),
		TEST(other_states_are_closed_too),
		TEST(a_udp_socket_loses_its_peer),
		TEST(a_descriptor_that_is_another_socket_by_now_is_not_touched),
		TEST(of_a_more_powerful_process_nothing_is_taken),
		TEST(a_connection_of_mptcp_is_closed_whole),
		TEST(what_has_nothing_to_lose_is_not_seized),
	};
	int skipped = lab_enter();

	return skipped ? skipped : cmocka_run_group_tests(tests, NULL, NULL);
}
