/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The connections that have closed, on the screen. */
#include "support/unit.h"

#include "app/screen/page/page-history.h"
#include "support/session.h"

static int set_up(void **state)
{
	struct session *session = calloc(1, sizeof(*session));

	session_start(session, "", 24, 150);
	*state = session;
	return 0;
}

static int tear_down(void **state)
{
	session_end(*state);
	free(*state);
	return 0;
}

/* Three connections and a listener, of which the first and the second connection close in turn. */
static void close_two(struct session *session)
{
	struct fake_socket *first, *second;

	session_process(session, 57, "nginx", 5, 8);
	session_add(session, 7, CONN_TCP, CONN_LISTEN, "10.0.0.5:80", "0.0.0.0:0");
	first = session_add(session, 8, CONN_TCP, CONN_ESTABLISHED, "10.0.0.5:80", "10.0.0.9:4001");
	second = session_add(session, 9, CONN_TCP, CONN_LAST_ACK, "10.0.0.5:80", "10.0.0.9:4002");
	session_add(session, 10, CONN_TCP, CONN_ESTABLISHED, "10.0.0.5:80", "10.0.0.9:4003");
	session_refresh(session);
	first->conn.state = CONN_TIME_WAIT;
	first->conn.inode = 0;
	first->conn.has &= (uint8_t) ~(CONN_HAS_INODE | CONN_HAS_UID);
	session_refresh(session);
	*second = session->kernel.sockets[--session->kernel.socket_count];
	session_refresh(session);
	session_refresh(session);
}

static void the_last_that_closed_is_the_first_line(void **state)
{
	struct session *session = *state;
	int one, two;

	close_two(session);
	session_press(session, "H");
	one = session_row_of(session, "10.0.0.9:4002");
	two = session_row_of(session, "10.0.0.9:4001");
	assert_true(one > 0 && two == one + 1);
	assert_non_null(strstr(session_line(session, one), "fin by peer"));
	assert_non_null(strstr(session_line(session, two), "fin by us"));
	assert_non_null(strstr(session_line(session, two), "nginx"));
	/* Its last state alive, though its TIME_WAIT is still listed. */
	assert_non_null(strstr(session_line(session, two), "ESTABLISHED"));
	assert_int_equal(session_row_of(session, "10.0.0.9:4003"), -1);
	session_press(session, "q");
	assert_true(session_row_of(session, "10.0.0.9:4003") > 1); /* the table */
}

static void each_connection_has_one_line_whatever_refreshes_follow(void **state)
{
	struct session *session = *state;

	close_two(session);
	for (int i = 0; i < 5; i++)
		session_refresh(session);
	assert_int_equal(past_count(&session->app.engine.chronicle.past), 2);
}

static void the_filter_of_the_table_holds_there_too(void **state)
{
	struct session *session = *state;

	close_two(session);
	session_press(session, "H F4");
	session_type(session, "dport=:4002");
	session_press(session, "Enter");
	assert_true(session_row_of(session, "10.0.0.9:4002") > 0);
	assert_int_equal(session_row_of(session, "10.0.0.9:4001"), -1);
	session_press(session, "q Esc H");
	assert_true(session_row_of(session, "10.0.0.9:4001") > 0);
}

static void a_selected_line_stays_with_its_connection(void **state)
{
	struct session *session = *state;

	close_two(session);
	session_press(session, "H Down");
	assert_non_null(strstr(session_cursor_line(session), "10.0.0.9:4001"));
	session->kernel.socket_count--; /* one more has gone */
	session_refresh(session);
	session_refresh(session);
	assert_true(session_row_of(session, "10.0.0.9:4003") > 0);
	assert_non_null(strstr(session_cursor_line(session), "10.0.0.9:4001"));
}

static void what_this_program_closes_is_called_so(void **state)
{
	struct session *session = *state;

	session_add(session, 10, CONN_TCP, CONN_ESTABLISHED, "10.0.0.5:80", "10.0.0.9:4003");
	session_refresh(session);
	session_press(session, "F9 y");
	session_refresh(session);
	session_refresh(session);
	session_press(session, "H");
	assert_true(session_row_of(session, "closed by sock") > 0);
}

