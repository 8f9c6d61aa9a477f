/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Groups on the screen, from keys to lines. */
#include "support/unit.h"

#include <locale.h>

#include "support/session.h"

#define TITLES 2
#define FIRST 3

static void start(struct session *session, const char *line)
{
	session_start(session, line, 24, 100);
	session_add(session, 1, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.9:1001");
	session_add(session, 2, CONN_TCP, CONN_CLOSE_WAIT, "10.0.0.1:80", "10.0.0.9:1002");
	session_add(session, 3, CONN_TCP, CONN_CLOSE_WAIT, "10.0.0.1:80", "10.0.0.8:1003");
	session_add(session, 4, CONN_UDP, CONN_CLOSED, "10.0.0.4:53", "0.0.0.0:0");
	session_add(session, 5, CONN_TCP, CONN_LISTEN, "[2001:db8::5]:443", "[::]:0");
	session_refresh(session);
}

static void assert_line(struct session *session, int row, const char *text)
{
	if (!strstr(session_line(session, row), text))
		fail_msg("'%s' is not in line %d:\n%s", text, row, session_screen(session));
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

static void f5_lists_what_to_group_by_and_goes_round(void **state)
{
	struct session session;

	(void)state;
	start(&session, "");
	session_press(&session, "F5");
	assert_shown(&session, "Group by");
	assert_true(strstr(session_cursor_line(&session), "none ") != NULL);
	assert_true(session.app.table.groups.kind == group_kinds); /* nothing has changed so far */
	for (size_t i = 0; i < group_kind_count; i++) {
		assert_true(strstr(session_cursor_line(&session), group_kinds[i].id) != NULL);
		session_press(&session, i % 2 ? "t" : "F5");
	}
	assert_true(strstr(session_cursor_line(&session), "none ") != NULL);
	session_press(&session, "F5 Enter");
	assert_shown(&session, "grouped by process");
	session_press(&session, "t");
	assert_true(strstr(session_cursor_line(&session), "process ") != NULL);
	session_press(&session, "Esc");
	assert_true(session.app.table.groups.kind == group_kind_find("process"));
	session_press(&session, "t n n Enter"); /* none, or another one with this letter */
	session_press(&session, "t Home Enter");
	assert_shown(&session, "10.0.0.9:1001");
	session_end(&session);
}

static void groups_that_were_open_are_open_after_a_round(void **state)
{
	struct session session;

	(void)state;
	start(&session, "--group=port");
	session_press(&session, "Home Right");
	assert_shown(&session, "10.0.0.9:1001");
	session_press(&session, "F5 s Enter");
	assert_line(&session, TITLES, "STATE");
	assert_hidden(&session, "10.0.0.9:1001");
	session_press(&session, "F5 Home Enter F5 End F5");
	session_press(&session, "Esc F5");
	while (!strstr(session_cursor_line(&session), "own port"))
		session_press(&session, "F5");
	session_press(&session, "Enter");
	assert_shown(&session, "\xe2\x96\xbe 80 ");
	assert_shown(&session, "10.0.0.9:1001");
	session_end(&session);
}

static void enter_opens_a_group_and_closes_it(void **state)
{
	struct session session;

	(void)state;
	start(&session, "--group=port");
	assert_line(&session, TITLES, "PORT");
	assert_line(&session, FIRST, "\xe2\x96\xb8 80 ");
	assert_hidden(&session, "10.0.0.9:1001");
	session_press(&session, "Enter");
	assert_line(&session, FIRST, "\xe2\x96\xbe 80 ");
	assert_line(&session, FIRST + 1, "10.0.0.8:1003");
	assert_line(&session, FIRST + 2, "10.0.0.9:1001");
	assert_line(&session, FIRST + 3, "10.0.0.9:1002");
	session_press(&session, "Enter");
	assert_line(&session, FIRST, "\xe2\x96\xb8 80 ");
	assert_hidden(&session, "10.0.0.9:1001");
	session_end(&session);
}

static void arrows_open_close_and_leave_groups(void **state)
{
	struct session session;

	(void)state;
	start(&session, "--group=port --ascii");
	session_press(&session, "Right");
	assert_line(&session, FIRST, "v 80 ");
	session_press(&session, "Down Down Left");
	assert_true(strstr(session_cursor_line(&session), "v 80 ") != NULL);
	session_press(&session, "Left");
	assert_line(&session, FIRST, "> 80 ");
	session_end(&session);
}

static void headings_and_sort_keys_are_those_of_the_selected_line(void **state)
{
	struct session session;

	(void)state;
	start(&session, "--group=port");
	assert_line(&session, TITLES, "CLOSE_WAIT");
	session_press(&session, ">");
	assert_shown(&session, "groups sorted by ESTAB, descending");
	session_press(&session, "I");
	assert_shown(&session, "groups sorted by ESTAB, ascending");
	session_press(&session, "< Home Down Down Right Down");
	assert_line(&session, TITLES, "REMOTE");
	session_press(&session, "I");
	assert_shown(&session, "sorted by LOCAL, descending");
	session_end(&session);
}

static void the_sort_menu_has_the_columns_of_groups(void **state)
{
	struct session session;

	(void)state;
	start(&session, "--group=remote");
	session_press(&session, "F6");
	assert_shown(&session, "CLOSE_WAIT");
	assert_hidden(&session, "COOKIE");
	session_press(&session, "C Enter"); /* CLOSE_WAIT */
	assert_shown(&session, "groups sorted by CLOSE_WAIT, descending");
	session_end(&session);
}

static void a_heading_is_clicked_and_a_group_clicked_twice_opens(void **state)
{
	struct session session;

	(void)state;
	start(&session, "--group=port");
	assert_line(&session, TITLES, "PORT");
	session_click(&session, TITLES, 5);
	assert_shown(&session, "groups sorted by PORT, ascending");
	assert_line(&session, FIRST + 1, "80 ");
	session_click(&session, FIRST + 1, 8);
	assert_hidden(&session, "10.0.0.9:1001");
	session_click(&session, FIRST + 1, 8);
	assert_shown(&session, "10.0.0.9:1001");
	session_end(&session);
}

static void what_needs_a_socket_says_so_on_a_group(void **state)
{
	struct session session;

	(void)state;
	start(&session, "--group=user");
	session_press(&session, "Enter Left Left Right Right Down Left F7 Esc");
	assert_int_equal(session.app.pages.count, 0);
	session_end(&session);
}

static void only_these_and_not_these_of_a_group(void **state)
{
	struct session session;

	(void)state;
	start(&session, "--group=network");
	session_press(&session, "Home =");
	assert_shown(&session, "filter: dst = 10.0.0.0/24");
	assert_shown(&session, "10.0.0.0/24");
	assert_int_equal(session.app.table.groups.count, 1);
	session_press(&session, "Esc !");
	assert_int_equal(session.app.table.groups.count, 1);
	assert_hidden(&session, "> 10.0.0.0/24");
	session_press(&session, "Esc t u Enter Home =");
	assert_shown(&session, "has no UNIT to filter by");
	session_end(&session);
}

static void a_group_is_copied_with_the_filter_that_shows_it(void **state)
{
	struct session session;

	(void)state;
	start(&session, "--group=remote");
	session_press(&session, "Home c");
	assert_shown(&session, "FILTER: dst = 10.0.0.9");
	assert_true(strstr(buffer_get(&session.app.clipboard), "10.0.0.9  2  1  1  0  0") != NULL);
	session_end(&session);
}

static void space_tags_all_sockets_of_a_group_and_untags_them(void **state)
{
	struct session session;

	(void)state;
	start(&session, "--group=port");
	session_press(&session, "Home Space");
	assert_int_equal(session.app.tags.count, 3);
	assert_line(&session, FIRST, " #");
	assert_true(strstr(session_cursor_line(&session), " 53 ") != NULL);
	session_press(&session, "Up Right Down Space");
	assert_int_equal(session.app.tags.count, 2);
	session_press(&session, "Home Space"); /* not all of them: so all of them */
	assert_int_equal(session.app.tags.count, 3);
	session_press(&session, "Home Space");
	assert_int_equal(session.app.tags.count, 0);
	assert_hidden(&session, " #");
	session_press(&session, "Home Space U");
	assert_hidden(&session, " #");
	session_end(&session);
}

static void filters_and_toggles_are_seen_in_groups(void **state)
{
	struct session session;

	(void)state;
	start(&session, "--group=state");
	assert_shown(&session, "LISTEN ");
	session_press(&session, "6");
	assert_shown(&session, "CLOSE_WAIT  ");
	session_press(&session, "F4");
	session_type(&session, "state close-wait");
	session_press(&session, "Enter");
	assert_line(&session, FIRST, "CLOSE_WAIT ");
	assert_line(&session, FIRST + 1, "");
	assert_shown(&session, "(2 of 5 shown)");
	session_end(&session);
}

static void an_open_group_follows_the_refreshes(void **state)
{
	struct session session;

	(void)state;
	start(&session, "--group=remote");
	session_press(&session, "Home Right");
	session_add(&session, 7, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:81", "10.0.0.9:1007");
	session_refresh(&session);
	assert_shown(&session, "10.0.0.9:1007");
	fake_remove(&session.kernel, 7);
	session_refresh(&session);
	session_pass(&session, 9000);
	assert_hidden(&session, "10.0.0.9:1007");
	assert_shown(&session, "10.0.0.9:1001");
	session_end(&session);
}

static void grouped_the_dumps_bring_tcp_info(void **state)
{
	struct session session;

	(void)state;
	start(&session, "--sort=local");
	assert_false(session.app.engine.plan.extensions & DIAGMSG_INFO);
	session_press(&session, "t p Enter");
	session_refresh(&session);
	assert_true(session.app.engine.plan.extensions & DIAGMSG_INFO);
	session_end(&session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(f5_lists_what_to_group_by_and_goes_round),
		cmocka_unit_test(groups_that_were_open_are_open_after_a_round),
		cmocka_unit_test(enter_opens_a_group_and_closes_it),
		cmocka_unit_test(arrows_open_close_and_leave_groups),
		cmocka_unit_test(headings_and_sort_keys_are_those_of_the_selected_line),
		cmocka_unit_test(the_sort_menu_has_the_columns_of_groups),
		cmocka_unit_test(a_heading_is_clicked_and_a_group_clicked_twice_opens),
		cmocka_unit_test(what_needs_a_socket_says_so_on_a_group),
		cmocka_unit_test(only_these_and_not_these_of_a_group),
		cmocka_unit_test(a_group_is_copied_with_the_filter_that_shows_it),
		cmocka_unit_test(space_tags_all_sockets_of_a_group_and_untags_them),
		cmocka_unit_test(filters_and_toggles_are_seen_in_groups),
		cmocka_unit_test(an_open_group_follows_the_refreshes),
		cmocka_unit_test(grouped_the_dumps_bring_tcp_info),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
