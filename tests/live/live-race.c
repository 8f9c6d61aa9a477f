/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A connection that is closed and opened again between the same addresses as fast as can be, while
 * it is closed from outside: a close that was meant for one never hits its successor.
 */
#include "support/unit.h"

#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "live/lab.h"

enum { CLOSES = 100000, INCARNATIONS_MAX = 1 << 22, SECONDS_MAX = 25 };

/* Between the two processes. A number below `count` is an incarnation of the connection. */
struct stage {
	atomic_uint count; /* published */
	atomic_uint aborted, wrong;
	atomic_bool over;
	_Atomic uint64_t cookies[INCARNATIONS_MAX];
	atomic_bool attempted[INCARNATIONS_MAX]; /* before the request is sent */
};

static const struct linger at_once = {.l_onoff = 1};

static int error_of(int fd)
{
	socklen_t size = sizeof(int);
	int error = 0;

	getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
	return error;
}

/* One life of the connection; it may be closed by us or from outside. */
static void live_once(struct stage *stage, int listener)
{
	unsigned number = atomic_load(&stage->count);
	int client = lab_socket(AF_INET, SOCK_STREAM), server, one = 1, error = 0;

	setsockopt(client, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	lab_bind(client, AF_INET, "127.0.0.1", 40000);
	lab_connect(client, AF_INET, "127.0.0.1", 6680);
	server = lab_accept(listener);
	atomic_store(&stage->cookies[number], lab_cookie(client));
	atomic_store(&stage->count, number + 1);
	/* Some end before anybody means them, some while, some after. */
	for (unsigned i = 0; i < number % 64 && !error; i++)
		error = send(client, "x", 1, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 ? errno : 0;
	if (!error)
		error = error_of(client);
	if (error == ECONNABORTED) {
		atomic_fetch_add(&stage->aborted, 1);
		/* Nobody but the other process can have been it, and it wrote down
		 * whom it meant. */
		if (!atomic_load(&stage->attempted[number]))
			atomic_fetch_add(&stage->wrong, 1);
	}
	setsockopt(client, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	close(client);
	setsockopt(server, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	close(server);
}

static _Noreturn void live_again_and_again(struct stage *stage)
{
	int listener = lab_listen(AF_INET, "127.0.0.1", 6680, 16);

	alarm(SECONDS_MAX);
	while (!atomic_load(&stage->over) && atomic_load(&stage->count) < INCARNATIONS_MAX)
		live_once(stage, listener);
	_exit(0);
}

/* The connection as a snapshot would have it that was taken in one of its lives. */
static struct conn conn_of(struct stage *stage, unsigned number)
{
	struct conn conn = {
		.cookie = atomic_load(&stage->cookies[number]),
		.proto = CONN_TCP,
		.family = CONN_IPV4,
		.state = CONN_ESTABLISHED,
		.has = CONN_HAS_COOKIE | CONN_HAS_INODE,
		.local = {.addr = {127, 0, 0, 1}, .port = 40000},
		.remote = {.addr = {127, 0, 0, 1}, .port = 6680},
	};

	atomic_store(&stage->attempted[number], true);
	return conn;
}

static void a_successor_is_never_hit(void **state)
{
	struct stage *stage = mmap(
		NULL, sizeof(*stage), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	unsigned results[CLOSE_RESULTS] = {0}, tried = 0;
	struct lab lab;
	pid_t child;

	(void)state;
	assert_ptr_not_equal(stage, MAP_FAILED);
	lab_open(&lab);
	child = fork();
	if (child == 0)
		live_again_and_again(stage);
	alarm(SECONDS_MAX);
	while (tried < CLOSES) {
		unsigned count = atomic_load(&stage->count);

		if (count < 3 || kill(child, 0) < 0)
			continue;
		/* The one that is, or was a moment ago, and those before it. */
		for (unsigned back = 1; back <= 3; back++, tried++) {
			struct conn conn = conn_of(stage, count - back);
			struct close_outcome outcome = lab_destroy(&lab, &conn);

			results[outcome.result]++;
		}
	}
	atomic_store(&stage->over, true);
	waitpid(child, NULL, 0);
	alarm(0);
	print_message("%u closes of %u connections: %u closed, %u gone before, %u aborted\n", tried,
		atomic_load(&stage->count), results[CLOSE_RESULT_CLOSED],
		results[CLOSE_RESULT_ALREADY_GONE], atomic_load(&stage->aborted));
	assert_int_equal(atomic_load(&stage->wrong), 0);
	assert_true(atomic_load(&stage->count) > 100);
	assert_true(results[CLOSE_RESULT_CLOSED] > 0);
	/* What was closed was so once, and by us. */
	assert_true(atomic_load(&stage->aborted) <= results[CLOSE_RESULT_CLOSED] +
							    results[CLOSE_RESULT_STILL_THERE] +
							    results[CLOSE_RESULT_FAILED]);
	assert_int_equal(tried, results[CLOSE_RESULT_CLOSED] + results[CLOSE_RESULT_ALREADY_GONE]);
	lab_close(&lab);
	munmap(stage, sizeof(*stage));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_successor_is_never_hit),
	};
	int skipped = lab_enter();

	return skipped ? skipped : cmocka_run_group_tests(tests, NULL, NULL);
}
