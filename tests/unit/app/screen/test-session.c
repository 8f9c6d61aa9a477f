/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a user does, and sees. */
#include "support/unit.h"

#include <errno.h>
#include <locale.h>

#include "app/screen/command-table.h"
#include "support/session.h"

static void start(struct session *session, const char *line)
{
	session_start(session, line, 24, 100);
}

/* Four connections of one server, in the order of their peers, cookies 1 to 4. */
static void add_four(struct session *session)
{
	session_add(session, 1, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.9:1001");
	session_add(session, 2, CONN_TCP, CONN_ESTABLISHED, "10.0.0.2:80", "10.0.0.9:1002");
	session_add(session, 3, CONN_TCP, CONN_CLOSE_WAIT, "10.0.0.3:80", "10.0.0.9:1003");
	session_add(session, 4, CONN_TCP, CONN_ESTABLISHED, "10.0.0.4:80", "10.0.0.9:1004");
}

static void start_with_four(struct session *session, const char *line)
{
	start(session, line);
	add_four(session);
	session_refresh(session);
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

static void assert_selected(struct session *session, const char *text)
{
	if (!strstr(session_cursor_line(session), text))
		fail_msg("'%s' is not selected, but %s", text, session_cursor_line(session));
}

/* -------- the table -------- */

static void the_first_refresh_comes_at_once_and_shows_what_there_is(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	add_four(&session);
	session_pass(&session, 0);
	assert_shown(&session, "10.0.0.1:80");
	assert_shown(&session, "CLOSE_WAIT");
	assert_shown(&session, "4 sockets");
	assert_shown(&session, "ESTABLISHED 3");
	session_end(&session);
}

static void a_table_without_sockets_says_so(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	session_refresh(&session);
	assert_shown(&session, "no sockets");
	session_press(&session, "Down Up End G PgDn PgUp Home r F9");
	assert_shown(&session, "no socket is selected");
	session_end(&session);
}

static void new_changed_and_vanished_sockets_are_marked(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "--linger=5");
	session_add(&session, 5, CONN_TCP, CONN_ESTABLISHED, "10.0.0.5:80", "10.0.0.9:1005");
	fake_find(&session.kernel, 2)->conn.state = CONN_CLOSE_WAIT;
	fake_remove(&session.kernel, 4);
	session_refresh(&session);
	assert_int_equal(session_line(&session, session_row_of(&session, "10.0.0.5:80"))[0], '+');
	assert_int_equal(session_line(&session, session_row_of(&session, "10.0.0.2:80"))[0], '~');
	assert_int_equal(session_line(&session, session_row_of(&session, "10.0.0.4:80"))[0], '-');
	assert_int_equal(session_line(&session, session_row_of(&session, "10.0.0.1:80"))[0], ' ');
	session_refresh(&session);
	assert_int_equal(session_line(&session, session_row_of(&session, "10.0.0.5:80"))[0], ' ');
	assert_int_equal(session_line(&session, session_row_of(&session, "10.0.0.2:80"))[0], ' ');
	assert_int_equal(session_line(&session, session_row_of(&session, "10.0.0.4:80"))[0], '-');
	for (int i = 0; i < 5; i++)
		session_refresh(&session);
	assert_hidden(&session, "10.0.0.4:80");
	session_end(&session);
}

static void the_selection_follows_its_socket(void **state)
{
	struct session session;
	int row;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "Down Down");
	assert_selected(&session, "10.0.0.3:80");
	row = session.app.grid.cursor_row;
	for (uint64_t i = 0; i < 3; i++) {
		char local[32];

		snprintf(local, sizeof(local), "10.0.0.0:%u", 100 + (unsigned)i);
		session_add(&session, 50 + i, CONN_TCP, CONN_ESTABLISHED, local, "10.0.0.9:7");
		session_refresh(&session);
		assert_selected(&session, "10.0.0.3:80");
	}
	assert_true(session.app.grid.cursor_row >= row);
	session_press(&session, "I");
	assert_selected(&session, "10.0.0.3:80");
	session_end(&session);
}

