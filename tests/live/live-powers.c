/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the program gave up, the kernel refuses: tried, over a socket that was opened before. */
#include "support/unit.h"

#include <errno.h>
#include <linux/capability.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/system/privileges.h"
#include "live/lab.h"

static struct lab lab;

static bool holds(int capability)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &header, data) < 0)
		_exit(99);
	return data[capability / 32].permitted & 1U << capability % 32;
}

/* The result of a close by a process that kept only what it needs for `purposes`. */
static enum close_result close_with(unsigned purposes, const struct conn *conn)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		if (privileges_drop(purposes) < 0 ||
			holds(CAP_NET_ADMIN) != !!(purposes & PRIVILEGES_TO_CLOSE) ||
			holds(CAP_KILL) != !!(purposes & PRIVILEGES_TO_SIGNAL) ||
			holds(CAP_SYS_ADMIN) || holds(CAP_NET_RAW))
			_exit(98);
		_exit((int)lab_destroy(&lab, conn).result);
	}
	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status));
	return (enum close_result)WEXITSTATUS(status);
}

static void only_who_kept_the_right_to_close_can(void **state)
{
	struct lab_pair pair;
	struct conn conn;

	(void)state;
	lab_open(&lab);
	pair = lab_pair_open(AF_INET, "127.0.0.1", 6699);
	assert_true(lab_wait_for(&lab, pair.client_cookie, CONN_ESTABLISHED, &conn));
	/* --read-only, printed outputs */
	assert_int_equal(close_with(0, &conn), CLOSE_RESULT_NOT_PERMITTED);
	/* -K --signal */
	assert_int_equal(close_with(PRIVILEGES_TO_SIGNAL, &conn), CLOSE_RESULT_NOT_PERMITTED);
	assert_int_equal(write(pair.client, "x", 1), 1);
	/* -K, the screen */
	assert_int_equal(close_with(PRIVILEGES_TO_CLOSE, &conn), CLOSE_RESULT_CLOSED);
	assert_int_equal(close_with(PRIVILEGES_TO_CLOSE | PRIVILEGES_TO_SIGNAL, &conn),
		CLOSE_RESULT_ALREADY_GONE);
	lab_pair_close(&pair);
	lab_close(&lab);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_who_kept_the_right_to_close_can),
	};
	int skipped = lab_enter();

	return skipped ? skipped : cmocka_run_group_tests(tests, NULL, NULL);
}
