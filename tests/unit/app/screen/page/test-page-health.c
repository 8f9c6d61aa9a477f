/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Health on the screen: the page, the way to the sockets, the header. */
#include "support/unit.h"

#include "support/session.h"

static int set_up(void **state)
{
	struct session *session = calloc(1, sizeof(*session));

	session_start(session, "", 24, 80);
	*state = session;
	return 0;
}

static int tear_down(void **state)
{
	session_end(*state);
	free(*state);
	return 0;
}

static struct fake_socket *add_full_queue(struct session *session)
{
	struct fake_socket *listener =
		session_add(session, 7, CONN_TCP, CONN_LISTEN, "10.0.0.5:80", "0.0.0.0:0");

	listener->conn.recv_q = 9;
	listener->conn.send_q = 8;
	session_add(session, 8, CONN_TCP, CONN_ESTABLISHED, "10.0.0.7:4000", "10.0.0.9:443");
	return listener;
}

static void assert_in_line(struct session *session, int row, const char *text, bool wanted)
{
	const char *line = session_line(session, row);

	if ((strstr(line, text) != NULL) != wanted)
		fail_msg("'%s' is %s in '%s'", text, wanted ? "not" : "still", line);
}

static void the_header_tells_of_the_worst_without_being_asked(void **state)
{
	struct session *session = *state;
	struct fake_socket *listener = add_full_queue(session);

	session_refresh(session);
	assert_in_line(session, 0, "accept queue full", false);
	session_pass(session, 20000);
	assert_in_line(session, 0, "accept queue full", true);
	listener->conn.recv_q = 0;
	session_pass(session, 20000);
	assert_in_line(session, 0, "accept queue full", false);
}

static void a_quiet_machine_is_said_to_be_well(void **state)
{
	struct session *session = *state;

	session_add(session, 8, CONN_TCP, CONN_ESTABLISHED, "10.0.0.7:4000", "10.0.0.9:443");
	session_press(session, "F8");
	assert_int_not_equal(session_row_of(session, "Looking"), -1);
	assert_in_line(session, 2, "all is well", false);
	session_refresh(session);
	session_refresh(session);
	assert_int_not_equal(session_row_of(session, "All is well."), -1);
	assert_int_not_equal(session_row_of(session, "Looked for:"), -1);
	assert_in_line(session, 2, "all is well", true);
}

static void enter_shows_the_sockets_behind_a_finding(void **state)
{
	struct session *session = *state;

	add_full_queue(session);
	session_press(session, "F8");
	session_refresh(session);
	session_refresh(session);
	session_refresh(session);
	assert_int_equal(session_row_of(session, "10.0.0.7"), -1);
	assert_non_null(strstr(session_cursor_line(session), "accept queue full"));
	assert_in_line(session, 2, "1 problem", true);
	session_press(session, "Enter");
	assert_int_equal(session->app.pages.count, 0);
	assert_int_not_equal(session_row_of(session, "filter: src 10.0.0.5:80"), -1);
	assert_int_not_equal(session_row_of(session, "10.0.0.5:80 "), -1);
	assert_int_equal(session_row_of(session, "10.0.0.7"), -1);
}

static void a_finding_is_explained(void **state)
{
	struct session *session = *state;

	add_full_queue(session);
	session_press(session, "F8");
	session_refresh(session);
	session_refresh(session);
	session_refresh(session);
	session_press(session, "e");
	assert_int_not_equal(session_row_of(session, "accept queue full (accept-queue)"), -1);
	session_press(session, "Esc");
	assert_int_equal(session->app.pages.count, 1);
}

static void without_a_finding_enter_says_so(void **state)
{
	struct session *session = *state;

	session_press(session, "F8");
	session_refresh(session);
	session_press(session, "Enter");
	assert_int_equal(session->app.pages.count, 1);
	assert_int_not_equal(session_row_of(session, "there are no sockets to show"), -1);
	session_press(session, "Esc");
	assert_int_equal(session->app.pages.count, 0);
}

static void what_is_selected_stays_selected(void **state)
{
	struct session *session = *state;
	struct fake_socket *listener = add_full_queue(session), *other;

	other = session_add(session, 9, CONN_TCP, CONN_LISTEN, "10.0.0.5:81", "0.0.0.0:0");
	other->conn.recv_q = 85;
	other->conn.send_q = 99;
	session_press(session, "F8");
	for (int i = 0; i < 3; i++)
		session_refresh(session);
	session_screen(session); /* only what is drawn can be moved about in */
	session_press(session, "Down");
	assert_non_null(strstr(session_cursor_line(session), "10.0.0.5:81"));
	/* it becomes the worst */
	other->conn.recv_q = 200;
	for (int i = 0; i < 3; i++)
		session_refresh(session);
	assert_int_equal(session->app.health_monitor.scroller.selected, 0);
	assert_non_null(strstr(session_cursor_line(session), "10.0.0.5:81"));
	listener->conn.recv_q = 0;
	session_refresh(session);
	assert_int_equal(session->app.health_monitor.health.finding_count, 1);
}

static void tcp_info_is_asked_for_while_the_page_is_open(void **state)
{
	struct session *session = *state;

	session_add(session, 8, CONN_TCP, CONN_ESTABLISHED, "10.0.0.7:4000", "10.0.0.9:443");
	session_refresh(session);
	assert_false(session->app.engine.plan.extensions & DIAGMSG_INFO);
	session_press(session, "F8");
	assert_true(session->app.engine.plan.extensions & DIAGMSG_INFO);
	session_press(session, "Esc");
	assert_false(session->app.engine.plan.extensions & DIAGMSG_INFO);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_header_tells_of_the_worst_without_being_asked),
		TEST(a_quiet_machine_is_said_to_be_well),
		TEST(enter_shows_the_sockets_behind_a_finding),
		TEST(a_finding_is_explained),
		TEST(without_a_finding_enter_says_so),
		TEST(what_is_selected_stays_selected),
		TEST(tcp_info_is_asked_for_while_the_page_is_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
