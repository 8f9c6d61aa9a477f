/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page of one socket, as a user opens, watches and leaves it. */
#include "support/unit.h"

#include <locale.h>

#include "support/session.h"

/* Cookies 1 and 2 are the ends of one connection; 3 is another one, 4 is UDP. */
static void start(struct session *session, const char *line)
{
	session_start(session, line, 40, 100);
	session_add(session, 1, CONN_TCP, CONN_ESTABLISHED, "127.0.0.1:80", "127.0.0.1:4000");
	session_add(session, 2, CONN_TCP, CONN_CLOSE_WAIT, "127.0.0.1:4000", "127.0.0.1:80");
	session_add(session, 3, CONN_TCP, CONN_ESTABLISHED, "127.0.0.3:80", "10.0.0.9:1003");
	session_add(session, 4, CONN_UDP, CONN_CLOSED, "127.0.0.4:53", "0.0.0.0:0");
	session_refresh(session);
	session_press(session, "Home");
}

/* Selects the row with this text and opens its page. */
static void open_page(struct session *session, const char *text)
{
	session_press(session, "Home");
	for (int i = 0; i < 10 && !strstr(session_cursor_line(session), text); i++)
		session_press(session, "Down");
	session_press(session, "Enter");
}

static void assert_shown(struct session *session, const char *text)
{
	if (!strstr(session_screen(session), text))
		fail_msg("'%s' is not on the screen:\n%s", text, session_screen(session));
}

static void assert_hidden(struct session *session, const char *text)
{
	if (strstr(session_screen(session), text))
		fail_msg("'%s' is on the screen:\n%s", text, session_screen(session));
}

static void enter_opens_and_esc_goes_back_to_the_row(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	open_page(&session, "127.0.0.3:80");
	assert_shown(&session, "Details  tcp ESTABLISHED  127.0.0.3:80 \xe2\x86\x92 10.0.0.9:1003");
	assert_shown(&session, "What limits it? Too little data yet");
	assert_shown(&session, "congestion control");
	assert_hidden(&session, "127.0.0.4:53");
	session_press(&session, "Esc");
	assert_hidden(&session, "Details");
	assert_non_null(strstr(session_cursor_line(&session), "127.0.0.3:80"));
	session_end(&session);
}

static void it_asks_ten_times_a_second_without_a_dump(void **state)
{
	struct session session;
	unsigned dumps, queries;

	(void)state;
	start(&session, "-d 3600");
	open_page(&session, "127.0.0.3:80");
	dumps = session.kernel.dump_count;
	queries = session.kernel.query_count;
	for (int i = 0; i < 200; i++)
		session_pass(&session, 10);
	assert_int_equal(session.kernel.dump_count, dumps);
	assert_in_range(session.kernel.query_count - queries, 19, 21);
	session_press(&session, "Esc");
	queries = session.kernel.query_count;
	for (int i = 0; i < 100; i++)
		session_pass(&session, 10);
	assert_int_equal(session.kernel.query_count, queries);
	session_end(&session);
}

static void paused_nothing_moves(void **state)
{
	struct session session;
	unsigned queries;

	(void)state;
	start(&session, "");
	open_page(&session, "127.0.0.3:80");
	session_press(&session, "p");
	queries = session.kernel.query_count;
	session_pass(&session, 5000);
	assert_int_equal(session.kernel.query_count, queries);
	session_press(&session, "r"); /* one look */
	assert_true(session.kernel.query_count > queries);
	session_press(&session, "p");
	session_pass(&session, 1000);
	session_pass(&session, 1000);
	assert_shown(&session, "rtt 0.007 ms");
	session_end(&session);
}

static void a_socket_that_closes_keeps_its_last_values(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	open_page(&session, "127.0.0.3:80");
	fake_remove(&session.kernel, 3);
	session_pass(&session, 100);
	assert_shown(&session, "Closed 0.0s ago; its last state was ESTABLISHED.");
	/* also when the row has left the table, and its place is another's */
	for (int i = 0; i < 10; i++)
		session_pass(&session, 1000);
	assert_shown(&session, "Closed 10.0s ago; its last state was ESTABLISHED.");
	assert_shown(&session, "congestion control");
	assert_shown(&session, "cubic");
	session_press(&session, "k");
	assert_shown(&session, "already gone");
	assert_hidden(&session, "Close it?");
	session_press(&session, "Esc");
	assert_hidden(&session, "Details");
	session_end(&session);
}

