/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "sock/rows/track-queues.h"

static struct conn make_conn(uint64_t cookie)
{
	return (struct conn){.cookie = cookie, .state = CONN_ESTABLISHED, .has = CONN_HAS_COOKIE};
}

static int set_up(void **state)
{
	static struct track track;

	track_init(&track, 0);
	*state = &track;
	return 0;
}

static int tear_down(void **state)
{
	track_done(*state);
	return 0;
}

/* Lists sockets 1 to `count`, each of which holds 100 times its cookie; from `known` on without. */
static void list(struct track *track, uint64_t count, uint64_t known)
{
	struct instant now = track->now;

	now.mono_us += 1000000;
	now.boot_us += 1000000;
	track_begin(track, &now);
	assert_int_equal(track_begin_place(track, CONN_HERE), 0);
	for (uint64_t cookie = 1; cookie <= count; cookie++) {
		struct conn_memory memory = {.values = {(uint32_t)cookie * 100}, .count = 9};
		struct conn conn = make_conn(cookie);

		assert_int_equal(track_take(track, &conn, NULL), 0);
		if (cookie < known)
			assert_int_equal(track_take_memory(track, &conn, &memory), 0);
	}
	track_commit(track, CONN_HERE, parts_all());
	track_end(track);
}

static uint32_t received(struct track *track, uint64_t cookie)
{
	const struct conn_memory *memory =
		track_memory(track, track_find(track, CONN_HERE, cookie));

	return conn_memory_has(memory, CONN_MEMORY_RECEIVED) ? memory->values[0] : 0;
}

static void each_row_has_the_memory_of_its_own_socket(void **state)
{
	struct track *track = *state;

	list(track, 5000, 5001);
	for (uint64_t cookie = 1; cookie <= 5000; cookie++)
		assert_int_equal(received(track, cookie), cookie * 100);
}

static void it_costs_nothing_until_it_is_asked_for_and_afterwards(void **state)
{
	struct track *track = *state;

	list(track, 100, 0);
	assert_null(track->memory);
	assert_null(track_memory(track, track_find(track, CONN_HERE, 1)));
	list(track, 100, 101);
	assert_int_equal(received(track, 100), 10000);
	track_forget_memory(track);
	assert_null(track->memory);
	assert_null(track_memory(track, track_find(track, CONN_HERE, 1)));
}

static void a_socket_that_the_kernel_lists_without_it_has_none(void **state)
{
	struct track *track = *state;

	list(track, 10, 6);
	assert_int_equal(received(track, 5), 500);
	assert_null(track_memory(track, track_find(track, CONN_HERE, 6)));
}

static void a_new_socket_in_an_old_row_has_nothing_of_its_predecessor(void **state)
{
	struct track *track = *state;
	struct conn next = make_conn(77);
	uint32_t before;

	list(track, 3, 4);
	before = track_find(track, CONN_HERE, 3);
	track_forget_row(track, before);
	assert_int_equal(track_take(track, &next, NULL), 0);
	assert_int_equal(track_find(track, CONN_HERE, 77), before);
	assert_null(track_memory(track, before));
}

static void a_kernel_that_sends_fewer_figures_leaves_the_others_unknown(void **state)
{
	struct conn_memory memory = {.values = {1, 2, 3}, .count = CONN_MEMORY_DROPS};

	(void)state;
	assert_true(conn_memory_has(&memory, CONN_MEMORY_BACKLOGGED));
	assert_false(conn_memory_has(&memory, CONN_MEMORY_DROPS));
	assert_false(conn_memory_has(NULL, CONN_MEMORY_RECEIVED));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(each_row_has_the_memory_of_its_own_socket),
		TEST(it_costs_nothing_until_it_is_asked_for_and_afterwards),
		TEST(a_socket_that_the_kernel_lists_without_it_has_none),
		TEST(a_new_socket_in_an_old_row_has_nothing_of_its_predecessor),
		TEST(a_kernel_that_sends_fewer_figures_leaves_the_others_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
