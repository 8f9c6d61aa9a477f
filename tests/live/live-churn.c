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

enum { PAIRS = 400, REFRESHES = 60, CHURNERS = 2 };

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

/* How many of the steady sockets are not what they were. */
static unsigned count_false(const struct lab_pair *pairs, enum row_life wrong)
{
	unsigned count = 0;

	for (size_t i = 0; i < PAIRS; i++) {
		uint64_t cookies[] = {pairs[i].client_cookie, pairs[i].server_cookie};

		for (size_t side = 0; side < 2; side++) {
			uint32_t index = track_find(&lab.track, cookies[side]);

			count += index == TRACK_NONE || lab.track.rows[index].life == wrong;
		}
	}
	return count;
}

static void no_living_socket_is_called_gone_while_the_table_is_churned(void **state)
{
	static struct lab_pair pairs[PAIRS];
	size_t least = SIZE_MAX;

	(void)state;
	lab_open(&lab);
	for (uint16_t i = 0; i < PAIRS; i++)
		pairs[i] = lab_pair_open(AF_INET, "127.0.0.1", (uint16_t)(9000 + i));
	lab_refresh(&lab);
	start_churning();
	for (int i = 0; i < REFRESHES; i++) {
		lab_refresh(&lab);
		assert_int_equal(lab.sweep.note_count, 0);
		assert_int_equal(count_false(pairs, ROW_GONE), 0);
		assert_int_equal(count_false(pairs, ROW_NEW), 0);
		if (lab.track.live_count < least)
			least = lab.track.live_count;
	}
	stop_churning();
	assert_true(least >= 3 * PAIRS);
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
	if (files.rlim_max < 4 * PAIRS || setrlimit(RLIMIT_NOFILE, &files)) {
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
