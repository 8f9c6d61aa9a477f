/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The services on the screen: the page, its keys, the way to the sockets. */
#include "support/unit.h"

#include "support/session.h"

static int set_up(void **state)
{
	struct session *session = calloc(1, sizeof(*session));

	session_start(session, "", 24, 100);
	session_add(session, 7, CONN_TCP, CONN_LISTEN, "10.0.0.5:80", "0.0.0.0:0");
	session_add(session, 8, CONN_TCP, CONN_LISTEN, "10.0.0.5:81", "0.0.0.0:0");
	session_add(session, 9, CONN_TCP, CONN_ESTABLISHED, "10.0.0.5:81", "10.0.0.9:4000");
	session_add(session, 10, CONN_TCP, CONN_ESTABLISHED, "10.0.0.7:4000", "10.0.0.9:443");
	*state = session;
	return 0;
}

static int tear_down(void **state)
{
	session_end(*state);
	free(*state);
	return 0;
}

static void a_line_a_listener_the_most_clients_first(void **state)
{
	struct session *session = *state;

	session_press(session, "s");
	session_refresh(session);
	assert_int_equal(session_row_of(session, "10.0.0.5:80 "),
		session_row_of(session, "10.0.0.5:81 ") + 1);
	assert_int_equal(session_row_of(session, "10.0.0.7"), -1);
	assert_non_null(strstr(session_line(session, 2), "Services  2"));
	session_press(session, "Esc");
	assert_int_equal(session->app.pages.count, 0);
}

static void enter_shows_the_sockets_of_the_service(void **state)
{
	struct session *session = *state;

	session_press(session, "s");
	session_refresh(session);
	session_press(session, "Enter");
	assert_int_equal(session->app.pages.count, 0);
	assert_int_not_equal(session_row_of(session, "10.0.0.9:4000"), -1);
	assert_int_equal(session_row_of(session, "10.0.0.5:80 "), -1);
	assert_int_equal(session_row_of(session, "10.0.0.7"), -1);
}

static void f9_asks_about_its_connections(void **state)
{
	struct session *session = *state;

	session_press(session, "s");
	session_refresh(session);
	session_press(session, "F9");
	assert_int_not_equal(session_row_of(session, "Close all that are shown"), -1);
	assert_int_not_equal(session_row_of(session, "listener is left out"), -1);
}

static void it_sorts_by_its_own_columns(void **state)
{
	struct session *session = *state;

	session_press(session, "s");
	session_refresh(session);
	session_screen(session);
	session_press(session, "I");
	assert_true(
		session_row_of(session, "10.0.0.5:80 ") < session_row_of(session, "10.0.0.5:81 "));
	session_press(session, "F6");
	assert_int_not_equal(session_row_of(session, "Sort by"), -1);
	session_press(session, "Home Enter");
	assert_int_not_equal(session_row_of(session, "sorted by PROTO"), -1);
	session_press(session, "e");
	assert_int_not_equal(session_row_of(session, "PROTO (proto)"), -1);
}

static void tab_turns_to_the_budget_of_ports_and_back(void **state)
{
	struct session *session = *state;

	session_add(session, 20, CONN_TCP, CONN_ESTABLISHED, "10.0.0.7:40000", "10.0.0.9:443");
	session_press(session, "s Tab");
	session_refresh(session);
	assert_non_null(strstr(session_line(session, 2), "Port budget"));
	assert_int_not_equal(session_row_of(session, "10.0.0.9:443"), -1);
	session_press(session, "Tab");
	assert_non_null(strstr(session_line(session, 2), "Services"));
	session_press(session, "Tab");
	session_refresh(session);
	session_screen(session);
	session_press(session, "Enter");
	assert_int_equal(session->app.pages.count, 0);
	assert_int_not_equal(session_row_of(session, "10.0.0.7:40000"), -1);
	assert_int_equal(session_row_of(session, "10.0.0.5:80 "), -1);
}

static void what_is_selected_stays_selected(void **state)
{
	struct session *session = *state;

	session_press(session, "s");
	session_refresh(session);
	session_screen(session);
	assert_non_null(strstr(session_cursor_line(session), "10.0.0.5:81"));
	session_add(session, 11, CONN_TCP, CONN_ESTABLISHED, "10.0.0.5:80", "10.0.0.9:4001");
	session_add(session, 12, CONN_TCP, CONN_ESTABLISHED, "10.0.0.5:80", "10.0.0.9:4002");
	session_refresh(session);
	assert_non_null(strstr(session_cursor_line(session), "10.0.0.5:81"));
	assert_true(
		session_row_of(session, "10.0.0.5:80 ") < session_row_of(session, "10.0.0.5:81 "));
}

static void tcp_info_is_asked_for_while_the_page_is_open(void **state)
{
	struct session *session = *state;

	session_refresh(session);
	assert_false(session->app.engine.plan.extensions & DIAGMSG_INFO);
	session_press(session, "s");
	assert_true(session->app.engine.plan.extensions & DIAGMSG_INFO);
	session_press(session, "q");
	assert_false(session->app.engine.plan.extensions & DIAGMSG_INFO);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_line_a_listener_the_most_clients_first),
		TEST(enter_shows_the_sockets_of_the_service),
		TEST(f9_asks_about_its_connections),
		TEST(it_sorts_by_its_own_columns),
		TEST(tab_turns_to_the_budget_of_ports_and_back),
		TEST(what_is_selected_stays_selected),
		TEST(tcp_info_is_asked_for_while_the_page_is_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