static void movement_reaches_both_ends(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	assert_selected(&session, "10.0.0.1:80");
	session_press(&session, "Up");
	assert_selected(&session, "10.0.0.1:80");
	session_press(&session, "End");
	assert_selected(&session, "10.0.0.4:80");
	session_press(&session, "Down");
	assert_selected(&session, "10.0.0.4:80");
	session_press(&session, "g");
	assert_selected(&session, "10.0.0.1:80");
	session_press(&session, "G");
	assert_selected(&session, "10.0.0.4:80");
	session_press(&session, "PgUp");
	assert_selected(&session, "10.0.0.1:80");
	session_press(&session, "PgDn Alt-k");
	assert_selected(&session, "10.0.0.3:80");
	session_press(&session, "Alt-j");
	assert_selected(&session, "10.0.0.4:80");
	session_end(&session);
}

static void let_go_it_stays_at_the_top(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "Down F");
	session_add(&session, 9, CONN_TCP, CONN_ESTABLISHED, "10.0.0.0:80", "10.0.0.9:1");
	session_refresh(&session);
	assert_selected(&session, "10.0.0.0:80");
	session_end(&session);
}

/* -------- closing -------- */

static void f9_asks_and_y_closes_exactly_that_socket(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "Down F9");
	assert_shown(&session, "10.0.0.2:80");
	assert_shown(&session, "10.0.0.9:1002");
	assert_shown(&session, "y/N");
	assert_shown(&session, "RST");
	assert_int_equal(session.kernel.destroy_count, 0);
	session_press(&session, "y");
	assert_int_equal(session.kernel.destroy_count, 1);
	assert_null(fake_find(&session.kernel, 2));
	assert_int_equal(session.kernel.socket_count, 3);
	assert_shown(&session, "closed");
	assert_hidden(&session, "y/N");
	session_end(&session);
}

static void every_other_answer_is_no(void **state)
{
	static const char *const answers[] = {"n", "N", "Esc", "Enter", "q"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(answers); i++) {
		struct session session;

		start_with_four(&session, "");
		session_press(&session, "k");
		session_press(&session, answers[i]);
		assert_hidden(&session, "y/N");
		assert_false(session.app.quit);
		assert_int_equal(session.kernel.destroy_count, 0);
		session_end(&session);
	}
}

static void the_answer_goes_to_the_socket_of_the_question(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "Down F9");
	/* The one in the question vanishes, others come in its place, the cookie stays unused. */
	fake_remove(&session.kernel, 2);
	session_add(&session, 20, CONN_TCP, CONN_ESTABLISHED, "10.0.0.2:80", "10.0.0.9:1002");
	for (int i = 0; i < 6; i++)
		session_refresh(&session);
	assert_shown(&session, "y/N");
	session_press(&session, "y");
	assert_non_null(fake_find(&session.kernel, 20));
	assert_int_equal(session.kernel.socket_count, 4);
	assert_shown(&session, "already gone");
	session_end(&session);
}

static void nothing_moves_while_the_question_is_open(void **state)
{
	struct session session;
	int row;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "End");
	row = session_row_of(&session, "10.0.0.4:80");
	session_press(&session, "F9");
	session_add(&session, 30, CONN_TCP, CONN_ESTABLISHED, "10.0.0.0:1", "10.0.0.9:1");
	session_refresh(&session);
	session_press(&session, "Esc");
	session_refresh(&session);
	assert_selected(&session, "10.0.0.4:80");
	assert_true(session_row_of(&session, "10.0.0.4:80") >= row);
	session_end(&session);
}

