/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "support/session.h"

static void begin(struct session *session, const char *line)
{
	session_start(session, line, 24, 120);
	session_add(session, 1, CONN_TCP, CONN_LISTEN, "0.0.0.0:22", "0.0.0.0:0");
	session_add(session, 2, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:22", "10.0.0.2:4000");
	session_add(session, 3, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:22", "10.0.0.3:4001");
	session_add(session, 4, CONN_TCP, CONN_CLOSE_WAIT, "10.0.0.1:23", "10.0.0.2:4002");
	session_refresh(session);
}

static const struct column *cursor_column(const struct session *session)
{
	int index = layout_cursor(&session->app.layout);

	return index < 0 ? NULL : session->app.layout.columns[index].column;
}

/* Right until the cursor is on that column. */
static void go_to_column(struct session *session, const char *id)
{
	session_press(session, "Left Left Left Left Left Left Left Left Left Left Left Left");
	for (int i = 0; i < 20 && cursor_column(session) != column_find(id); i++)
		session_press(session, "Right");
	assert_ptr_equal(cursor_column(session), column_find(id));
}

static void only_these_and_not_these_narrow_the_table(void **state)
{
	struct session session;

	(void)state;
	begin(&session, "--sort=local");
	go_to_column(&session, "state");
	session_press(&session, "End");
	assert_non_null(strstr(session_cursor_line(&session), "CLOSE_WAIT"));
	session_press(&session, "!");
	assert_string_equal(session.app.filter_line.text, "not state close-wait");
	assert_int_equal(session_row_of(&session, ":4002"), -1);
	go_to_column(&session, "remote");
	session_press(&session, "End =");
	assert_string_equal(
		session.app.filter_line.text, "not state close-wait and dst = 10.0.0.3");
	assert_int_equal(session_row_of(&session, ":4000"), -1);
	assert_true(session_row_of(&session, ":4001") > 0);
	session_press(&session, "=");
	assert_true(session_row_of(&session, "has that already: dst = 10.0.0.3") > 0);
	session_end(&session);
}

/* A filter that is suspended is not what the user looks at. */
static void a_suspended_filter_is_left_behind(void **state)
{
	struct session session;

	(void)state;
	begin(&session, "state close-wait");
	go_to_column(&session, "state");
	session_press(&session, "Esc Home =");
	assert_string_equal(session.app.filter_line.text, "state listen");
	session_press(&session, "F4 Up");
	assert_string_equal(session.app.dialog.input.text, "state close-wait");
	session_end(&session);
}

static void a_cell_without_a_value_is_no_filter(void **state)
{
	struct session session;

	(void)state;
	begin(&session, "--columns=interface,state,local,remote");
	session_press(&session, "=");
	assert_true(session_row_of(&session, "this socket has no INTERFACE to filter by") > 0);
	assert_null(session.app.filter_line.text);
	session_end(&session);
}

static void a_click_chooses_the_cell(void **state)
{
	struct session session;
	int row;

	(void)state;
	begin(&session, "--columns=state,local,remote");
	row = session_row_of(&session, ":4001");
	session_click(&session, row, session.app.layout.shown[2].at + 3);
	session_press(&session, "=");
	assert_string_equal(session.app.filter_line.text, "dst = 10.0.0.3");
	session_end(&session);
}

static void a_row_is_copied_and_told_as_filters(void **state)
{
	struct session session;

	(void)state;
	begin(&session, "--columns=state,local,remote,recvq");
	screen_resize(&session.app, 24, 80);
	session_press(&session, "End c");
	assert_string_equal(
		buffer_get(&session.app.clipboard), "CLOSE_WAIT  10.0.0.1:23  10.0.0.2:4002  0");
	assert_true(session_row_of(&session, "ss: ") > 0);
	assert_int_equal(session_row_of(&session, "tcpdump: "), -1); /* no room for both */
	session_press(&session, "c");
	assert_true(session_row_of(&session, "tcpdump: ") > 0);
	session_press(&session, "Home c");
	assert_true(session_row_of(&session, "ss: ") > 0);
	session_end(&session);
}

static void tagged_rows_are_copied_together(void **state)
{
	struct session session;

	(void)state;
	begin(&session, "--columns=local,remote");
	session_press(&session, "Down Space Space Home c");
	assert_string_equal(buffer_get(&session.app.clipboard),
		"10.0.0.1:22  10.0.0.2:4000\n10.0.0.1:22  10.0.0.3:4001\n");
	session_end(&session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_these_and_not_these_narrow_the_table),
		cmocka_unit_test(a_suspended_filter_is_left_behind),
		cmocka_unit_test(a_cell_without_a_value_is_no_filter),
		cmocka_unit_test(a_click_chooses_the_cell),
		cmocka_unit_test(a_row_is_copied_and_told_as_filters),
		cmocka_unit_test(tagged_rows_are_copied_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
