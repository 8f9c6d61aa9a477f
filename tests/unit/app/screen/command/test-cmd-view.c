/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Named views on the screen, from keys to lines. */
#include "support/unit.h"

#include <locale.h>
#include <unistd.h>

#include "support/session.h"
#include "support/tree.h"

static void start(struct session *session, const char *line)
{
	session_start(session, line, 24, 100);
	session_add(session, 1, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.9:1001");
	session_add(session, 2, CONN_TCP, CONN_CLOSE_WAIT, "10.0.0.1:80", "10.0.0.9:1002");
	session_add(session, 3, CONN_TCP, CONN_LISTEN, "10.0.0.5:443", "0.0.0.0:0");
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

static void a_digit_chooses_columns_filter_order_and_group_at_once(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	session_press(&session, "V");
	assert_shown(&session, "1 leaks");
	assert_shown(&session, "6 talkers");
	session_press(&session, "1");
	assert_shown(&session, "view: leaks");
	assert_string_equal(session.app.filter_line.text, "state close-wait");
	assert_string_equal(session.app.table.groups.kind->id, "process");
	assert_string_equal(session.app.table.order.column->id, "instate");
	assert_true(session.app.table.order.descending);
	assert_int_equal(session.app.options.column_count, 9);
	assert_int_equal(session.app.table.living, 1);
	session_press(&session, "V 2");
	assert_false(groups_are_on(&session.app.table.groups));
	assert_shown(&session, "10.0.0.5:443");
	assert_hidden(&session, "10.0.0.9:1001");
	session_end(&session);
}

static void the_list_marks_what_is_shown_and_leads_back_to_the_start(void **state)
{
	struct session session;

	(void)state;
	start(&session, "--sort=-state --columns=state,local,remote state established");
	session_press(&session, "V");
	assert_non_null(strstr(session_cursor_line(&session), "0 usual       *"));
	session_press(&session, "Down Enter V");
	assert_non_null(strstr(session_cursor_line(&session), "1 leaks       *"));
	session_press(&session, "Esc I V"); /* in another order it is not this view any more */
	assert_hidden(&session, "leaks       *");
	session_press(&session, "0");
	assert_string_equal(session.app.filter_line.text, "state established");
	assert_string_equal(session.app.table.order.column->id, "state");
	assert_int_equal(session.app.options.column_count, 3);
	assert_shown(&session, "10.0.0.9:1001");
	session_end(&session);
}

static void the_list_goes_round_and_jumps_and_esc_changes_nothing(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	session_press(&session, "V V V");
	assert_non_null(strstr(session_cursor_line(&session), "services"));
	session_press(&session, "t");
	assert_non_null(strstr(session_cursor_line(&session), "talkers"));
	session_press(&session, "8 V");
	assert_non_null(strstr(session_cursor_line(&session), "save what is shown"));
	session_press(&session, "V Esc");
	assert_null(session.app.filter_line.text);
	assert_shown(&session, "10.0.0.9:1001");
	session_end(&session);
}

static void a_view_is_saved_under_a_name_and_deleted_again(void **state)
{
	struct session session;

	(void)state;
	start(&session, "--group=state");
	session_press(&session, "V F2");
	session_type(&session, "a=b");
	session_press(&session, "Enter");
	assert_shown(&session, "no '='");
	session_press(&session, "Backspace Backspace Enter");
	assert_int_equal(session.app.options.views.count, 1);
	session_press(&session, "F5 Home Enter V");
	assert_shown(&session, "7 a ");
	session_press(&session, "7");
	assert_string_equal(session.app.table.groups.kind->id, "state");
	session_press(&session, "V 7 V End Up Delete n V");
	assert_shown(&session, "7 a ");
	session_press(&session, "End Up Delete");
	assert_shown(&session, "Delete the view 'a'?");
	session_press(&session, "y V");
	assert_hidden(&session, "7 a ");
	session_press(&session, "Down Delete");
	assert_shown(&session, "only a view that was saved");
	session_end(&session);
}

static void a_name_that_exists_is_asked_about(void **state)
{
	struct session session;

	(void)state;
	start(&session, "--group=state");
	session_press(&session, "V F2");
	session_type(&session, "mine");
	session_press(&session, "Enter F5 Home Enter V F2");
	session_type(&session, "mine");
	session_press(&session, "Enter");
	assert_shown(&session, "There is a view 'mine'");
	session_press(&session, "n V 7");
	assert_string_equal(session.app.table.groups.kind->id, "state");
	session_press(&session, "F5 Home Enter V F2");
	session_type(&session, "mine");
	session_press(&session, "Enter y");
	assert_int_equal(session.app.options.views.count, 1);
	session_press(&session, "F5 p Enter V 7");
	assert_string_equal(session.app.table.groups.kind->id, "none");
	session_press(&session, "V F2"); /* also that of a shipped one */
	session_type(&session, "leaks");
	session_press(&session, "Enter");
	assert_shown(&session, "There is a view 'leaks'");
	session_end(&session);
}

/* Sessions have no settings file unless the test says so. */
static void a_saved_view_is_a_line_of_the_settings(void **state)
{
	char *home = tree_make();
	struct session session;

	(void)state;
	setenv("XDG_CONFIG_HOME", home, 1);
	start(&session, "");
	session.app.options.no_config = false;
	session_press(&session, "F4");
	session_type(&session, "pid=7");
	session_press(&session, "Enter V End Enter");
	session_type(&session, "mine");
	session_press(&session, "Enter");
	assert_shown(&session, "view 'mine' saved");
	session_end(&session);
	start(&session, "");
	session.app.options.no_config = false;
	session_press(&session, "V 7");
	assert_string_equal(session.app.filter_line.text, "pid=7");
	session_press(&session, "V Delete y");
	assert_shown(&session, "view 'mine' deleted");
	session_end(&session);
	start(&session, "");
	assert_int_equal(session.app.options.views.count, 0);
	session_end(&session);
	setenv("XDG_CONFIG_HOME", "/proc/no-settings", 1);
	tree_remove(home);
}

static void every_shipped_view_shows_what_it_is_ordered_by_in_80_columns(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	screen_resize(&session.app, 24, 80);
	for (size_t i = 0; i < named_view_shipped_count; i++) {
		char keys[] = {'V', ' ', (char)('1' + i), '\0'};

		session_press(&session, keys);
		if (!strstr(session_line(&session, 2), "\xe2\x96\xbe"))
			fail_msg("%s", session_screen(&session));
	}
	session_end(&session);
}

/* With addresses as long as most are, and a name that is wider than its column. */
static void no_shipped_view_cuts_addresses_in_80_columns(void **state)
{
	static const char *const keys[] = {"V 3", "V 4", "V 6"}; /* those that name a peer */
	struct session session;

	(void)state;
	start(&session, "");
	session_add(&session, 9, CONN_TCP, CONN_ESTABLISHED, "10.200.100.5:50112",
		"198.51.100.7:50112");
	session_process(&session, 31337, "a-name-of-15-by", 3, 9);
	screen_resize(&session.app, 24, 80);
	session_refresh(&session);
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		session_press(&session, keys[i]);
		session_refresh(&session);
		assert_shown(&session, "10.200.100.5:50112 198.51.100.7:50112");
		assert_shown(&session, "\xe2\x96\xbe");
	}
	session_end(&session);
}

static void a_view_with_a_filter_that_cannot_be_read_changes_nothing(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	named_views_set(&session.app.options.views, "bad", "group=port; filter=state nowhere");
	session_press(&session, "V 7");
	assert_shown(&session, "there is no such state");
	assert_false(groups_are_on(&session.app.table.groups));
	session_end(&session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_digit_chooses_columns_filter_order_and_group_at_once),
		cmocka_unit_test(the_list_marks_what_is_shown_and_leads_back_to_the_start),
		cmocka_unit_test(the_list_goes_round_and_jumps_and_esc_changes_nothing),
		cmocka_unit_test(a_view_is_saved_under_a_name_and_deleted_again),
		cmocka_unit_test(a_name_that_exists_is_asked_about),
		cmocka_unit_test(a_saved_view_is_a_line_of_the_settings),
		cmocka_unit_test(every_shipped_view_shows_what_it_is_ordered_by_in_80_columns),
		cmocka_unit_test(no_shipped_view_cuts_addresses_in_80_columns),
		cmocka_unit_test(a_view_with_a_filter_that_cannot_be_read_changes_nothing),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