static void a_listener_wants_its_port_typed(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	session_add(&session, 1, CONN_TCP, CONN_LISTEN, "10.0.0.1:8080", "0.0.0.0:0");
	session_refresh(&session);
	session_press(&session, "F9");
	assert_shown(&session, "port");
	session_press(&session, "y Enter");
	assert_int_equal(session.kernel.destroy_count, 0);
	assert_shown(&session, "not closed");
	session_press(&session, "F9");
	session_type(&session, "8081");
	session_press(&session, "Enter");
	assert_int_equal(session.kernel.destroy_count, 0);
	session_press(&session, "F9 Enter");
	assert_int_equal(session.kernel.destroy_count, 0);
	session_press(&session, "F9");
	session_type(&session, "8080");
	session_press(&session, "Esc");
	assert_int_equal(session.kernel.destroy_count, 0);
	session_press(&session, "F9");
	session_type(&session, "8080");
	session_press(&session, "Enter");
	assert_int_equal(session.kernel.destroy_count, 1);
	assert_int_equal(session.kernel.socket_count, 0);
	session_end(&session);
}

static void the_own_ssh_session_wants_its_port_typed(void **state)
{
	struct session session;

	(void)state;
	setenv("SSH_CONNECTION", "10.0.0.9 1002 10.0.0.2 80", 1);
	start_with_four(&session, "");
	session_press(&session, "Down F9");
	assert_shown(&session, "SSH");
	session_press(&session, "y Enter");
	assert_int_equal(session.kernel.destroy_count, 0);
	session_press(&session, "Down F9");
	assert_hidden(&session, "SSH");
	session_press(&session, "y");
	assert_int_equal(session.kernel.destroy_count, 1);
	unsetenv("SSH_CONNECTION");
	session_end(&session);
}

static void every_answer_of_the_kernel_is_told_in_words(void **state)
{
	static const struct {
		int error;
		const char *words;
	} cases[] = {
		{-EPERM, "not permitted (needs CAP_NET_ADMIN"},
		{-EACCES, "not permitted"},
		{-EINVAL, "cannot close a socket of this kind"},
		{-EOPNOTSUPP, "cannot close a socket of this kind"},
		{-EIO, "failed: Input/output error"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct session session;

		start_with_four(&session, "");
		session.kernel.destroy_error = cases[i].error;
		session_press(&session, "F9 y");
		assert_shown(&session, cases[i].words);
		assert_int_equal(session.kernel.socket_count, 4);
		session_end(&session);
	}
}

static void a_socket_that_stays_is_said_to_be_there(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	fake_find(&session.kernel, 1)->tough = true;
	session_press(&session, "F9 y");
	assert_shown(&session, "still there");
	session_refresh(&session);
	assert_int_not_equal(
		session_line(&session, session_row_of(&session, "10.0.0.1:80"))[0], '-');
	session_end(&session);
}

static void without_sock_destroy_it_says_so_before_it_asks(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session.app.engine.here.kernel.can_destroy = false;
	session_press(&session, "F9");
	assert_hidden(&session, "y/N");
	assert_shown(&session, "CONFIG_INET_DIAG_DESTROY");
	session_end(&session);
}

static void a_row_that_has_gone_is_not_closed_again(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "--linger=60");
	session_press(&session, "Down");
	fake_remove(&session.kernel, 2);
	session_refresh(&session);
	assert_selected(&session, "10.0.0.2:80");
	session_press(&session, "F9");
	assert_hidden(&session, "y/N");
	assert_shown(&session, "already gone");
	session_end(&session);
}

static void a_closed_socket_turns_red_when_a_refresh_says_so(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "p F9 y"); /* paused, it is refreshed all the same */
	session_refresh(&session);
	assert_int_equal(session_line(&session, session_row_of(&session, "10.0.0.1:80"))[0], '-');
	session_end(&session);
}

static void read_only_offers_no_closing(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "--read-only");
	assert_shown(&session, "read only");
	assert_hidden(&session, "F9");
	session_press(&session, "F9 k");
	assert_hidden(&session, "y/N");
	assert_int_equal(session.app.dialog.kind, DIALOG_NONE);
	session_press(&session, "?");
	assert_hidden(&session, "close the selected");
	assert_int_equal(session.kernel.destroy_count, 0);
	session_end(&session);
}

