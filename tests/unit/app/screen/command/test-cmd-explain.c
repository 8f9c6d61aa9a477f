/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "support/session.h"

static void setup(struct session *session, int rows, int columns)
{
	session_start(session, "", rows, columns);
	session_add(session, 7, CONN_TCP, CONN_CLOSE_WAIT, "10.0.0.1:80", "10.0.0.2:4000");
	session_add(session, 8, CONN_UDP, CONN_CLOSED, "10.0.0.1:5353", "0.0.0.0:0");
	session_refresh(session);
}

static void the_column_under_the_cursor_and_the_state_are_explained(void **state)
{
	struct session session;

	(void)state;
	setup(&session, 43, 132);
	session_press(&session, "e");
	assert_true(session_row_of(&session, "PROCESS (process): name of the process") > 0);
	assert_true(session_row_of(&session, "CLOSE_WAIT (tcp)") > 0);
	assert_true(session_row_of(&session, "it has to call close()") > 0);
	session_press(&session, "Esc Right Right Down e");
	assert_true(session_row_of(&session, "USER (user)") > 0);
	assert_true(session_row_of(&session, "UNCONN (udp)") > 0);
	assert_true(session_row_of(&session, "net.core.rmem_default = ") > 0);
	session_press(&session, "Esc");
	assert_int_equal(session_row_of(&session, "USER (user)"), -1);
	session_end(&session);
}

static void a_long_explanation_scrolls_in_a_small_window(void **state)
{
	struct session session;

	(void)state;
	setup(&session, 10, 40);
	session_press(&session, "e");
	assert_true(session_row_of(&session, "PROCESS") > 0);
	session_press(&session, "End");
	assert_true(session_row_of(&session, "taken for dead") > 0);
	session_end(&session);
}

static void without_a_socket_the_column_alone_is_explained(void **state)
{
	struct session session;

	(void)state;
	session_start(&session, "", 24, 80);
	session_refresh(&session);
	session_press(&session, "e");
	assert_true(session_row_of(&session, "PROCESS (process)") > 0);
	session_end(&session);
}

static void there_is_room_for_any_size(void **state)
{
	struct session session;

	(void)state;
	setup(&session, 1, 1);
	for (int rows = 1; rows < 8; rows++)
		for (int columns = 1; columns < 20; columns++) {
			screen_resize(&session.app, rows, columns);
			session_press(&session, "e");
			session_screen(&session);
			session_press(&session, "e Down");
			session_screen(&session);
			session_press(&session, "Esc");
		}
	session_end(&session);
}

static void assert_shown(struct session *session, const char *text)
{
	if (session_row_of(session, text) < 0)
		fail_msg("'%s' is not on the screen:\n%s", text, session_screen(session));
}

/* As --explain does. */
static void any_name_can_be_explained(void **state)
{
	struct session session;

	(void)state;
	setup(&session, 43, 100);
	session_press(&session, "e e");
	assert_shown(&session, "Name or message:");
	assert_shown(&session, "> LISTEN ");
	session_type(&session, "econnres");
	assert_shown(&session, "> ECONNRESET ");
	session_press(&session, "Enter");
	assert_shown(&session, "ECONNRESET / Connection reset by peer");
	session_press(&session, "e");
	session_type(&session, "bind:"); /* a message as it was printed */
	session_press(&session, "Space");
	session_type(&session, "Cannot");
	session_press(&session, "Space");
	session_type(&session, "assign");
	session_press(&session, "Space");
	session_type(&session, "requested");
	session_press(&session, "Space");
	session_type(&session, "address");
	assert_shown(&session, "No name is like that");
	session_press(&session, "Enter");
	assert_shown(&session, "EADDRNOTAVAIL");
	session_press(&session, "e");
	session_type(&session, "tcp-tw-recy");
	session_press(&session, "Enter");
	assert_shown(&session, "tcp_tw_recycle");
	session_press(&session, "Esc");
	assert_int_equal(session_row_of(&session, "tcp_tw_recycle"), -1);
	session_end(&session);
}

static void the_names_are_a_list_that_is_walked(void **state)
{
	struct session session;

	(void)state;
	setup(&session, 24, 80);
	session_press(&session, "e e Down Down Up");
	assert_shown(&session, "> SYN_SENT");
	session_press(&session,
		"PgDn PgDn PgDn PgDn PgDn PgDn PgDn PgDn PgDn PgDn PgDn PgDn PgDn PgDn PgDn");
	session_press(&session, "PgDn PgDn PgDn PgDn PgDn PgDn");
	assert_int_equal(session.app.explain_line.selected, session.app.explain_line.count - 1);
	session_press(&session, "Enter");
	assert_shown(&session, "To do");
	session_press(&session, "e");
	session_type(&session, "zzzz");
	session_press(&session, "Enter");
	assert_shown(&session, "No name is like that");
	assert_true(dialog_is_open(&session.app.dialog));
	session_end(&session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_column_under_the_cursor_and_the_state_are_explained),
		cmocka_unit_test(a_long_explanation_scrolls_in_a_small_window),
		cmocka_unit_test(without_a_socket_the_column_alone_is_explained),
		cmocka_unit_test(any_name_can_be_explained),
		cmocka_unit_test(the_names_are_a_list_that_is_walked),
		cmocka_unit_test(there_is_room_for_any_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
