/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "support/session.h"

static void begin(struct session *session, const char *line)
{
	session_start(session, line, 24, 100);
	for (unsigned i = 1; i <= 200; i++) {
		char local[32], remote[32];

		snprintf(local, sizeof(local), "10.0.0.1:%u", 1000 + i);
		snprintf(remote, sizeof(remote), "10.0.1.%u:80", i);
		session_add(session, i, CONN_TCP, i % 50 ? CONN_ESTABLISHED : CONN_CLOSE_WAIT,
			local, remote);
	}
	session_refresh(session);
}

static bool rests_on(struct session *session, const char *text)
{
	return strstr(session_cursor_line(session), text) != NULL;
}

/* Cells of the screen that are marked as matches. */
static int count_marked(struct session *session)
{
	const struct grid *grid = &session->app.grid;
	int count = 0;

	session_screen(session);
	for (int i = 0; i < grid->rows * grid->columns; i++)
		count += grid->cells[i].style == STYLE_MATCH;
	return count;
}

static void selected_is(struct session *session, uint64_t cookie)
{
	assert_int_equal(session->app.table.selected.cookie, cookie);
}

static void every_letter_goes_to_the_first_match_from_here(void **state)
{
	struct session session;

	(void)state;
	begin(&session, "--sort=local");
	session_press(&session, "Down Down F3");
	assert_true(session_row_of(&session, "Search:") > 0);
	session_type(&session, ":10");
	selected_is(&session, 3); /* the selected row itself */
	session_type(&session, "99");
	selected_is(&session, 99);
	assert_int_equal(count_marked(&session), 5);
	session_press(&session, "Backspace Backspace");
	selected_is(&session, 3);
	session_type(&session, "7x");
	selected_is(&session, 3);
	assert_true(session_row_of(&session, "not found") > 0);
	session_press(&session, "Backspace");
	selected_is(&session, 70);
	session_press(&session, "Enter");
	selected_is(&session, 70);
	assert_int_equal(session_row_of(&session, "Search:"), -1);
	assert_true(count_marked(&session) > 0);
	session_end(&session);
}

static void the_line_tells_which_match_of_how_many(void **state)
{
	struct session session;

	(void)state;
	begin(&session, "--sort=local");
	session_press(&session, "/");
	session_type(&session, "close_w");
	session_pass(&session, 0);
	assert_true(session_row_of(&session, "1 of 4") == 22);
	session_press(&session, "F3 F3");
	session_pass(&session, 0);
	assert_true(session_row_of(&session, "3 of 4") == 22);
	assert_true(session_row_of(&session, "EnterKeep EscCancel F3Next UpPrevious") == 23);
	session_press(&session, "x");
	session_pass(&session, 0);
	assert_true(session_row_of(&session, "not found") == 22);
	session_press(&session, "Backspace");
	session_pass(&session, 0);
	assert_int_equal(session_row_of(&session, "not found"), -1);
	assert_true(session_row_of(&session, "1 of 4") == 22);
	session_end(&session);
}