/* -------- time -------- */

static void it_refreshes_when_it_is_time_and_not_before(void **state)
{
	struct session session;
	uint32_t first;

	(void)state;
	start_with_four(&session, "-d 2");
	first = session.app.engine.track.refresh;
	assert_true(first > 0);
	session_pass(&session, 1900);
	assert_int_equal(session.app.engine.track.refresh, first);
	session_pass(&session, 200);
	assert_int_equal(session.app.engine.track.refresh, first + 1);
	session_end(&session);
}

static void after_a_stop_there_is_no_burst_of_refreshes(void **state)
{
	struct session session;
	uint32_t first;

	(void)state;
	start_with_four(&session, "");
	first = session.app.engine.track.refresh;
	session_pass(&session, 3600 * 1000);
	assert_int_equal(session.app.engine.track.refresh, first + 1);
	for (int i = 0; i < 9; i++)
		session_pass(&session, 100);
	assert_int_equal(session.app.engine.track.refresh, first + 1);
	session_pass(&session, 200);
	assert_int_equal(session.app.engine.track.refresh, first + 2);
	session_end(&session);
}

static void paused_it_stands_still_but_for_r(void **state)
{
	struct session session;
	uint32_t first;

	(void)state;
	start_with_four(&session, "");
	first = session.app.engine.track.refresh;
	session_press(&session, "p");
	assert_shown(&session, "paused");
	session_pass(&session, 60000);
	assert_int_equal(session.app.engine.track.refresh, first);
	session_press(&session, "r");
	assert_int_equal(session.app.engine.track.refresh, first + 1);
	session_pass(&session, 60000);
	assert_int_equal(session.app.engine.track.refresh, first + 1);
	session_press(&session, "Z");
	assert_hidden(&session, "paused");
	assert_int_equal(session.app.engine.track.refresh, first + 2);
	session_pass(&session, 1000);
	assert_int_equal(session.app.engine.track.refresh, first + 3);
	session_end(&session);
}

static void the_interval_is_set_and_nonsense_is_refused(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "d");
	session_type(&session, "2.5");
	session_press(&session, "Enter");
	assert_int_equal(session.app.options.interval_ms, 2500);
	assert_shown(&session, "every 2.5s");
	for (size_t i = 0; i < 5; i++) {
		static const char *const bad[] = {"0", "x", "3601", "-1", ""};

		session_press(&session, "d");
		session_type(&session, bad[i]);
		session_press(&session, "Enter");
		assert_shown(&session, "invalid interval");
		assert_int_equal(session.app.options.interval_ms, 2500);
	}
	session_press(&session, "d");
	session_type(&session, "7");
	session_press(&session, "Esc");
	assert_int_equal(session.app.options.interval_ms, 2500);
	session_end(&session);
}

static void a_dear_refresh_stretches_the_interval(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_pass(&session, 999);
	session.now.mono_us += 1000;
	screen_step(&session.app, &session.now, session.cpu_us);
	session.cpu_us += 800000;
	session_pass(&session, 800);
	for (int i = 0; i < 40; i++) {
		session_pass(&session, 10);
		session_refresh(&session);
		session.cpu_us += 800000;
	}
	assert_shown(&session, "every 1.0s\xe2\x86\x92");
	assert_in_range(session.app.meter.interval_ms, 3900, 4001);
	session_end(&session);
}

/* -------- order, and what is looked at -------- */

static void the_sort_menu_sorts_by_the_chosen_column(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "F6");
	assert_shown(&session, "Sort by");
	session_press(&session, "Home Enter");
	assert_shown(&session, "sorted by");
	assert_hidden(&session, "Sort by");
	assert_ptr_equal(session.app.table.order.column, &column_table[0]);
	session_press(&session, "F6 Down Esc");
	assert_ptr_equal(session.app.table.order.column, &column_table[0]);
	session_end(&session);
}

