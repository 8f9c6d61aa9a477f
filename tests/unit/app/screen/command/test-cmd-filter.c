/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The filter on the screen: F4, and what is seen of it. */
#include "support/unit.h"

#include <locale.h>

#include "app/system/resolve.h"
#include "support/random.h"
#include "app/screen/command/cmd-filter.h"
#include "support/session.h"

#define LINE 22 /* of 24: what is typed; above it, what is wrong with it */

static void start(struct session *session, const char *line)
{
	session_start(session, line, 24, 160);
	session_add(session, 1, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.9:1001");
	session_add(session, 2, CONN_TCP, CONN_ESTABLISHED, "10.0.0.2:80", "10.0.0.9:1002");
	session_add(session, 3, CONN_TCP, CONN_CLOSE_WAIT, "10.0.0.3:80", "10.0.0.9:1003");
	session_add(session, 4, CONN_UDP, CONN_CLOSED, "10.0.0.4:53", "0.0.0.0:0");
	session_add(session, 5, CONN_TCP, CONN_LISTEN, "[2001:db8::5]:443", "[::]:0");
	session_refresh(session);
}

/* The cookies of the rows in the table, in the order of their numbers. */
static const char *shown(struct session *session)
{
	static char text[512];
	const struct track *track = &session->app.engine.track;
	size_t length = 0;

	text[0] = '\0';
	for (uint64_t cookie = 1; cookie < 100; cookie++)
		for (size_t i = 0; i < table_count(&session->app.table); i++) {
			uint32_t row = order_row(&session->app.table.order, i);

			if (track->rows[row].conn.cookie == cookie)
				length += (size_t)snprintf(text + length, sizeof(text) - length,
					"%s%u", length ? " " : "", (unsigned)cookie);
		}
	return text;
}

static void assert_line(struct session *session, int row, const char *text)
{
	if (!strstr(session_line(session, row), text))
		fail_msg("'%s' is not in line %d:\n%s", text, row, session_screen(session));
}

static void assert_nowhere(struct session *session, const char *text)
{
	if (session_row_of(session, text) >= 0)
		fail_msg("'%s' is on the screen:\n%s", text, session_screen(session));
}

static void filter_by(struct session *session, const char *text)
{
	session_press(session, "F4 Ctrl-U");
	session_type(session, text);
	session_press(session, "Enter");
}

/* -------- typing -------- */

static void every_letter_has_its_effect_at_once(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	assert_string_equal(shown(&session), "1 2 3 4 5");
	session_press(&session, "F4");
	assert_line(&session, LINE, "Filter:");
	assert_string_equal(shown(&session), "1 2 3 4 5");
	session_type(&session, "1");
	assert_string_equal(shown(&session), "1 2 3 4 5");
	session_type(&session, "0");
	assert_string_equal(shown(&session), "1 2 3 4");
	session_type(&session, "0");
	assert_string_equal(shown(&session), "1 2 3");
	session_type(&session, "3");
	assert_string_equal(shown(&session), "3");
	assert_line(&session, LINE, "Filter: 1003");
	session_press(&session, "Backspace");
	assert_string_equal(shown(&session), "1 2 3");
	session_press(&session, "Home");
	session_type(&session, "!");
	assert_string_equal(shown(&session), "4 5");
	session_end(&session);
}

static void the_key_that_opens_it_is_not_typed_into_it(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	session_press(&session, "\\");
	session_type(&session, "q");
	assert_line(&session, LINE, "Filter: q");
	assert_false(session.app.quit);
	assert_int_equal(session.app.dialog.input.length, 1);
	session_press(&session, "F4 F9 F6 PgUp");
	assert_line(&session, LINE, "Filter: q");
	session_end(&session);
}

static void enter_keeps_it_and_the_screen_tells_of_it(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	filter_by(&session, "state established");
	assert_string_equal(shown(&session), "1 2");
	assert_int_equal(session_row_of(&session, "Filter:"), -1);
	assert_true(session_row_of(&session, "filter: state established  (2 of 5 shown)") >= 0);
	session_refresh(&session);
	assert_string_equal(shown(&session), "1 2");
	assert_true(session_row_of(&session, "filter: state established") >= 0);
	session_end(&session);
}

static void what_cannot_be_read_leaves_the_last_filter_that_could(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	session_press(&session, "F4");
	session_type(&session, "state close-wait");
	assert_string_equal(shown(&session), "3");
	session_type(&session, " (");
	assert_string_equal(shown(&session), "3");
	assert_line(&session, LINE, "Filter: state close-wait (");
	assert_line(&session, LINE - 1, "a condition is missing here");
	session_refresh(&session);
	assert_string_equal(shown(&session), "3");
	session_type(&session, " sport");
	assert_line(&session, LINE - 1, "a value is missing here");
	session_type(&session, " = :80");
	assert_line(&session, LINE - 1, "the bracket is not closed");
	assert_string_equal(shown(&session), "3");
	session_type(&session, ")");
	assert_nowhere(&session, "bracket");
	assert_string_equal(shown(&session), "3");
	session_end(&session);
}

static void nor_does_enter_take_it(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	filter_by(&session, "state established");
	session_press(&session, "F4 Ctrl-U");
	session_type(&session, "state nowhere");
	session_press(&session, "Enter");
	assert_line(&session, LINE, "Filter: state nowhere");
	assert_line(&session, LINE - 1, "there is no such state");
	session_press(&session, "Enter Enter");
	assert_line(&session, LINE, "Filter: state nowhere");
	session_press(&session, "Esc");
	assert_string_equal(shown(&session), "1 2");
	session_end(&session);
}

static void mixed_joiners_are_told_of(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	session_press(&session, "F4");
	session_type(&session, "sport = :80 or sport = :53 and udp");
	assert_line(&session, LINE - 1, "brackets say what is meant");
	assert_string_equal(shown(&session), "4");
	session_press(&session, "Enter F4");
	assert_line(&session, LINE - 1, "brackets say what is meant");
	session_press(&session, "Home");
	session_type(&session, "(");
	session_press(&session, "End");
	session_type(&session, ")");
	assert_line(&session, LINE - 1, "brackets say what is meant");
	session_press(&session, "Ctrl-U");
	session_type(&session, "sport = :80 or ( sport = :53 and udp )");
	assert_nowhere(&session, "brackets say what is meant");
	assert_string_equal(shown(&session), "1 2 3 4");
	session_end(&session);
}

/* -------- going back -------- */

static void esc_goes_back_to_what_was(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	session_press(&session, "F4");
	session_type(&session, "state listen");
	assert_string_equal(shown(&session), "5");
	session_press(&session, "Esc");
	assert_string_equal(shown(&session), "1 2 3 4 5");
	assert_nowhere(&session, "filter:");
	filter_by(&session, "sport = :80");
	session_press(&session, "F4 Ctrl-U");
	assert_string_equal(shown(&session), "1 2 3 4 5");
	session_type(&session, "state listen");
	assert_string_equal(shown(&session), "5");
	session_press(&session, "Esc");
	assert_string_equal(shown(&session), "1 2 3");
	assert_true(session_row_of(&session, "filter: sport = :80") >= 0);
	session_press(&session, "F4");
	assert_line(&session, LINE, "Filter: sport = :80");
	session_end(&session);
}

static void an_empty_line_removes_it(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	filter_by(&session, "sport = :80");
	filter_by(&session, "");
	assert_string_equal(shown(&session), "1 2 3 4 5");
	assert_nowhere(&session, "filter:");
	filter_by(&session, "sport = :80");
	filter_by(&session, "   ");
	assert_string_equal(shown(&session), "1 2 3 4 5");
	assert_nowhere(&session, "filter:");
	session_press(&session, "Esc");
	assert_nowhere(&session, "suspended");
	session_end(&session);
}

static void esc_in_the_table_suspends_it_and_f4_brings_it_back(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	session_press(&session, "Esc");
	assert_nowhere(&session, "suspended");
	filter_by(&session, "sport = :80");
	session_press(&session, "Esc");
	assert_string_equal(shown(&session), "1 2 3 4 5");
	assert_true(session_row_of(&session, "filter suspended: F4 brings it back") >= 0);
	session_refresh(&session);
	assert_string_equal(shown(&session), "1 2 3 4 5");
	session_press(&session, "Esc");
	assert_string_equal(shown(&session), "1 2 3 4 5");
	session_press(&session, "F4");
	assert_line(&session, LINE, "Filter: sport = :80");
	assert_string_equal(shown(&session), "1 2 3");
	session_press(&session, "Enter");
	session_refresh(&session);
	assert_string_equal(shown(&session), "1 2 3");
	session_end(&session);
}

static void esc_in_the_line_of_a_suspended_one_leaves_it_suspended(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	filter_by(&session, "sport = :80");
	session_press(&session, "Esc F4");
	session_type(&session, " state close-wait");
	assert_string_equal(shown(&session), "3");
	session_press(&session, "Esc");
	assert_string_equal(shown(&session), "1 2 3 4 5");
	assert_nowhere(&session, "filter:");
	session_press(&session, "F4 Enter");
	assert_string_equal(shown(&session), "1 2 3");
	session_end(&session);
}

static void what_is_hidden_keeps_its_history(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	filter_by(&session, "sport = :443");
	session_add(&session, 6, CONN_TCP, CONN_ESTABLISHED, "10.0.0.6:80", "10.0.0.9:1006");
	session_refresh(&session);
	session_refresh(&session);
	session_press(&session, "Esc");
	assert_int_equal(session_line(&session, session_row_of(&session, "10.0.0.6:80"))[0], ' ');
	assert_int_equal(session_line(&session, session_row_of(&session, "10.0.0.1:80"))[0], ' ');
	session_end(&session);
}

/* -------- earlier ones -------- */

static void up_and_down_bring_earlier_ones(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	filter_by(&session, "sport = :80");
	filter_by(&session, "sport = :53");
	filter_by(&session, "state listen");
	filter_by(&session, "");
	session_press(&session, "F4 Up");
	assert_line(&session, LINE, "Filter: state listen");
	assert_string_equal(shown(&session), "5");
	session_press(&session, "Up");
	assert_line(&session, LINE, "Filter: sport = :53");
	assert_string_equal(shown(&session), "4");
	session_press(&session, "Up");
	assert_line(&session, LINE, "Filter: sport = :80");
	session_press(&session, "Up Up");
	assert_line(&session, LINE, "Filter: sport = :80");
	session_press(&session, "Down Down");
	assert_line(&session, LINE, "Filter: state listen");
	session_press(&session, "Down");
	assert_int_equal(session.app.dialog.input.length, 0);
	assert_string_equal(shown(&session), "1 2 3 4 5");
	session_press(&session, "Down Up Enter");
	assert_string_equal(shown(&session), "5");
	session_end(&session);
}

static void up_never_brings_what_is_in_the_line_already(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	filter_by(&session, "sport = :80");
	filter_by(&session, "sport = :53");
	session_press(&session, "F4");
	assert_line(&session, LINE, "Filter: sport = :53");
	session_press(&session, "Up");
	assert_line(&session, LINE, "Filter: sport = :80");
	session_end(&session);
}

static void an_earlier_one_is_there_once(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	filter_by(&session, "sport = :80");
	filter_by(&session, "sport = :53");
	filter_by(&session, "sport = :80");
	filter_by(&session, "");
	session_press(&session, "F4 Up Up");
	assert_line(&session, LINE, "Filter: sport = :53");
	session_press(&session, "Up");
	assert_line(&session, LINE, "Filter: sport = :53");
	session_end(&session);
}

static void so_many_are_remembered_and_no_more(void **state)
{
	struct session session;
	char text[32];

	(void)state;
	start(&session, "");
	for (int i = 0; i < FILTER_LINE_RECALLED + 10; i++) {
		snprintf(text, sizeof(text), "sport = :%d", 1000 + i);
		filter_by(&session, text);
	}
	session_press(&session, "F4 Ctrl-U");
	for (int i = 0; i < FILTER_LINE_RECALLED + 10; i++)
		session_press(&session, "Up");
	assert_line(&session, LINE, "Filter: sport = :1010");
	session_end(&session);
}

/* -------- of the command line -------- */

static void the_command_line_s_is_there_from_the_start(void **state)
{
	struct session session;

	(void)state;
	start(&session, "state close-wait");
	assert_string_equal(shown(&session), "3");
	assert_true(session_row_of(&session, "filter: state close-wait  (1 of 5 shown)") >= 0);
	session_press(&session, "Esc");
	assert_string_equal(shown(&session), "1 2 3 4 5");
	session_press(&session, "F4");
	assert_line(&session, LINE, "Filter: state close-wait");
	session_press(&session, "Ctrl-U");
	session_type(&session, "state listen");
	session_press(&session, "Enter F4 Up");
	assert_line(&session, LINE, "Filter: state close-wait");
	assert_string_equal(shown(&session), "3");
	session_end(&session);
}

/* Hosts were asked for there, which is not done while somebody types. */
static void a_host_of_the_command_line_s_can_be_kept_and_brought_back(void **state)
{
	struct resolve_time time;
	struct filter_names names = resolve_names(true, &time);
	struct filter_address addresses[4];
	struct session session;

	(void)state;
	if (names.host(names.context, "localhost", addresses, COUNT_OF(addresses)) == 0) {
		print_message("this machine knows no localhost\n");
		return;
	}
	start(&session, "src localhost or sport = :53");
	assert_string_equal(shown(&session), "4");
	session_press(&session, "F4");
	assert_string_equal(shown(&session), "4");
	assert_int_equal(session.app.dialog.text.length, 0);
	session_press(&session, "Enter");
	assert_int_equal(session_row_of(&session, "Filter:"), -1);
	assert_string_equal(shown(&session), "4");
	session_press(&session, "Esc F4 Enter");
	assert_string_equal(shown(&session), "4");
	session_press(&session, "F4 End");
	session_type(&session, "0");
	assert_line(&session, LINE - 1, "this is no address");
	assert_string_equal(shown(&session), "4");
	session_press(&session, "Backspace");
	assert_int_equal(session.app.dialog.text.length, 0);
	session_press(&session, "Ctrl-U");
	assert_string_equal(shown(&session), "1 2 3 4 5");
	session_press(&session, "Esc");
	assert_string_equal(shown(&session), "4");
	session_end(&session);
}

static void what_is_typed_replaces_the_old_one_and_arrows_edit_it(void **state)
{
	struct session session;

	(void)state;
	start(&session, "sport = :80");
	session_press(&session, "F4");
	session_type(&session, "state");
	assert_line(&session, LINE, "Filter: state");
	session_press(&session, "Esc F4 End Backspace");
	assert_line(&session, LINE, "Filter: sport = :8");
	session_press(&session, "Esc F4 Backspace");
	assert_string_equal(session.app.dialog.input.text, "");
	session_press(&session, "Esc");
	assert_true(session_row_of(&session, "filter: sport = :80") > 0);
	session_end(&session);
}

static void the_line_tells_how_many_are_left_of_how_many(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	session_press(&session, "F4");
	assert_line(&session, LINE, "5 of 5");
	session_type(&session, "sport = :53");
	assert_line(&session, LINE, "1 of 5");
	assert_line(&session, LINE + 1, "EnterKeep EscCancel");
	session_end(&session);
}

static void after_a_filter_without_a_match_the_window_is_where_it_was(void **state)
{
	struct session session;
	size_t top, place;

	(void)state;
	start(&session, "");
	for (unsigned i = 100; i < 200; i++)
		session_add(&session, i, CONN_UDP, CONN_CLOSED, "10.0.0.4:53", "0.0.0.0:0");
	session_refresh(&session);
	session_press(&session, "PgDn PgDn Up Up");
	session_screen(&session);
	top = session.app.table.top;
	place = session.app.table.place;
	assert_true(top > 0);
	session_press(&session, "F4");
	session_type(&session, "sport = :9");
	assert_string_equal(shown(&session), "");
	session_press(&session, "Esc");
	assert_int_equal(session.app.table.top, top);
	assert_int_equal(session.app.table.place, place);
	session_end(&session);
}

static void an_empty_one_is_none(void **state)
{
	const struct filter_names names = {.context = NULL};
	struct app app = {.dirty = true};
	struct filter_error error;

	(void)state;
	app.options.filter_text = strdup(" ");
	assert_int_equal(
		filter_parse(app.options.filter_text, &names, &app.options.filter, &error), 0);
	app.table.pick.filter = app.options.filter;
	cmd_filter_init(&app);
	assert_null(app.filter_line.filter);
	assert_null(app.filter_line.text);
	assert_null(app.table.pick.filter);
	cmd_filter_done(&app);
	free(app.options.filter_text);
}

/* -------- the table behind it -------- */

static void rows_come_and_go_as_they_match(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	filter_by(&session, "state established");
	session_add(&session, 6, CONN_TCP, CONN_ESTABLISHED, "10.0.0.6:80", "10.0.0.9:1006");
	session_add(&session, 7, CONN_TCP, CONN_LISTEN, "10.0.0.7:80", "0.0.0.0:0");
	fake_find(&session.kernel, 1)->conn.state = CONN_CLOSE_WAIT;
	fake_find(&session.kernel, 3)->conn.state = CONN_ESTABLISHED;
	session_refresh(&session);
	assert_string_equal(shown(&session), "2 3 6");
	session_end(&session);
}

static void the_table_is_refreshed_behind_the_line(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	session_press(&session, "F4");
	session_type(&session, "state established");
	session_add(&session, 6, CONN_TCP, CONN_ESTABLISHED, "10.0.0.6:80", "10.0.0.9:1006");
	session_refresh(&session);
	assert_string_equal(shown(&session), "1 2 6");
	assert_line(&session, LINE, "Filter: state established");
	session_end(&session);
}

static void what_is_hidden_is_not_selected(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	session_press(&session, "Down Down");
	assert_non_null(strstr(session_cursor_line(&session), "10.0.0.3:80"));
	filter_by(&session, "state established");
	assert_non_null(strstr(session_cursor_line(&session), "ESTABLISHED"));
	session_press(&session, "F9 y");
	assert_int_equal(session.kernel.destroy_count, 1);
	assert_true(!fake_find(&session.kernel, 1) != !fake_find(&session.kernel, 2));
	assert_non_null(fake_find(&session.kernel, 3));
	session_end(&session);
}

/* Half of a filter may hide it: "st" is no part of CLOSE_WAIT. */
static void the_selected_socket_stays_selected(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	session_press(&session, "Down Down");
	session_press(&session, "F4");
	session_type(&session, "st");
	assert_string_equal(shown(&session), "1 2 5");
	session_press(&session, "Backspace");
	assert_non_null(strstr(shown(&session), "3"));
	session_press(&session, "Enter");
	assert_non_null(strstr(session_cursor_line(&session), "10.0.0.3:80"));
	session_press(&session, "F4");
	session_type(&session, "t");
	session_press(&session, "Esc");
	assert_non_null(strstr(session_cursor_line(&session), "10.0.0.3:80"));
	session_press(&session, "Esc");
	assert_non_null(strstr(session_cursor_line(&session), "10.0.0.3:80"));
	session_end(&session);
}

static void where_nothing_matches_nothing_is_selected(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	session_press(&session, "Down");
	filter_by(&session, "sport = :9");
	assert_string_equal(shown(&session), "");
	assert_true(session_row_of(&session, "filter: sport = :9  (0 of 5 shown)") >= 0);
	session_press(&session, "Down Up End F9");
	assert_true(session_row_of(&session, "no socket is selected") >= 0);
	session_press(&session, "Esc");
	assert_string_equal(shown(&session), "1 2 3 4 5");
	session_end(&session);
}

/* -------- what the kernel is asked for -------- */

/* tcp_info of all, not only of those in sight; the made-up kernel's round trips take 1 us. A
 * listener has none. */
static void what_a_filter_looks_at_is_asked_for(void **state)
{
	struct session session;
	unsigned dumps;

	(void)state;
	start(&session, "");
	for (unsigned i = 0; i < 60; i++) {
		char local[32];

		snprintf(local, sizeof(local), "10.1.0.%u:80", i);
		session_add(&session, 1000 + i, CONN_TCP, CONN_ESTABLISHED, local, "10.0.0.9:1");
	}
	session_refresh(&session);
	assert_int_equal(session.app.engine.plan.extensions, 0);
	dumps = session.kernel.dump_count;
	session_press(&session, "F4");
	session_type(&session, "rtt < 1ms");
	assert_true(session.app.engine.plan.extensions & DIAGMSG_INFO);
	assert_true(session.kernel.dump_count > dumps); /* without waiting for its time */
	assert_int_equal(table_count(&session.app.table), 63);
	session_press(&session, "Enter");
	session_refresh(&session);
	assert_int_equal(table_count(&session.app.table), 63);
	session_press(&session, "Esc");
	assert_int_equal(session.app.engine.plan.extensions, 0);
	filter_by(&session, "rtt > 1ms");
	assert_true(session.app.engine.plan.extensions & DIAGMSG_INFO);
	assert_int_equal(table_count(&session.app.table), 0);
	filter_by(&session, "");
	assert_int_equal(session.app.engine.plan.extensions, 0);
	session_press(&session, "F4 Up");
	assert_true(session.app.engine.plan.extensions & DIAGMSG_INFO);
	session_press(&session, "Esc");
	assert_int_equal(session.app.engine.plan.extensions, 0);
	session_end(&session);
}

static void the_command_line_s_is_asked_for_in_the_first_dump(void **state)
{
	struct session session;

	(void)state;
	start(&session, "rtt < 1ms");
	assert_true(session.app.engine.plan.extensions & DIAGMSG_INFO);
	assert_string_equal(shown(&session), "1 2 3");
	session_end(&session);
}

static void bound_sockets_are_listed_where_a_filter_names_them(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	session_add(&session, 6, CONN_TCP, CONN_BOUND, "10.0.0.6:80", "0.0.0.0:0");
	session_refresh(&session);
	assert_string_equal(shown(&session), "1 2 3 4 5");
	session_press(&session, "F4");
	session_type(&session, "state bound");
	assert_string_equal(shown(&session), "6");
	session_press(&session, "Enter");
	assert_int_equal(session_line(&session, session_row_of(&session, "10.0.0.6:80"))[0], ' ');
	session_press(&session, "Esc");
	session_refresh(&session);
	assert_string_equal(shown(&session), "1 2 3 4 5");
	session_press(&session, "F4 Ctrl-U");
	session_type(&session, "exclude established");
	session_refresh(&session);
	assert_string_equal(shown(&session), "3 4 5");
	session_end(&session);
	start(&session, "-B state established");
	session_add(&session, 6, CONN_TCP, CONN_BOUND, "10.0.0.6:80", "0.0.0.0:0");
	session_refresh(&session);
	session_press(&session, "Esc");
	assert_string_equal(shown(&session), "1 2 3 4 5 6");
	session_end(&session);
}

static void on_the_screen_every_state_is_listed(void **state)
{
	struct session session;

	(void)state;
	start(&session, "-t state close-wait");
	assert_int_equal(session.app.engine.track.live_count, 4);
	filter_by(&session, "state listen");
	assert_string_equal(shown(&session), "5");
	session_end(&session);
}

/* -------- any size, any key -------- */

static void it_fits_into_any_screen(void **state)
{
	static const int sizes[] = {1, 2, 3, 5, 8, 24, 40, 80, 200};
	struct session session;

	(void)state;
	start(&session, "");
	session_press(&session, "F4");
	session_type(&session, "state nowhere and a rather long text that fits nowhere");
	for (size_t r = 0; r < COUNT_OF(sizes); r++)
		for (size_t c = 0; c < COUNT_OF(sizes); c++) {
			screen_resize(&session.app, sizes[r], sizes[c]);
			session_press(&session, "Home Right End Left");
			session_click(&session, sizes[r] / 2, sizes[c] / 2);
			session_click(&session, sizes[r] - 1, sizes[c] - 1);
			assert_true(session.app.grid.cursor_row < sizes[r]);
			assert_true(session.app.grid.cursor_column < sizes[c]);
			session_screen(&session);
		}
	assert_true(dialog_is_open(&session.app.dialog));
	session_end(&session);
}

static void any_keys_in_any_order_do_no_harm(void **state)
{
	static const char *const keys[] = {"F4", "Enter", "Esc", "Up", "Down", "Left", "Right",
		"Home", "End", "Backspace", "Delete", "Ctrl-U", "Ctrl-W", "Ctrl-K", "I", "r", "G",
		"T", "D"};
	static const char *const words[] = {"state ", "listen", "established ", "or ", "and ",
		"not ", "(", ")", "sport = ", ":80", "process ~ ", "x*", "/a/", "'", "rtt > ",
		"1ms", "age < ", "1s", "\"", "\\", "src ", "10.0.0.0/8 ", "user = ", "root "};
	uint64_t random = random_seed();
	struct session session;

	(void)state;
	start(&session, "sport = :80 or rtt > 1s");
	for (int i = 0; i < 3000; i++) {
		switch (random_below(&random, 8)) {
		case 0:
		case 1:
		case 2:
		case 3:
			session_press(&session, keys[random_below(&random, COUNT_OF(keys))]);
			break;
		case 4:
			session_refresh(&session);
			break;
		default:
			if (session.app.answers && session.app.answers->moves_table)
				session_type(
					&session, words[random_below(&random, COUNT_OF(words))]);
		}
		session_screen(&session);
	}
	session_press(&session, "Esc Esc Esc");
	session.app.table.pick.parts = parts_all();
	session_refresh(&session);
	assert_string_equal(shown(&session), "1 2 3 4 5");
	session_press(&session, "F4");
	session_end(&session); /* with the line open */
}

static void a_filter_that_is_set_is_as_one_that_was_typed(void **state)
{
	struct session session;

	(void)state;
	session_start(&session, "state listen", 24, 80);
	session_add(&session, 1, CONN_TCP, CONN_LISTEN, "10.0.0.1:22", "0.0.0.0:0");
	session_add(&session, 2, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:22", "10.0.0.2:4000");
	session_refresh(&session);
	assert_true(cmd_filter_set(&session.app, "state established"));
	assert_true(session_row_of(&session, "10.0.0.2:4000") > 0);
	assert_int_equal(session_row_of(&session, "0.0.0.0:*"), -1);
	assert_non_null(strstr(session_screen(&session), "filter: state established"));
	assert_false(cmd_filter_set(&session.app, "state nonsense"));
	assert_non_null(strstr(session_screen(&session), "there is no such state"));
	assert_string_equal(session.app.filter_line.text, "state established");
	session_press(&session, "Esc F4 Up");
	assert_string_equal(session.app.dialog.input.text, "state listen");
	session_press(&session, "Esc");
	assert_true(cmd_filter_set(&session.app, " "));
	assert_null(session.app.filter_line.text);
	assert_true(session_row_of(&session, "0.0.0.0:*") > 0);
	session_end(&session);
}

/* The cells of the line that are marked as wrong, by their columns. */
static void marked_cells(struct session *session, int *ret_first, int *ret_count)
{
	const struct grid *grid = &session->app.grid;
	int row = session_row_of(session, "Filter:");

	*ret_first = -1;
	*ret_count = 0;
	for (int column = 0; column < grid->columns; column++)
		if (grid->cells[row * grid->columns + column].style == STYLE_DIALOG_WRONG) {
			if (*ret_first < 0)
				*ret_first = column;
			++*ret_count;
		}
}

static void what_is_wrong_is_marked_in_the_line(void **state)
{
	static const struct {
		const char *line;
		int first, count; /* of the line's own cells */
	} table[] = {
		{"state nonsense and pid = 1", 6, 8},
		{"sport = ", 8, 1},  /* behind the end */
		{"( pid = 1", 0, 1}, /* the bracket that nothing closes */
		{"process = \"\xe7\xbd\x91\xe7\xbb\x9c\" and pid = x", 27, 1}, /* wide ones */
		{"state listen", 0, 0},
	};
	struct session session;
	int line, first, count;

	(void)state;
	session_start(&session, "", 24, 80);
	session_refresh(&session);
	session_press(&session, "F4");
	session_screen(&session);
	line = session.app.grid.cursor_column;
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		lineedit_set(&session.app.dialog.input, table[i].line);
		session.app.answers->typed(&session.app, 0);
		marked_cells(&session, &first, &count);
		assert_int_equal(count, table[i].count);
		if (count)
			assert_int_equal(first - line, table[i].first);
	}
	session_end(&session);
}

/* Presses a key without doing the work that it leaves. */
static void press_only(struct session *session, uint32_t key)
{
	const struct key_event event = {.key = key};

	screen_key(&session->app, &event, &session->now);
}

static void large_tables_are_filtered_in_steps(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	session.app.rows_at_once = 2;
	session_press(&session, "F4");
	press_only(&session, 't');
	press_only(&session, 'c');
	press_only(&session, 'p');
	assert_true(table_is_in_making(&session.app.table));
	assert_line(&session, LINE,
		"\xe2\x89\xa5"
		"2 of 5");
	assert_string_equal(shown(&session), "1 2 3 4 5");
	session_pass(&session, 1);
	assert_line(&session, LINE, " 4 of 5");
	assert_string_equal(shown(&session), "1 2 3 5");
	session_press(&session, "Backspace Backspace Backspace");
	session_type(&session, "udp");
	assert_string_equal(shown(&session), "4");
	press_only(&session, 27);
	assert_true(table_is_in_making(&session.app.table));
	assert_string_equal(shown(&session), "4");
	/* What is asked for has to be what is shown. */
	press_only(&session, KEY_FUNCTION + 9);
	assert_false(table_is_in_making(&session.app.table));
	assert_string_equal(shown(&session), "1 2 3 4 5");
	session_end(&session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_wrong_is_marked_in_the_line),
		cmocka_unit_test(a_filter_that_is_set_is_as_one_that_was_typed),
		cmocka_unit_test(every_letter_has_its_effect_at_once),
		cmocka_unit_test(the_key_that_opens_it_is_not_typed_into_it),
		cmocka_unit_test(enter_keeps_it_and_the_screen_tells_of_it),
		cmocka_unit_test(what_cannot_be_read_leaves_the_last_filter_that_could),
		cmocka_unit_test(nor_does_enter_take_it),
		cmocka_unit_test(mixed_joiners_are_told_of),
		cmocka_unit_test(esc_goes_back_to_what_was),
		cmocka_unit_test(an_empty_line_removes_it),
		cmocka_unit_test(esc_in_the_table_suspends_it_and_f4_brings_it_back),
		cmocka_unit_test(esc_in_the_line_of_a_suspended_one_leaves_it_suspended),
		cmocka_unit_test(what_is_hidden_keeps_its_history),
		cmocka_unit_test(up_and_down_bring_earlier_ones),
		cmocka_unit_test(up_never_brings_what_is_in_the_line_already),
		cmocka_unit_test(an_earlier_one_is_there_once),
		cmocka_unit_test(so_many_are_remembered_and_no_more),
		cmocka_unit_test(the_command_line_s_is_there_from_the_start),
		cmocka_unit_test(a_host_of_the_command_line_s_can_be_kept_and_brought_back),
		cmocka_unit_test(what_is_typed_replaces_the_old_one_and_arrows_edit_it),
		cmocka_unit_test(the_line_tells_how_many_are_left_of_how_many),
		cmocka_unit_test(after_a_filter_without_a_match_the_window_is_where_it_was),
		cmocka_unit_test(an_empty_one_is_none),
		cmocka_unit_test(rows_come_and_go_as_they_match),
		cmocka_unit_test(the_table_is_refreshed_behind_the_line),
		cmocka_unit_test(what_is_hidden_is_not_selected),
		cmocka_unit_test(the_selected_socket_stays_selected),
		cmocka_unit_test(where_nothing_matches_nothing_is_selected),
		cmocka_unit_test(what_a_filter_looks_at_is_asked_for),
		cmocka_unit_test(the_command_line_s_is_asked_for_in_the_first_dump),
		cmocka_unit_test(bound_sockets_are_listed_where_a_filter_names_them),
		cmocka_unit_test(on_the_screen_every_state_is_listed),
		cmocka_unit_test(it_fits_into_any_screen),
		cmocka_unit_test(any_keys_in_any_order_do_no_harm),
		cmocka_unit_test(large_tables_are_filtered_in_steps),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
