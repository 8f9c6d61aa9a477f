/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The strip of the last events below the table. */
#include "support/unit.h"

#include "support/session.h"

static int set_up(void **state)
{
	struct session *session = calloc(1, sizeof(*session));

	session_start(session, "", 24, 150);
	session_process(session, 57, "nginx", 5, 8);
	session_add(session, 7, CONN_TCP, CONN_LISTEN, "10.0.0.5:80", "0.0.0.0:0");
	session_add(session, 8, CONN_TCP, CONN_ESTABLISHED, "10.0.0.5:80", "10.0.0.9:4001");
	session_refresh(session);
	*state = session;
	return 0;
}

static int tear_down(void **state)
{
	session_end(*state);
	free(*state);
	return 0;
}

/* The row of the screen from `from` on that has both texts; -1: none. */
static int find(struct session *session, const char *what, const char *whom)
{
	int title = session_row_of(session, "What happened last");

	for (int row = title < 0 ? 24 : title; row < 24; row++)
		if (strstr(session_line(session, row), what) &&
			strstr(session_line(session, row), whom))
			return row;
	return -1;
}

static void what_opens_changes_and_closes_is_told_the_last_at_the_bottom(void **state)
{
	struct session *session = *state;
	struct fake_socket *socket;

	session_press(session, "E");
	assert_true(session_row_of(session, "Nothing has happened yet") > 10);
	socket =
		session_add(session, 9, CONN_TCP, CONN_ESTABLISHED, "10.0.0.5:80", "10.0.0.9:4002");
	session_refresh(session);
	assert_true(find(session, "opened", "10.0.0.9:4002") > 0);
	assert_true(find(session, "state=ESTABLISHED", "10.0.0.9:4002") > 0);
	assert_int_equal(find(session, "opened", "10.0.0.9:4001"), -1);
	socket->conn.state = CONN_CLOSE_WAIT;
	session_refresh(session);
	assert_true(find(session, "CLOSE_WAIT", "before=ESTABLISHED") >
		    find(session, "opened", "10.0.0.9:4002"));
	session->kernel.socket_count--;
	session_refresh(session);
	session_refresh(session);
	assert_true(find(session, "closed", "10.0.0.9:4002") >
		    find(session, "CLOSE_WAIT", "before=ESTABLISHED"));
}

static void it_takes_lines_from_the_table_and_gives_them_back(void **state)
{
	struct session *session = *state;
	size_t height = session->app.table.height;

	session_press(session, "E");
	assert_true(session->app.table.height < height);
	session_press(session, "F8");
	assert_int_equal(session_row_of(session, "Nothing has happened yet"), -1);
	session_press(session, "q E");
	assert_int_equal(session->app.table.height, height);
	assert_int_equal(session_row_of(session, "Nothing has happened yet"), -1);
}

static void the_filter_of_the_table_holds(void **state)
{
	struct session *session = *state;

	session_press(session, "E F4");
	session_type(session, "dport=:4003");
	session_press(session, "Enter");
	session_add(session, 9, CONN_TCP, CONN_ESTABLISHED, "10.0.0.5:80", "10.0.0.9:4002");
	session_add(session, 10, CONN_TCP, CONN_ESTABLISHED, "10.0.0.5:80", "10.0.0.9:4003");
	session_refresh(session);
	assert_true(find(session, "opened", "10.0.0.9:4003") > 0);
	assert_int_equal(find(session, "opened", "10.0.0.9:4002"), -1);
}

static void it_opens_with_what_has_closed_before(void **state)
{
	struct session *session = *state;

	session->kernel.socket_count--;
	session_refresh(session);
	session_refresh(session);
	session_press(session, "E");
	assert_true(find(session, "closed", "10.0.0.9:4001") > 0);
}

static void however_much_happens_the_last_lines_are_shown(void **state)
{
	struct session *session = *state;

	session_press(session, "E");
	for (unsigned i = 0; i < 200; i++) {
		char remote[32];

		snprintf(remote, sizeof(remote), "10.0.1.%u:5000", i);
		session_add(session, 100 + i, CONN_TCP, CONN_ESTABLISHED, "10.0.0.5:80", remote);
	}
	session_refresh(session);
	assert_true(session->app.strip.count >= STRIP_LINES);
	assert_true(find(session, "opened", "10.0.1.199:5000") > 0);
}

static void on_a_narrow_screen_the_reason_is_not_what_is_cut(void **state)
{
	struct session session;
	int row;

	(void)state;
	session_start(&session, "", 24, 80);
	session_process(&session, 57, "nginx", 5, 8);
	session_add(&session, 7, CONN_TCP, CONN_LISTEN, "10.0.0.5:80", "0.0.0.0:0");
	session_add(&session, 8, CONN_TCP, CONN_LAST_ACK, "192.168.100.105:50443",
		"198.51.100.107:50112");
	session_refresh(&session);
	session.kernel.socket_count--;
	session_refresh(&session);
	session_refresh(&session);
	session_press(&session, "E");
	row = find(&session, "closed", "198.51.100.107:50112");
	assert_true(row > 0);
	assert_non_null(strstr(session_line(&session, row), "fin by peer"));
	session_end(&session);
}

#define WITH_SESSION(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SESSION(what_opens_changes_and_closes_is_told_the_last_at_the_bottom),
		WITH_SESSION(it_takes_lines_from_the_table_and_gives_them_back),
		WITH_SESSION(the_filter_of_the_table_holds),
		WITH_SESSION(it_opens_with_what_has_closed_before),
		cmocka_unit_test(on_a_narrow_screen_the_reason_is_not_what_is_cut),
		WITH_SESSION(however_much_happens_the_last_lines_are_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