/* However many there are: a key waits for a step, and not for all of them. */
static void matches_are_counted_in_steps(void **state)
{
	const struct key_event key = {.key = '8'};
	const struct search_count *count;
	struct session session;
	int steps;

	(void)state;
	session_start(&session, "--sort=local", 24, 100);
	for (unsigned i = 1; i <= 3000; i++)
		session_add(&session, i, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.1.1:80");
	session_refresh(&session);
	count = &session.app.search_line.search.count;
	session_press(&session, "/");
	screen_key(&session.app, &key, &session.now);
	assert_false(count->known);
	for (steps = 0; !count->known && steps < 100; steps++)
		screen_step(&session.app, &session.now, 0);
	assert_true(steps > 3);
	assert_true(session_row_of(&session, "1 of 3000") > 0);
	session_end(&session);
}

static void escape_goes_back_to_where_it_was(void **state)
{
	struct session session;
	size_t top;

	(void)state;
	begin(&session, "--sort=local");
	session_press(&session, "PgDn PgDn Up");
	session_screen(&session);
	top = session.app.table.top;
	session_press(&session, "/");
	session_type(&session, "1.180:");
	selected_is(&session, 180);
	session_press(&session, "Esc");
	assert_int_equal(session.app.table.top, top);
	assert_int_equal(count_marked(&session), 0);
	session_press(&session, "F");
	session_press(&session, "/ 5 0 Esc");
	assert_true(session.app.table.following);
	assert_int_equal(session.app.table.place, 0);
	session_end(&session);
}

static void it_goes_on_and_round_and_back(void **state)
{
	struct session session;

	(void)state;
	begin(&session, "--sort=local");
	session_press(&session, "/");
	session_type(&session, "close_w");
	selected_is(&session, 50);
	session_press(&session, "F3");
	selected_is(&session, 100);
	session_press(&session, "Up");
	selected_is(&session, 50);
	session_press(&session, "Down Enter F3");
	selected_is(&session, 150);
	session_press(&session, "n");
	selected_is(&session, 200);
	session_press(&session, "n");
	selected_is(&session, 50);
	assert_true(session_row_of(&session, "goes on at the top") > 0);
	session_press(&session, "N");
	selected_is(&session, 200);
	assert_true(session_row_of(&session, "goes on at the end") > 0);
	session_press(&session, "N");
	selected_is(&session, 150);
	session_press(&session, "Home n");
	selected_is(&session, 50);
	session_end(&session);
}

/* Before the filter is suspended, the marks go. */
static void escape_in_the_table_ends_the_search_first(void **state)
{
	struct session session;

	(void)state;
	begin(&session, "state established");
	session_press(&session, "/ 1 Enter");
	assert_true(count_marked(&session) > 0);
	session_press(&session, "Esc");
	assert_int_equal(count_marked(&session), 0);
	assert_false(session.app.filter_line.suspended);
	session_press(&session, "Esc");
	assert_true(session.app.filter_line.suspended);
	session_press(&session, "F3");
	assert_true(session_row_of(&session, "Search:") > 0);
	session_end(&session);
}

static void an_empty_line_leaves_the_search_before(void **state)
{
	struct session session;

	(void)state;
	begin(&session, "--sort=local");
	session_press(&session, "n"); /* there is none so far: the line opens */
	assert_true(session_row_of(&session, "Search:") > 0);
	session_type(&session, "wait");
	session_press(&session, "Enter / Enter n");
	selected_is(&session, 100);
	session_press(&session, "/ x Esc n");
	selected_is(&session, 150);
	session_end(&session);
}

/* While the line is open the order is held, and sockets go. */
static void sockets_that_go_meanwhile_are_not_found(void **state)
{
	struct session session;

	(void)state;
	begin(&session, "--sort=local --linger=0");
	session_press(&session, "/");
	session_type(&session, "1.19");
	selected_is(&session, 19);
	for (uint64_t cookie = 21; cookie <= 200; cookie++)
		fake_remove(&session.kernel, cookie);
	session_refresh(&session);
	session_press(&session, "F3");
	selected_is(&session, 19);
	session_press(&session, "Esc");
	selected_is(&session, 1);
	assert_true(rests_on(&session, "10.0.0.1:1001"));
	session_end(&session);
}

static void groups_are_found_by_their_names(void **state)
{
	struct session session;

	(void)state;
	begin(&session, "--sort=local");
	table_set_group(&session.app.table, group_kind_find("port"));
	app_rebuild(&session.app);
	session_press(&session, "/");
	session_type(&session, "1177");
	assert_true(session.app.table.on_group);
	assert_int_equal(count_marked(&session), 4);
	session_press(&session, "Enter n N Esc");
	assert_int_equal(count_marked(&session), 0);
	session_end(&session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_letter_goes_to_the_first_match_from_here),
		cmocka_unit_test(the_line_tells_which_match_of_how_many),
		cmocka_unit_test(matches_are_counted_in_steps),
		cmocka_unit_test(escape_goes_back_to_where_it_was),
		cmocka_unit_test(it_goes_on_and_round_and_back),
		cmocka_unit_test(escape_in_the_table_ends_the_search_first),
		cmocka_unit_test(an_empty_line_leaves_the_search_before),
		cmocka_unit_test(sockets_that_go_meanwhile_are_not_found),
		cmocka_unit_test(groups_are_found_by_their_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