static void without_lingering_each_end_is_told_all_the_same(void **state)
{
	struct session session;

	(void)state;
	session_start(&session, "--linger=0", 24, 150);
	close_two(&session);
	assert_int_equal(session_row_of(&session, "10.0.0.9:4002"), -1);
	session.kernel.socket_count--;
	session_refresh(&session);
	assert_int_equal(session_row_of(&session, "10.0.0.9:4003"), -1);
	session_refresh(&session);
	session_press(&session, "H");
	assert_true(session_row_of(&session, "10.0.0.9:4002") > 0);
	assert_true(session_row_of(&session, "10.0.0.9:4003") > 0);
	session_end(&session);
}

static void groups_have_the_sums_of_what_has_closed(void **state)
{
	struct session *session = *state;
	int group;

	close_two(session);
	session_press(session, "H F5 Down Down Down Down Enter"); /* by remote host */
	group = session_row_of(session, "10.0.0.9");
	assert_true(group > 0);
	assert_non_null(strstr(session_line(session, group), " 2 "));
	assert_int_equal(session_row_of(session, "10.0.0.9:4001"), -1);
	session_press(session, "Enter");
	assert_int_equal(session_row_of(session, "10.0.0.9:4002"), group + 1);
	assert_int_equal(session_row_of(session, "10.0.0.9:4001"), group + 2);
	session_press(session, "Left");
	assert_int_equal(session_row_of(session, "10.0.0.9:4001"), -1);
	session_press(session, "q");
	assert_int_equal(session->app.table.groups.kind - group_kinds, 0);
}

static void a_search_goes_from_match_to_match(void **state)
{
	struct session *session = *state;

	close_two(session);
	session_press(session, "H /");
	session_type(session, "4001");
	session_press(session, "Enter");
	assert_non_null(strstr(session_cursor_line(session), "10.0.0.9:4001"));
	session_press(session, "/");
	session_type(session, "10.0.0.9:");
	session_press(session, "Enter");
	assert_non_null(strstr(session_cursor_line(session), "10.0.0.9:4001"));
	session_press(session, "n");
	assert_non_null(strstr(session_cursor_line(session), "10.0.0.9:4002"));
	session_press(session, "N");
	assert_non_null(strstr(session_cursor_line(session), "10.0.0.9:4001"));
	session_press(session, "q");
	assert_non_null(strstr(session_cursor_line(session), ":80"));
}

static void another_order_is_that_of_the_page_alone(void **state)
{
	struct session *session = *state;
	const struct column *before = session->app.table.order.column;

	close_two(session);
	session_press(session, "H I");
	assert_true(session_row_of(session, "10.0.0.9:4001") <
		    session_row_of(session, "10.0.0.9:4002"));
	session_press(session, "q");
	assert_ptr_equal(session->app.table.order.column, before);
}

/* As many as are there at most: no key waits for all of them to be put in order. */
static void many_lines_are_put_in_order_in_steps(void **state)
{
	struct session *session = *state;
	struct past *past = &session->app.engine.chronicle.past;
	struct end end = {.row = TRACK_NONE, .conn = {.proto = CONN_TCP}};
	struct past_owner owner = {.process = "curl"};
	size_t steps = 1;

	for (uint32_t i = 1; i <= 30000; i++) {
		end.conn.cookie = 1000 + i;
		end.at_us = i;
		past_add(past, &end, &session->app.engine.track, &owner);
	}
	session->app.rows_at_once = 1000;
	page_history_open(&session->app);
	assert_true(table_is_in_making(&session->app.history_view.table));
	while (page_history_step(&session->app))
		steps++;
	assert_in_range(steps, 7, 40);
	assert_int_equal(session->app.history_view.table.order.count, 30000);
	assert_int_equal(table_row_at(&session->app.history_view.table, 0), 29999);
}

#define WITH_SESSION(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SESSION(the_last_that_closed_is_the_first_line),
		WITH_SESSION(each_connection_has_one_line_whatever_refreshes_follow),
		WITH_SESSION(the_filter_of_the_table_holds_there_too),
		WITH_SESSION(a_selected_line_stays_with_its_connection),
		cmocka_unit_test(without_lingering_each_end_is_told_all_the_same),
		WITH_SESSION(groups_have_the_sums_of_what_has_closed),
		WITH_SESSION(a_search_goes_from_match_to_match),
		WITH_SESSION(another_order_is_that_of_the_page_alone),
		WITH_SESSION(many_lines_are_put_in_order_in_steps),
		WITH_SESSION(what_this_program_closes_is_called_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
