/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The same refreshes with every single allocation failing once. Linked with --wrap
 * (see tests.am). */
#include "support/unit.h"

#include <errno.h>

#include "sock/rows/track.h"

enum { SOCKETS = 3000 };

static long allocations_left = -1; /* until one fails; -1: none does */

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__real_reallocarray(void *array, size_t count, size_t size);
void *__wrap_reallocarray(void *array, size_t count, size_t size);

static bool fails_now(void)
{
	if (allocations_left > 0)
		allocations_left--;
	return allocations_left == 0;
}

void *__wrap_malloc(size_t size)
{
	return fails_now() ? NULL : __real_malloc(size);
}

void *__wrap_reallocarray(void *array, size_t count, size_t size)
{
	return fails_now() ? NULL : __real_reallocarray(array, count, size);
}

static struct conn make_conn(uint64_t cookie)
{
	return (struct conn){.cookie = cookie, .state = CONN_ESTABLISHED, .has = CONN_HAS_COOKIE};
}

static void check(const struct track *track, size_t known)
{
	assert_int_equal(track->live_count, known);
	assert_int_equal(track->counts[CONN_TCP][CONN_IPV4][CONN_ESTABLISHED], known);
	for (uint64_t cookie = 1; cookie <= known; cookie++) {
		uint32_t index = track_find(track, CONN_HERE, cookie);

		assert_true(index < track->row_count);
		assert_int_equal(track->rows[index].conn.cookie, cookie);
	}
}

/*
 * Takes all sockets, with every allocation from the `nth` on failing until a socket could not be
 * taken; true if there was such a one.
 */
static bool take_all(struct track *track, long nth)
{
	struct conn_tcp tcp = {.rtt_us = 1};
	bool failed = false;

	allocations_left = nth;
	for (uint64_t cookie = 1; cookie <= SOCKETS; cookie++) {
		struct conn conn = make_conn(cookie);
		int error = track_take(track, &conn, &tcp);

		if (!error)
			continue;
		assert_int_equal(error, -ENOMEM);
		assert_false(failed);
		failed = true;
		allocations_left = -1;
		check(track, cookie - 1);
		assert_int_equal(track_take(track, &conn, &tcp), 0);
	}
	allocations_left = -1;
	return failed;
}

static void a_socket_for_which_there_is_no_memory_costs_the_others_nothing(void **state)
{
	long nth = 1;
	bool failed;

	(void)state;
	do {
		struct instant now = {.mono_us = 1, .boot_us = 1};
		struct track track;

		track_init(&track, 0);
		track_begin(&track, &now);
		assert_int_equal(track_begin_place(&track, CONN_HERE), 0);
		failed = take_all(&track, nth++);
		check(&track, SOCKETS);
		track_commit(&track, CONN_HERE, parts_all());
		track_end(&track);
		now.mono_us++;
		now.boot_us++;
		/* All vanish, and their rows are used again. */
		for (int i = 0; i < 2; i++) {
			track_begin(&track, &now);
			assert_int_equal(track_begin_place(&track, CONN_HERE), 0);
			track_commit(&track, CONN_HERE, parts_all());
			track_end(&track);
		}
		check(&track, 0);
		assert_int_equal(track.gone_count, 0);
		track_done(&track);
	} while (failed);
	/* Every table grew, and each of its steps failed once. */
	assert_true(nth > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_socket_for_which_there_is_no_memory_costs_the_others_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
