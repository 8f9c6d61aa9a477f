/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The menu of a row, and clicks on rows. */
#include "support/unit.h"

#include <locale.h>

#include "app/screen/state/page.h"
#include "support/session.h"
#include "support/typing.h"

#define FIRST 3

static void start(struct session *session, const char *line)
{
	session_start(session, line, 24, 100);
	session_add(session, 1, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.9:1001");
	session_add(session, 2, CONN_TCP, CONN_ESTABLISHED, "10.0.0.2:80", "10.0.0.9:1002");
	session_process(session, 300, "api", 5, 1);
	session_process(session, 300, "api", 6, 2);
	session_refresh(session);
}

static void assert_shown(struct session *session, const char *text)
{
	if (session_row_of(session, text) < 0)
		fail_msg("'%s' is not on the screen:\n%s", text, session_screen(session));
}

static void assert_hidden(struct session *session, const char *text)
{
	if (session_row_of(session, text) >= 0)
		fail_msg("'%s' is on the screen:\n%s", text, session_screen(session));
}

static void take(const struct key_event *event, int64_t now_us, void *context)
{
	struct session *session = context;

	(void)now_us;
	screen_key(&session->app, event, &session->now);
	session_pass(session, 0);
}

/* As xterm reports it: button 0 or 2, cells counted from 1. */
static void press_button(struct session *session, int button, int row, int column)
{
	struct key_decoder decoder;
	int64_t now_us = session->now.mono_us;
	char bytes[64];

	snprintf(bytes, sizeof(bytes), "\033[<%d;%d;%dM\033[<%d;%d;%dm", button, column + 1,
		row + 1, button, column + 1, row + 1);
	key_decoder_init(&decoder);
	decoder.mouse = true;
	typing_feed(&decoder, bytes, strlen(bytes), &now_us, take, session);
}

static void it_has_all_that_can_be_done_with_the_row_each_with_its_key(void **state)
{
	static const char *const lines[] = {
		"Enter ", "F9 ", "F9 p ", "F9 r ", "F9 t ", "Space ", "= ", "! ", "c ", "e "};
	struct session session;

	(void)state;
	start(&session, "");
	session_press(&session, "Home x");
	for (size_t i = 0; i < COUNT_OF(lines); i++)
		assert_shown(&session, lines[i]);
	assert_shown(&session, "tcp 10.0.0.1:80 ");
	assert_shown(&session, "EnterChoose EscBack");
	session_press(&session, "c Enter");
	assert_shown(&session, "ss: src 10.0.0.1:80");
	session_press(&session, "x Home Enter");
	assert_shown(&session, "Details");
	session_end(&session);
}

static void all_of_the_process_are_asked_about_at_once(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	session_press(&session, "Home x");
	while (!strstr(session_cursor_line(&session), "F9 p"))
		session_press(&session, "Down");
	session_press(&session, "Enter");
	assert_shown(&session, "Close all of this process");
	assert_shown(&session, "Type 2 to close them:");
	assert_int_equal(session.kernel.destroy_count, 0);
	session_end(&session);
}

static void read_only_offers_no_change(void **state)
{
	struct session session;

	(void)state;
	start(&session, "--read-only");
	session_press(&session, "Home x");
	assert_hidden(&session, "F9");
	assert_shown(&session, "Enter ");
	session_end(&session);
}

static void on_a_group_it_is_about_the_group(void **state)
{
	struct session session;

	(void)state;
	start(&session, "--group=process");
	session_press(&session, "Home x");
	assert_shown(&session, " api ");
	assert_hidden(&session, "F9 p");
	session_press(&session, "= Enter");
	assert_shown(&session, "filter: process = api");
	session_end(&session);
}

static void it_is_about_the_socket_that_it_was_opened_for(void **state)
{
	struct session session;

	(void)state;
	start(&session, "--linger=0");
	session_press(&session, "Home x");
	fake_remove(&session.kernel, 1);
	for (int i = 0; i < 4; i++)
		session_refresh(&session);
	session_press(&session, "Enter");
	assert_int_equal(session.app.pages.count, 0);
	assert_shown(&session, "already gone");
	session_end(&session);
}

/* The table does not move behind a menu; a group that has become another one is told by its key. */
static void it_is_about_the_group_that_it_was_opened_for(void **state)
{
	struct session session;

	(void)state;
	start(&session, "--group=port");
	session_press(&session, "Home x");
	assert_true(session.app.menu.group.length > 0);
	buffer_char(&session.app.menu.group, 'x');
	session_press(&session, "Enter");
	assert_shown(&session, "already gone");
	session_press(&session, "x");
	session.app.menu.group.data[1] ^= 1;
	session_press(&session, "Enter");
	assert_shown(&session, "already gone");
	session_press(&session, "x Enter");
	assert_hidden(&session, "already gone");
	session_end(&session);
}

static void nothing_is_cut_in_80_columns_and_it_tells_what_is_filtered_by(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	screen_resize(&session.app, 24, 80);
	session_press(&session, "Home x");
	assert_hidden(&session, "\xe2\x80\xa6");
	assert_shown(&session, "only these: process = api");
	assert_shown(&session, "not these: process != api");
	session_press(&session, "Esc F5 p Enter Home x");
	assert_hidden(&session, "\xe2\x80\xa6");
	assert_shown(&session, "open or close this group");
	assert_shown(&session, "only these: process = api");
	session_end(&session);
}

static void a_right_click_opens_it_there_and_a_click_beside_it_closes_it(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	press_button(&session, 2, FIRST + 1, 20);
	assert_int_equal(session_row_of(&session, "tcp 10.0.0.2:80 "), FIRST + 2);
	press_button(&session, 2, FIRST, 20); /* another row: its menu */
	assert_int_equal(session_row_of(&session, "Enter  "), FIRST + 2);
	assert_true(dialog_is_open(&session.app.dialog));
	press_button(&session, 0, FIRST + 2, 10);
	assert_false(dialog_is_open(&session.app.dialog));
	assert_int_equal(session.app.pages.count, 0);
	session_end(&session);
}

static void a_right_click_selects_and_opens_it(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	press_button(&session, 2, FIRST + 1, 20);
	assert_true(dialog_is_open(&session.app.dialog));
	assert_shown(&session, "tcp 10.0.0.2:80 ");
	session_press(&session, "Esc");
	press_button(&session, 2, 20, 20); /* below the last row */
	assert_false(dialog_is_open(&session.app.dialog));
	session_end(&session);
}

static void a_double_click_opens_the_details(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	press_button(&session, 0, FIRST + 1, 20);
	assert_int_equal(session.app.pages.count, 0);
	session_pass(&session, 900); /* two slow ones are none */
	press_button(&session, 0, FIRST + 1, 20);
	assert_int_equal(session.app.pages.count, 0);
	press_button(&session, 0, FIRST + 1, 21);
	assert_int_equal(session.app.pages.count, 1);
	assert_shown(&session, "10.0.0.2:80");
	session_press(&session, "Esc");
	press_button(&session, 0, FIRST, 20); /* nor are two rows */
	press_button(&session, 0, FIRST + 1, 20);
	assert_int_equal(session.app.pages.count, 0);
	session_end(&session);
}

static void places_of_the_bar_of_a_dialog_are_clicked(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	session_press(&session, "F6");
	press_button(&session, 0, 23, 14); /* EnterChoose EscBack */
	assert_false(dialog_is_open(&session.app.dialog));
	session_press(&session, "F4");
	press_button(&session, 0, 23, 22); /* EnterKeep EscCancel F1Help */
	assert_true(session.app.filter_line.helping);
	press_button(&session, 0, 23, 2); /* EscBack */
	assert_false(session.app.filter_line.helping);
	assert_true(dialog_is_open(&session.app.dialog));
	press_button(&session, 0, 23, 12);
	assert_false(dialog_is_open(&session.app.dialog));
	session_end(&session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_has_all_that_can_be_done_with_the_row_each_with_its_key),
		cmocka_unit_test(all_of_the_process_are_asked_about_at_once),
		cmocka_unit_test(read_only_offers_no_change),
		cmocka_unit_test(on_a_group_it_is_about_the_group),
		cmocka_unit_test(it_is_about_the_socket_that_it_was_opened_for),
		cmocka_unit_test(it_is_about_the_group_that_it_was_opened_for),
		cmocka_unit_test(nothing_is_cut_in_80_columns_and_it_tells_what_is_filtered_by),
		cmocka_unit_test(a_right_click_opens_it_there_and_a_click_beside_it_closes_it),
		cmocka_unit_test(a_right_click_selects_and_opens_it),
		cmocka_unit_test(a_double_click_opens_the_details),
		cmocka_unit_test(places_of_the_bar_of_a_dialog_are_clicked),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
