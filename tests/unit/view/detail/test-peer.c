/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "support/rows.h"
#include "view/detail/peer.h"

static const char listing[] = "1 tcp LISTEN 127.0.0.1:80 0.0.0.0:0\n"
			      "2 tcp ESTABLISHED 127.0.0.1:80 127.0.0.1:4000\n"
			      "3 tcp ESTABLISHED 127.0.0.1:4000 127.0.0.1:80\n"
			      "4 tcp ESTABLISHED 10.0.0.1:4000 127.0.0.1:80\n"
			      "5 udp ESTABLISHED 127.0.0.1:4000 127.0.0.1:80\n"
			      "6 tcp ESTABLISHED [::ffff:127.0.0.1]:81 [::ffff:127.0.0.1]:4001\n"
			      "7 tcp ESTABLISHED 127.0.0.1:4001 127.0.0.1:81\n"
			      "8 tcp ESTABLISHED [::1]:82 [::1]:4002\n"
			      "9 tcp CLOSE_WAIT [::1]:4002 [::1]:82\n"
			      "10 tcp ESTABLISHED 127.0.0.1:90 127.0.0.1:90\n";

static struct rows rows;

static void setup(void)
{
	rows_init(&rows, 3000);
	rows_refresh(&rows, 1000, listing);
}

static const struct conn *conn_of(uint64_t cookie)
{
	return &rows.track.rows[rows_find(&rows, cookie)].conn;
}

/* The cookie of the other end, or 0. */
static uint64_t find(uint64_t cookie, size_t budget)
{
	struct peer peer;
	uint32_t row;

	peer_init(&peer);
	row = peer_step(&peer, &rows.track, conn_of(cookie), budget);
	return row == TRACK_NONE ? 0 : rows.track.rows[row].conn.cookie;
}

static void each_end_finds_the_other(void **state)
{
	(void)state;
	setup();
	assert_int_equal(find(2, 100), 3);
	assert_int_equal(find(3, 100), 2);
	assert_int_equal(find(8, 100), 9);
	assert_int_equal(find(9, 100), 8);
	rows_done(&rows);
}

static void a_dual_stack_socket_is_the_end_of_an_ipv4_one(void **state)
{
	(void)state;
	setup();
	assert_int_equal(find(6, 100), 7);
	assert_int_equal(find(7, 100), 6);
	rows_done(&rows);
}

static void neither_listeners_nor_itself_nor_strangers_are_an_end(void **state)
{
	(void)state;
	setup();
	assert_int_equal(find(1, 100), 0);
	assert_int_equal(find(4, 100), 0);
	assert_int_equal(find(5, 100), 0);
	assert_int_equal(find(10, 100), 0); /* connected to itself */
	rows_done(&rows);
}

static void the_search_goes_on_where_the_budget_ended(void **state)
{
	struct peer peer;
	unsigned steps = 1;

	(void)state;
	setup();
	peer_init(&peer);
	while (peer_step(&peer, &rows.track, conn_of(8), 2) == TRACK_NONE)
		assert_true(++steps < 10);
	assert_true(steps > 1);
	assert_int_equal(peer.found.cookie, 9);
	rows_done(&rows);
}

static void an_end_that_has_gone_is_looked_for_anew(void **state)
{
	struct conn conn;
	struct peer peer;

	(void)state;
	setup();
	conn = *conn_of(3);
	peer_init(&peer);
	assert_int_not_equal(peer_step(&peer, &rows.track, &conn, 100), TRACK_NONE);
	rows_refresh(&rows, 1000, "3 tcp ESTABLISHED 127.0.0.1:4000 127.0.0.1:80\n");
	rows_refresh(&rows, 1000, "3 tcp ESTABLISHED 127.0.0.1:4000 127.0.0.1:80\n");
	assert_int_equal(peer_step(&peer, &rows.track, &conn, 100), TRACK_NONE);
	rows_refresh(&rows, 1000,
		"3 tcp ESTABLISHED 127.0.0.1:4000 127.0.0.1:80\n"
		"20 tcp ESTABLISHED 127.0.0.1:80 127.0.0.1:4000\n");
	while (peer_step(&peer, &rows.track, &conn, 100) == TRACK_NONE)
		;
	assert_int_equal(peer.found.cookie, 20);
	rows_done(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_end_finds_the_other),
		cmocka_unit_test(a_dual_stack_socket_is_the_end_of_an_ipv4_one),
		cmocka_unit_test(neither_listeners_nor_itself_nor_strangers_are_an_end),
		cmocka_unit_test(the_search_goes_on_where_the_budget_ended),
		cmocka_unit_test(an_end_that_has_gone_is_looked_for_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
