/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The diagram of states as it is used. */
#include "support/unit.h"

#include "support/session.h"

static struct fake_socket *setup(struct session *session, const char *line, int rows, int columns)
{
	struct fake_socket *socket;

	session_start(session, line, rows, columns);
	session_add(session, 6, CONN_TCP, CONN_LISTEN, "10.0.0.1:80", "0.0.0.0:0");
	socket =
		session_add(session, 7, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.2:4000");
	session_add(session, 8, CONN_TCP, CONN_CLOSE_WAIT, "10.0.0.1:80", "10.0.0.2:4001");
	session_add(session, 9, CONN_UDP, CONN_ESTABLISHED, "10.0.0.1:53", "10.0.0.3:53");
	session_refresh(session);
	return socket;
}

static bool shows(struct session *session, const char *text)
{
	return session_row_of(session, text) >= 0;
}

/* Below the diagram and the legend. */
static bool tells_of(struct session *session, const char *text)
{
	return strncmp(session_line(session, 19) + 1, text, strlen(text)) == 0;
}

static void f7_shows_the_states_and_esc_the_table_again(void **state)
{
	struct session session;

	(void)state;
	setup(&session, "", 24, 80);
	session_press(&session, "F7");
	assert_true(shows(&session, "TCP states"));
	assert_true(shows(&session, "LAST_ACK"));
	session_press(&session, "F7");
	assert_true(shows(&session, "TCP states"));
	session_press(&session, "Esc");
	assert_false(shows(&session, "LAST_ACK"));
	assert_null(session.app.states);
	session_end(&session);
}

static void what_is_not_listed_is_not_counted_as_none(void **state)
{
	struct session session;

	(void)state;
	setup(&session, "-u", 24, 80);
	assert_true(shows(&session, "ESTABLISHED - "));
	assert_true(shows(&session, "new - "));
	session_press(&session, "F7");
	assert_true(tells_of(&session, "ESTABLISHED not listed"));
	session_end(&session);
	setup(&session, "-l", 24, 80);
	assert_true(shows(&session, "ESTABLISHED - "));
	session_press(&session, "F7");
	assert_true(tells_of(&session, "LISTEN 1"));
	session_end(&session);
}

static void it_opens_at_the_state_of_the_selected_socket(void **state)
{
	struct session session;

	(void)state;
	setup(&session, "state listen", 24, 80);
	session_press(&session, "F7");
	assert_true(tells_of(&session, "LISTEN 1 "));
	session_press(&session, "Down");
	assert_true(tells_of(&session, "SYN_RECV 0"));
	session_press(&session, "Right");
	assert_true(tells_of(&session, "ESTABLISHED 1 "));
	session_press(&session, "Left Up Up");
	assert_true(tells_of(&session, "LISTEN 1 "));
	session_end(&session);
}

static void enter_shows_the_sockets_of_a_state_and_of_tcp_alone(void **state)
{
	struct session session;

	(void)state;
	setup(&session, "--sort=state", 24, 80);
	session_press(&session, "Home F7");
	for (int i = 0; i < 3 && !tells_of(&session, "LISTEN 1 "); i++)
		session_press(&session, "Left Up");
	session_press(&session, "Down Right");
	assert_true(tells_of(&session, "ESTABLISHED 1 "));
	session_press(&session, "Enter");
	assert_false(shows(&session, "TCP states"));
	assert_true(shows(&session, "filter: state ESTABLISHED and proto = tcp"));
	assert_true(shows(&session, "10.0.0.2:4000"));
	assert_false(shows(&session, "10.0.0.2:4001"));
	assert_false(shows(&session, "10.0.0.3:53"));
	session_end(&session);
}

static void e_explains_the_state(void **state)
{
	struct session session;

	(void)state;
	setup(&session, "", 43, 132);
	session_press(&session, "F7 e");
	assert_true(shows(&session, "(tcp)"));
	assert_true(shows(&session, "Many?"));
	session_press(&session, "Esc");
	assert_true(shows(&session, "TCP states"));
	session_end(&session);
}

static void ways_light_up_as_sockets_take_them(void **state)
{
	struct session session;
	struct fake_socket *socket;

	(void)state;
	socket = setup(&session, "", 24, 80);
	session_press(&session, "F7");
	session_refresh(&session);
	assert_false(shows(&session, "/s\xe2\x95\x90"));
	socket->conn.state = CONN_CLOSE_WAIT;
	session_refresh(&session);
	/* one in a second, smoothed over four */
	assert_true(shows(&session, "0.2/s"));
	assert_true(session.app.transitions.edges[EDGE_ESTABLISHED_CLOSE_WAIT].seen == 1);
	session_end(&session);
}

static void bound_sockets_are_asked_for_while_it_is_open(void **state)
{
	struct session session;

	(void)state;
	setup(&session, "", 24, 80);
	assert_false(session.app.engine.plan.bound);
	session_press(&session, "F7");
	assert_true(session.app.engine.plan.bound);
	session_press(&session, "Esc");
	assert_false(session.app.engine.plan.bound);
	session_end(&session);

	setup(&session, "-B", 24, 80);
	session_press(&session, "F7 Esc");
	assert_true(session.app.engine.plan.bound);
	session_end(&session);
}

static void a_click_selects_and_another_one_shows(void **state)
{
	struct session session;

	(void)state;
	setup(&session, "", 24, 80);
	session_press(&session, "F7");
	session_screen(&session);
	/* the box of CLOSE_WAIT */
	session_click(&session, 12, 45);
	assert_true(tells_of(&session, "CLOSE_WAIT 1 "));
	assert_true(shows(&session, "TCP states"));
	session_click(&session, 12, 45);
	assert_true(shows(&session, "filter: state CLOSE_WAIT"));
	session_end(&session);
}

static void any_size_will_do(void **state)
{
	static const int rows[] = {1, 2, 4, 10, 18, 19, 24, 36, 60};
	static const int columns[] = {1, 5, 12, 30, 40, 79, 80, 100, 132, 250};
	struct session session;

	(void)state;
	setup(&session, "", 24, 80);
	session_press(&session, "F7");
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		for (size_t j = 0; j < COUNT_OF(columns); j++) {
			screen_resize(&session.app, rows[i], columns[j]);
			session_press(&session, "Down Right Up Left");
			if (rows[i] > 8 && columns[j] > 20)
				assert_non_null(strstr(session_screen(&session), "ESTABLISHED"));
			session_click(&session, rows[i] / 2, columns[j] / 2);
			session_press(&session, "F7");
		}
	session_end(&session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(f7_shows_the_states_and_esc_the_table_again),
		cmocka_unit_test(what_is_not_listed_is_not_counted_as_none),
		cmocka_unit_test(it_opens_at_the_state_of_the_selected_socket),
		cmocka_unit_test(enter_shows_the_sockets_of_a_state_and_of_tcp_alone),
		cmocka_unit_test(e_explains_the_state),
		cmocka_unit_test(ways_light_up_as_sockets_take_them),
		cmocka_unit_test(bound_sockets_are_asked_for_while_it_is_open),
		cmocka_unit_test(a_click_selects_and_another_one_shows),
		cmocka_unit_test(any_size_will_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