static void k_closes_this_socket_and_no_other(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	open_page(&session, "127.0.0.3:80");
	/* the rows before it go, and the order with them */
	fake_remove(&session.kernel, 1);
	fake_remove(&session.kernel, 2);
	for (int i = 0; i < 6; i++)
		session_pass(&session, 1000);
	session_press(&session, "k");
	assert_shown(&session, "127.0.0.3:80 \xe2\x86\x92 10.0.0.9:1003");
	session_press(&session, "y");
	session_pass(&session, 200);
	assert_null(fake_find(&session.kernel, 3));
	assert_non_null(fake_find(&session.kernel, 4));
	assert_shown(&session, "Closed 0.");
	session_end(&session);
}

static void e_explains_the_state_and_c_copies_this_socket(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	session_press(&session, "Space"); /* another one is tagged */
	open_page(&session, "127.0.0.3:80");
	session_press(&session, "e");
	assert_shown(&session, "Explanation");
	assert_shown(&session, "The connection is open, and data may flow both ways.");
	session_press(&session, "Esc");
	assert_hidden(&session, "Explanation");
	session_press(&session, "c");
	assert_shown(&session, "ss: ");
	assert_non_null(strstr(buffer_get(&session.app.clipboard), "127.0.0.3:80"));
	assert_null(strchr(buffer_get(&session.app.clipboard), '\n'));
	session_end(&session);
}

static void read_only_offers_no_closing(void **state)
{
	struct session session;

	(void)state;
	start(&session, "--read-only");
	open_page(&session, "127.0.0.3:80");
	assert_hidden(&session, "F9Close");
	session_press(&session, "k");
	assert_hidden(&session, "Close it?");
	session_end(&session);
}

static void the_other_end_is_shown_where_it_is_here(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	open_page(&session, "127.0.0.1:80");
	assert_shown(&session, "The other end, on this machine");
	assert_shown(&session, "CLOSE_WAIT");
	session_press(&session, "Esc");
	open_page(&session, "127.0.0.3:80");
	assert_hidden(&session, "The other end");
	session_end(&session);
}

/* The kernel answers for another socket of the same port: that does not make it closed. */
static void one_of_several_on_a_port_is_not_taken_for_closed(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	fake_find(&session.kernel, 4)->unfound = true;
	open_page(&session, "127.0.0.4:53");
	for (int i = 0; i < 20; i++)
		session_pass(&session, 100);
	assert_shown(&session, "Details  udp UNCONN  127.0.0.4:53");
	assert_shown(&session, "does not answer for this very socket");
	assert_hidden(&session, "Closed");
	fake_remove(&session.kernel, 4);
	for (int i = 0; i < 5; i++)
		session_pass(&session, 1000);
	assert_shown(&session, "Closed");
	session_end(&session);
}

static void without_a_row_there_is_nothing_to_open(void **state)
{
	struct session session;

	(void)state;
	session_start(&session, "", 24, 80);
	session_refresh(&session);
	session_press(&session, "Enter");
	assert_shown(&session, "no socket is selected");
	session_end(&session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(enter_opens_and_esc_goes_back_to_the_row),
		cmocka_unit_test(it_asks_ten_times_a_second_without_a_dump),
		cmocka_unit_test(paused_nothing_moves),
		cmocka_unit_test(a_socket_that_closes_keeps_its_last_values),
		cmocka_unit_test(k_closes_this_socket_and_no_other),
		cmocka_unit_test(e_explains_the_state_and_c_copies_this_socket),
		cmocka_unit_test(read_only_offers_no_closing),
		cmocka_unit_test(the_other_end_is_shown_where_it_is_here),
		cmocka_unit_test(one_of_several_on_a_port_is_not_taken_for_closed),
		cmocka_unit_test(without_a_row_there_is_nothing_to_open),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
