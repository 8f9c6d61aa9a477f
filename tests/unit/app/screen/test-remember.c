/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What keys choose, from one start to the next. */
#include "support/unit.h"

#include <locale.h>

#include "app/screen/remember.h"
#include "support/session.h"
#include "support/tree.h"

/* State and settings of the test's own. */
static int begin(void **state)
{
	char *home = tree_make();

	setenv("XDG_STATE_HOME", home, 1);
	setenv("XDG_CONFIG_HOME", home, 1);
	*state = home;
	return 0;
}

static int end(void **state)
{
	tree_remove(*state);
	return 0;
}

/* Sessions have no settings file, so they remember nothing by themselves. */
static void start(struct session *session, const char *line)
{
	session_start(session, line, 24, 100);
	session->app.options.no_config = false;
	remember_restore(&session->app);
	session_add(session, 1, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.9:1001");
	session_add(session, 2, CONN_TCP, CONN_CLOSE_WAIT, "10.0.0.1:80", "10.0.0.9:1002");
	session_add(session, 3, CONN_UDP, CONN_CLOSED, "10.0.0.5:53", "0.0.0.0:0");
	session_refresh(session);
}

static void stop(struct session *session)
{
	remember_keep(&session->app);
	session_end(session);
}

static void press_once(const char *line, const char *keys)
{
	struct session session;

	start(&session, line);
	session_press(&session, keys);
	stop(&session);
}

static void assert_shown(struct session *session, const char *text)
{
	if (session_row_of(session, text) < 0)
		fail_msg("'%s' is not on the screen:\n%s", text, session_screen(session));
}

static void what_keys_have_chosen_is_there_at_the_next_start(void **state)
{
	struct session session;

	(void)state;
	press_once("", "D F6 s Enter F5 s Enter #");
	start(&session, "");
	assert_shown(&session, "[no UDP]");
	assert_string_equal(session.app.table.groups.kind->id, "service");
	assert_true(session.app.options.resolve);
	/* It is listed, as while the key hides it: the header counts all. */
	assert_true(parts_have(session.app.engine.plan.parts, parts_all()));
	assert_false(parts_meet(session.app.table.pick.parts, parts_of_kind(CONN_UDP)));
	session_press(&session, "D"); /* what was hidden can be shown again */
	session_refresh(&session);
	assert_int_equal(session.app.engine.track.live_count, 3);
	stop(&session);
	start(&session, "");
	assert_true(parts_have(session.app.table.pick.parts, parts_all()));
	assert_string_equal(session.app.table.groups.kind->id, "service");
	session_end(&session);
}

static bool has_column(const struct session *session, const char *id)
{
	const struct options *options = &session->app.options;

	for (size_t i = 0; i < options->column_count; i++)
		if (strcmp(options->columns[i]->id, id) == 0)
			return true;
	return false;
}

static void other_namespaces_are_shown_again(void **state)
{
	struct session session;

	tree_write(*state, "/sockview/choices", "namespaces = all\nview = leaks\n");
	start(&session, "");
	assert_int_equal(session.app.engine.spaces.pick, PLACES_ALL);
	assert_true(has_column(&session, "netns"));
	session_press(&session, "O");
	assert_int_equal(session.app.engine.spaces.pick, PLACES_HERE);
	assert_false(has_column(&session, "netns"));
	stop(&session);
	start(&session, "");
	assert_int_equal(session.app.engine.spaces.pick, PLACES_HERE);
	session_end(&session);
	/* Who names columns, or a namespace, gets these. */
	tree_write(*state, "/sockview/choices", "namespaces = all\n");
	start(&session, "--columns=pid,local");
	assert_int_equal(session.app.engine.spaces.pick, PLACES_ALL);
	assert_false(has_column(&session, "netns"));
	session_end(&session);
	session_start(&session, "", 24, 100);
	session.app.options.no_config = false;
	session.app.options.netns = "here";
	remember_restore(&session.app);
	assert_int_equal(session.app.engine.spaces.pick, PLACES_HERE);
	session_end(&session);
}

static void a_view_is_there_until_something_else_is_chosen(void **state)
{
	struct session session;

	(void)state;
	press_once("", "V 1");
	start(&session, "");
	assert_string_equal(session.app.filter_line.text, "state close-wait");
	assert_int_equal(session.app.table.living, 1);
	assert_string_equal(session.app.table.groups.kind->id, "process");
	session_press(&session, "F5 Home Enter");
	stop(&session);
	start(&session, ""); /* its order and group as they were in the end, without its filter */
	assert_null(session.app.filter_line.text);
	assert_string_equal(session.app.table.groups.kind->id, "none");
	assert_string_equal(session.app.table.order.column->id, "instate");
	session_press(&session, "V 0");
	assert_string_equal(session.app.table.order.column->id, "local");
	session_end(&session);
}

static void the_command_line_comes_first_and_is_not_kept(void **state)
{
	struct session session;

	(void)state;
	press_once("", "D");
	press_once("", "V 1");
	press_once("-u --sort=-state state all", "r");
	start(&session, "-u");
	assert_true(parts_meet(session.app.table.pick.parts, parts_of_kind(CONN_UDP)));
	session_end(&session);
	start(&session, "--sort=pid");
	assert_shown(&session, "[no UDP]");
	assert_string_equal(session.app.table.order.column->id, "pid");
	assert_null(session.app.filter_line.text);
	session_end(&session);
	start(&session, "pid = 7");
	assert_string_equal(session.app.filter_line.text, "pid = 7");
	session_end(&session);
	start(&session, "");
	assert_string_equal(session.app.filter_line.text, "state close-wait");
	session_end(&session);
}

static void the_settings_come_first(void **state)
{
	struct session session;

	press_once("", "F5 s Enter T");
	tree_write(*state, "/sockview/config", "group = port\n");
	start(&session, "");
	assert_string_equal(session.app.table.groups.kind->id, "port");
	assert_shown(&session, "[no TCP]");
	session_end(&session);
	tree_write(*state, "/sockview/config", "remember = no\n");
	start(&session, "");
	assert_string_equal(session.app.table.groups.kind->id, "none");
	assert_true(parts_have(session.app.table.pick.parts, parts_all()));
	session_end(&session);
}

static void what_cannot_be_read_takes_nothing_else_along(void **state)
{
	struct session session;

	tree_write(*state, "/sockview/choices",
		"hidden = udp/IPv4 quic/IPv9\nsort = nonsense\ngroups = -oldest\ngroup = port\n"
		"view = none of these\nlisteners = maybe\nnames = yes\nno line\n");
	start(&session, "");
	assert_string_equal(session.app.table.order.column->id, "local");
	assert_string_equal(session.app.table.groups.kind->id, "port");
	assert_string_equal(session.app.table.groups.order.column->id, "oldest");
	assert_true(session.app.table.groups.order.descending);
	assert_true(session.app.options.resolve);
	assert_int_equal(session.app.message.length, 0);
	session_end(&session);
	tree_write(*state, "/sockview/choices", "sort = pid\ngroups = nonsense\ngroup = users\n");
	start(&session, "");
	assert_string_equal(session.app.table.order.column->id, "pid");
	assert_string_equal(session.app.table.groups.kind->id, "none");
	session_end(&session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_keys_have_chosen_is_there_at_the_next_start, begin, end),
		cmocka_unit_test_setup_teardown(other_namespaces_are_shown_again, begin, end),
		cmocka_unit_test_setup_teardown(
			a_view_is_there_until_something_else_is_chosen, begin, end),
		cmocka_unit_test_setup_teardown(
			the_command_line_comes_first_and_is_not_kept, begin, end),
		cmocka_unit_test_setup_teardown(the_settings_come_first, begin, end),
		cmocka_unit_test_setup_teardown(
			what_cannot_be_read_takes_nothing_else_along, begin, end),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