static void inverting_turns_the_order_round(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "I");
	assert_true(
		session_row_of(&session, "10.0.0.4:80") < session_row_of(&session, "10.0.0.1:80"));
	session_press(&session, "I");
	assert_true(
		session_row_of(&session, "10.0.0.4:80") > session_row_of(&session, "10.0.0.1:80"));
	session_end(&session);
}

static void sort_keys_go_through_the_columns_and_round(void **state)
{
	struct session session;
	const struct column *before;

	(void)state;
	start_with_four(&session, "");
	session_screen(&session); /* which columns there is room for is known by now */
	before = session.app.table.order.column;
	session_press(&session, ">");
	assert_ptr_not_equal(session.app.table.order.column, before);
	session_press(&session, "<");
	assert_ptr_equal(session.app.table.order.column, before);
	for (size_t i = 0; i < session.app.layout.shown_count; i++)
		session_press(&session, ">");
	assert_ptr_equal(session.app.table.order.column, before);
	session_end(&session);
}

static void toggles_hide_and_show(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	session_add(&session, 1, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.9:1");
	session_add(&session, 2, CONN_TCP, CONN_LISTEN, "[fc00::2]:80", "[::]:0");
	session_add(&session, 3, CONN_UDP, CONN_CLOSED, "10.0.0.3:53", "0.0.0.0:0");
	session_refresh(&session);
	session_press(&session, "T");
	assert_hidden(&session, "10.0.0.1:80");
	assert_shown(&session, "10.0.0.3:53");
	session_press(&session, "T D");
	assert_shown(&session, "10.0.0.1:80");
	assert_hidden(&session, "10.0.0.3:53");
	session_press(&session, "D 6");
	assert_hidden(&session, "fc00::2");
	session_press(&session, "6 4");
	assert_shown(&session, "fc00::2");
	assert_hidden(&session, "10.0.0.1:80");
	session_press(&session, "4 L");
	assert_hidden(&session, "10.0.0.1:80");
	assert_shown(&session, "fc00::2");
	assert_shown(&session, "10.0.0.3:53");
	session_press(&session, "L");
	assert_shown(&session, "10.0.0.1:80");
	session_end(&session);
}

static void what_was_left_out_at_the_start_is_asked_for_when_it_is_wanted(void **state)
{
	struct session session;

	(void)state;
	start(&session, "-4 -t -l");
	session_add(&session, 1, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.9:1");
	session_add(&session, 2, CONN_TCP, CONN_LISTEN, "[fc00::2]:80", "[::]:0");
	session_add(&session, 3, CONN_UDP, CONN_CLOSED, "10.0.0.3:53", "0.0.0.0:0");
	session_refresh(&session);
	assert_shown(&session, "no sockets");
	session_press(&session, "L");
	assert_shown(&session, "10.0.0.1:80");
	assert_int_equal(session_line(&session, session_row_of(&session, "10.0.0.1:80"))[0], ' ');
	session_press(&session, "D");
	assert_shown(&session, "10.0.0.3:53");
	session_press(&session, "6");
	assert_shown(&session, "fc00::2");
	session_end(&session);
}

static void hiding_everything_is_survived(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "T D 4 6 L");
	session_refresh(&session);
	session_press(&session, "Down End F9");
	assert_shown(&session, "no socket is selected");
	session_press(&session, "T D 4 6 L");
	session_refresh(&session);
	assert_shown(&session, "10.0.0.4:80");
	session_end(&session);
}

/* -------- help, mouse, sizes -------- */

static void help_tells_of_every_command(void **state)
{
	struct session session;

	(void)state;
	session_start(&session, "", 120, 130);
	session_refresh(&session);
	session_press(&session, "F1");
	for (size_t i = 0; i < command_count; i++) {
		assert_shown(&session, command_table[i].help);
		assert_shown(&session, command_table[i].keys);
	}
	session_press(&session, "Esc");
	assert_hidden(&session, command_table[0].help);
	session_end(&session);
}

static void the_bar_names_the_commands_with_a_label(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	for (size_t i = 0; i < command_count; i++)
		if (command_table[i].label)
			assert_non_null(strstr(session_line(&session, 23), command_table[i].label));
	session_end(&session);
}

static void clicks_select_sort_and_press_the_bar(void **state)
{
	struct session session;
	int row, column;

	(void)state;
	start_with_four(&session, "");
	row = session_row_of(&session, "10.0.0.3:80");
	session_click(&session, row, 10);
	assert_selected(&session, "10.0.0.3:80");
	row = session_row_of(&session, "STATE");
	column = (int)(strstr(session_line(&session, row), "STATE") - session_line(&session, row));
	session_click(&session, row, column);
	assert_string_equal(session.app.table.order.column->id, "state");
	column = (int)(strstr(session_line(&session, 23), "Quit") - session_line(&session, 23));
	session_click(&session, 23, column);
	assert_true(session.app.quit);
	session_end(&session);
}

static void clicks_anywhere_do_no_harm(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	for (int row = -2; row < 30; row++)
		for (int column = -2; column < 110; column += 7) {
			session_click(&session, row, column);
			if (session.app.dialog.kind)
				session_press(&session, "Esc");
			session_screen(&session);
		}
	assert_int_equal(session.kernel.destroy_count, 0);
	session_end(&session);
}

static void quitting_is_a_key_and_esc_is_not(void **state)
{
	static const char *const keys[] = {"q", "F10", "Ctrl-C"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		struct session session;

		start_with_four(&session, "");
		session_press(&session, "Esc Esc");
		assert_false(session.app.quit);
		session_press(&session, keys[i]);
		assert_true(session.app.quit);
		session_end(&session);
	}
}

static void what_could_not_be_read_is_told_in_a_line(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	add_four(&session);
	fake_fail(&session.kernel, (struct fake_fault){CONN_UDP, CONN_IPV6, FAKE_DONE, -EIO, 1000});
	session_refresh(&session);
	assert_shown(&session, "udp ipv6: dump failed: Input/output error");
	assert_shown(&session, "10.0.0.1:80");
	session_end(&session);
}

static void a_dump_that_fails_makes_nothing_vanish(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	fake_fail(&session.kernel,
		(struct fake_fault){CONN_TCP, DIAGMSG_BOTH_FAMILIES, FAKE_ERROR, -EIO, 1000});
	for (int i = 0; i < 5; i++)
		session_refresh(&session);
	assert_shown(&session, "dump failed");
	assert_int_equal(session_line(&session, session_row_of(&session, "10.0.0.1:80"))[0], ' ');
	session_end(&session);
}

static int column_of(struct session *session, int row, const char *text)
{
	const char *line = session_line(session, row), *at = strstr(line, text);

	return at ? (int)(at - line) : -1;
}

static void a_click_on_a_state_filters_by_it_and_a_second_takes_that_away(void **state)
{
	struct session session;

	(void)state;
	session_start(&session, "--no-config --ascii", 24, 132);
	session_add(&session, 1, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.2:4000");
	session_add(&session, 2, CONN_TCP, CONN_CLOSE_WAIT, "10.0.0.1:81", "10.0.0.2:4001");
	session_add(&session, 3, CONN_TCP, CONN_TIME_WAIT, "10.0.0.1:82", "10.0.0.2:4002");
	session_refresh(&session);
	session_click(&session, 1, column_of(&session, 1, "CLOSE_WAIT"));
	assert_int_equal(session_row_of(&session, "10.0.0.1:80"), -1);
	assert_true(session_row_of(&session, "10.0.0.1:81") > 0);
	assert_true(session_row_of(&session, "1 of 3 sockets") == 0);
	session_click(&session, 1, column_of(&session, 1, "TIME_WAIT"));
	assert_int_equal(session_row_of(&session, "10.0.0.1:81"), -1);
	assert_true(session_row_of(&session, "10.0.0.1:82") > 0);
	session_click(&session, 1, column_of(&session, 1, "TIME_WAIT") + 3);
	assert_true(session_row_of(&session, "10.0.0.1:80") > 0);
	assert_true(session_row_of(&session, "3 sockets") == 0);
	session_end(&session);
}

/* The filter from before comes back. */
static void a_click_on_a_state_adds_to_the_filter(void **state)
{
	struct session session;

	(void)state;
	session_start(&session, "--no-config --ascii sport = :80", 24, 132);
	session_add(&session, 1, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.2:4000");
	session_add(&session, 2, CONN_TCP, CONN_CLOSE_WAIT, "10.0.0.1:80", "10.0.0.2:4001");
	session_add(&session, 3, CONN_TCP, CONN_CLOSE_WAIT, "10.0.0.1:82", "10.0.0.2:4002");
	session_refresh(&session);
	session_click(&session, 1, column_of(&session, 1, "CLOSE_WAIT"));
	assert_true(session_row_of(&session, "(1 of 3 shown)") > 0);
	session_click(&session, 1, column_of(&session, 1, "CLOSE_WAIT"));
	assert_true(session_row_of(&session, "filter: sport = :80  (2 of 3 shown)") > 0);
	session_end(&session);
}

static void what_is_hidden_is_said_for_as_long_as_it_is(void **state)
{
	struct session session;

	(void)state;
	session_start(&session, "--no-config --ascii", 24, 80);
	session_add(&session, 1, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.2:4000");
	session_add(&session, 2, CONN_UDP, CONN_CLOSED, "10.0.0.1:53", "0.0.0.0:0");
	session_refresh(&session);
	session_press(&session, "T F1 Esc Down");
	session_refresh(&session);
	assert_int_equal(session_row_of(&session, "[no TCP]"), 0);
	assert_int_equal(session_row_of(&session, "1 of 2 sockets"), 0);
	session_press(&session, "L 4");
	assert_int_equal(session_row_of(&session, "[no TCP] [IPv6 only] [listeners]"), 0);
	session_press(&session, "T"); /* IPv4 stays hidden */
	assert_int_equal(session_row_of(&session, "[IPv6 only] [listeners]"), 0);
	assert_null(strstr(session_line(&session, 0), "[no TCP]"));
	session_press(&session, "L 4");
	assert_null(strchr(session_line(&session, 0), '['));
	session_end(&session);
}

/* The wide row is out of sight at first, and was measured all the same. */
static void headings_do_not_move_when_the_window_does(void **state)
{
	struct session session;
	char before[200];

	(void)state;
	session_start(&session, "--no-config --ascii", 14, 160);
	for (uint64_t i = 1; i < 40; i++) {
		char end[32];

		snprintf(end, sizeof(end), "10.0.0.1:%u", (unsigned)i);
		session_add(&session, i, CONN_TCP, CONN_ESTABLISHED, end, "10.0.0.2:4000");
	}
	session_add(&session, 99, CONN_TCP, CONN_ESTABLISHED, "[2001:db8:1:2:3:4:5:6]:50113",
		"[2001:db8:1:2:3:4:5:7]:50114");
	session_process(&session, 1, "init", 3, 999); /* so that /proc is not empty */
	session_refresh(&session);
	snprintf(before, sizeof(before), "%s", session_line(&session, 2));
	assert_non_null(strstr(before, "UNIT"));
	session_press(&session, "End");
	assert_true(session_row_of(&session, "[2001:db8:1:2:3:4:5:6]:50113") > 0);
	assert_string_equal(session_line(&session, 2), before);
	session_end(&session);
	session_start(&session, "--no-config --ascii --columns=state,local", 14, 160);
	session_process(&session, 1, "init", 3, 999);
	session_refresh(&session);
	assert_null(strstr(session_line(&session, 2), "UNIT")); /* the user has chosen */
	session_end(&session);
}

static void the_count_is_not_what_is_cut_of_a_long_filter(void **state)
{
	struct session session;

	(void)state;
	session_start(&session,
		"--no-config --ascii sport = :80 and dport > :1000 and instate >= 0s", 24, 60);
	session_add(&session, 1, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.2:4000");
	session_add(&session, 2, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:81", "10.0.0.2:4000");
	session_refresh(&session);
	assert_true(session_row_of(&session, "  (1 of 2 shown)") == 22);
	session_end(&session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_refresh_comes_at_once_and_shows_what_there_is),
		cmocka_unit_test(a_table_without_sockets_says_so),
		cmocka_unit_test(new_changed_and_vanished_sockets_are_marked),
		cmocka_unit_test(the_selection_follows_its_socket),
		cmocka_unit_test(movement_reaches_both_ends),
		cmocka_unit_test(let_go_it_stays_at_the_top),
		cmocka_unit_test(f9_asks_and_y_closes_exactly_that_socket),
		cmocka_unit_test(every_other_answer_is_no),
		cmocka_unit_test(the_answer_goes_to_the_socket_of_the_question),
		cmocka_unit_test(nothing_moves_while_the_question_is_open),
		cmocka_unit_test(a_listener_wants_its_port_typed),
		cmocka_unit_test(the_own_ssh_session_wants_its_port_typed),
		cmocka_unit_test(every_answer_of_the_kernel_is_told_in_words),
		cmocka_unit_test(a_socket_that_stays_is_said_to_be_there),
		cmocka_unit_test(without_sock_destroy_it_says_so_before_it_asks),
		cmocka_unit_test(a_row_that_has_gone_is_not_closed_again),
		cmocka_unit_test(a_closed_socket_turns_red_when_a_refresh_says_so),
		cmocka_unit_test(read_only_offers_no_closing),
		cmocka_unit_test(it_refreshes_when_it_is_time_and_not_before),
		cmocka_unit_test(after_a_stop_there_is_no_burst_of_refreshes),
		cmocka_unit_test(paused_it_stands_still_but_for_r),
		cmocka_unit_test(the_interval_is_set_and_nonsense_is_refused),
		cmocka_unit_test(a_dear_refresh_stretches_the_interval),
		cmocka_unit_test(the_sort_menu_sorts_by_the_chosen_column),
		cmocka_unit_test(inverting_turns_the_order_round),
		cmocka_unit_test(sort_keys_go_through_the_columns_and_round),
		cmocka_unit_test(toggles_hide_and_show),
		cmocka_unit_test(what_was_left_out_at_the_start_is_asked_for_when_it_is_wanted),
		cmocka_unit_test(hiding_everything_is_survived),
		cmocka_unit_test(help_tells_of_every_command),
		cmocka_unit_test(the_bar_names_the_commands_with_a_label),
		cmocka_unit_test(clicks_select_sort_and_press_the_bar),
		cmocka_unit_test(clicks_anywhere_do_no_harm),
		cmocka_unit_test(quitting_is_a_key_and_esc_is_not),
		cmocka_unit_test(what_could_not_be_read_is_told_in_a_line),
		cmocka_unit_test(a_dump_that_fails_makes_nothing_vanish),
		cmocka_unit_test(a_click_on_a_state_filters_by_it_and_a_second_takes_that_away),
		cmocka_unit_test(a_click_on_a_state_adds_to_the_filter),
		cmocka_unit_test(what_is_hidden_is_said_for_as_long_as_it_is),
		cmocka_unit_test(headings_do_not_move_when_the_window_does),
		cmocka_unit_test(the_count_is_not_what_is_cut_of_a_long_filter),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
