/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Dumps of a small hash table while connections come and go: the kernel misses sockets and lists
 * others twice without saying so. None of those that live may be shown as gone, or as new.
 */
#include "support/unit.h"

#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "live/lab.h"

/*
 * A socket is missed where a datagram ends within a chain of the table: it takes long chains, and
 * some luck. Clients and what waits to be accepted from them make about 16 in each.
 */
enum { BUCKETS = 1024, LISTENERS = 8, CLIENTS = 8 * BUCKETS, REFRESHES = 60, CHURNERS = 2 };

static struct lab lab;
static pid_t churners[CHURNERS];

/* Opens connections, with RST so that no TIME_WAIT fills the table, until it is killed. */
static void churn(uint16_t port)
{
	struct linger at_once = {.l_onoff = 1};
	int listener = lab_listen(AF_INET, "127.0.0.1", port, 64);

	for (;;) {
		int clients[32], servers[32];

		for (size_t i = 0; i < COUNT_OF(clients); i++) {
			clients[i] = lab_connect(
				lab_socket(AF_INET, SOCK_STREAM), AF_INET, "127.0.0.1", port);
			servers[i] = lab_accept(listener);
			setsockopt(clients[i], SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
		}
		for (size_t i = 0; i < COUNT_OF(clients); i++) {
			close(clients[i]);
			close(servers[i]);
		}
	}
}

static void start_churning(void)
{
	for (uint16_t i = 0; i < CHURNERS; i++) {
		churners[i] = fork();
		assert_true(churners[i] >= 0);
		if (churners[i] > 0)
			continue;
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		churn((uint16_t)(8000 + i));
	}
}

static void stop_churning(void)
{
	for (int i = 0; i < CHURNERS; i++) {
		kill(churners[i], SIGKILL);
		waitpid(churners[i], NULL, 0);
	}
}

/* Connections that nobody accepts: for each there is a second socket without a descriptor. */
static void open_steady(uint64_t *ret_cookies)
{
	for (uint16_t i = 0; i < LISTENERS; i++)
		lab_listen(AF_INET, "127.0.0.1", (uint16_t)(9000 + i), CLIENTS / LISTENERS);
	for (int i = 0; i < CLIENTS; i++) {
		int fd = lab_connect(lab_socket(AF_INET, SOCK_STREAM), AF_INET, "127.0.0.1",
			(uint16_t)(9000 + i % LISTENERS));

		ret_cookies[i] = lab_cookie(fd);
	}
}

static unsigned count_with_life(const uint64_t *cookies, enum row_life life)
{
	unsigned count = 0;

	for (size_t i = 0; i < CLIENTS; i++) {
		uint32_t index = track_find(&lab.track, CONN_HERE, cookies[i]);

		count += index == TRACK_NONE || lab.track.rows[index].life == life;
	}
	return count;
}

static int count_client(void *context, const struct conn *conn, const struct conn_tcp *tcp,
	const struct conn_memory *memory)
{
	(void)memory;
	(void)tcp;
	*(unsigned *)context += conn->remote.port >= 9000 && conn->remote.port < 9000 + LISTENERS;
	return 0;
}

/* How far one bare dump is from listing each client once: what the program has to mend. */
static unsigned count_faults_of_a_dump(void)
{
	static const struct diagmsg_dump what = {.proto = CONN_TCP, .states = 0xfff};
	struct diag_dump dump;
	unsigned count = 0;
	int progress = diag_dump_begin(&dump, lab.closes, lab.buffer, &what);

	assert_int_equal(progress, 0);
	do
		progress = diag_dump_step(&dump, count_client, &count);
	while (progress == DIAG_GOING);
	assert_int_equal(progress, DIAG_DONE);
	return count > CLIENTS ? count - CLIENTS : CLIENTS - count;
}

static void no_living_socket_is_called_gone_while_the_table_is_churned(void **state)
{
	static uint64_t cookies[CLIENTS];
	unsigned faults = 0;

	(void)state;
	lab_open(&lab);
	open_steady(cookies);
	lab_refresh(&lab);
	start_churning();
	for (int i = 0; i < REFRESHES; i++) {
		lab_refresh(&lab);
		assert_int_equal(lab.sweep.source.note_count, 0);
		assert_int_equal(count_with_life(cookies, ROW_GONE), 0);
		assert_int_equal(count_with_life(cookies, ROW_NEW), 0);
		faults += count_faults_of_a_dump() != 0;
	}
	stop_churning();
	print_message(
		"%u of %u bare dumps beside it missed or doubled sockets\n", faults, REFRESHES);
	lab_close(&lab);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_living_socket_is_called_gone_while_the_table_is_churned),
	};
	struct rlimit files;
	int skipped = lab_enter(), error;

	if (skipped)
		return skipped;
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	if (files.rlim_max < CLIENTS + 256 || setrlimit(RLIMIT_NOFILE, &files)) {
		printf("skipped: too few descriptors are allowed here\n");
		return 77;
	}
	/* A namespace gets a table of its own size from the one that makes it (Linux 6.1). */
	error = lab_set_sysctl("net/ipv4/tcp_child_ehash_entries", "1024");
	if (error) {
		printf("skipped: no net.ipv4.tcp_child_ehash_entries: %s\n", strerror(-error));
		return 77;
	}
	error = lab_enter_new_network();
	if (error) {
		printf("skipped: no second namespace: %s\n", strerror(-error));
		return 77;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
