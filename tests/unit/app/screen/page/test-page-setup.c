/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "support/golden.h"
#include "support/session.h"
#include "support/tree.h"

#include "app/config/keymap.h"
#include "app/screen/page/page-setup.h"

/* A settings directory of the test's own. */
struct spot {
	struct session session;
	char *root;
	char config[4096];
};

static void open_place(struct spot *place, int rows, int columns)
{
	place->root = tree_make();
	setenv("XDG_CONFIG_HOME", place->root, 1);
	snprintf(place->config, sizeof(place->config), "%s/sockview/config", place->root);
	session_start(&place->session, "", rows, columns);
	place->session.app.options.no_config = false;
	session_add(&place->session, 1, CONN_TCP, CONN_LISTEN, "127.0.0.1:80", "0.0.0.0:0");
	session_add(
		&place->session, 2, CONN_TCP, CONN_ESTABLISHED, "127.0.0.1:80", "127.0.0.1:40000");
	session_process(&place->session, 1, "init", 3, 999); /* so that /proc is not empty */
	session_refresh(&place->session);
}

static void close_place(struct spot *place)
{
	session_end(&place->session);
	tree_remove(place->root);
}

static void file_is(const struct spot *place, const char *wanted)
{
	char text[4096] = "";
	FILE *file = fopen(place->config, "r");

	if (file) {
		text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
		fclose(file);
	}
	assert_string_equal(text, wanted);
}

static void shows(struct spot *place, const char *text)
{
	if (session_row_of(&place->session, text) < 0)
		fail_msg("not shown: %s\n%s", text, session_screen(&place->session));
}

/* -------- the list of columns -------- */

static struct options with_columns(const char *first, const char *second)
{
	struct options options = {.column_count = 2};

	options.columns[0] = column_find(first);
	options.columns[1] = column_find(second);
	return options;
}

static void the_list_has_every_column_once_the_shown_ones_first(void **state)
{
	struct options options = with_columns("rtt", "pid");
	struct setup_columns list;
	size_t of_the_screen = 0;

	(void)state;
	setup_columns_init(&list, &options);
	assert_ptr_equal(list.columns[0], column_find("rtt"));
	assert_ptr_equal(list.columns[1], column_find("pid"));
	for (size_t i = 0; i < list.count; i++) {
		assert_int_equal(list.shown[i], i < 2);
		for (size_t other = 0; other < i; other++)
			assert_ptr_not_equal(list.columns[i], list.columns[other]);
	}
	for (size_t i = 0; i < column_count; i++)
		of_the_screen += column_is_shown(&column_table[i]);
	assert_int_equal(list.count, of_the_screen);
}

static void a_column_keeps_its_place_in_the_list_when_it_is_hidden(void **state)
{
	struct options options = with_columns("rtt", "pid");
	struct setup_columns list;

	(void)state;
	setup_columns_init(&list, &options);
	assert_true(setup_columns_toggle(&list, &options, 0));
	assert_ptr_equal(list.columns[0], column_find("rtt"));
	assert_int_equal(options.column_count, 1);
	/* The last one cannot be taken away. */
	assert_false(setup_columns_toggle(&list, &options, 1));
	assert_int_equal(options.column_count, 1);
	assert_true(setup_columns_toggle(&list, &options, 0));
	assert_ptr_equal(options.columns[0], column_find("rtt"));
	assert_ptr_equal(options.columns[1], column_find("pid"));
}

static void columns_are_moved_past_each_other_and_not_off_the_list(void **state)
{
	struct options options = with_columns("rtt", "pid");
	struct setup_columns list;

	(void)state;
	setup_columns_init(&list, &options);
	assert_int_equal(setup_columns_move(&list, &options, 0, -1), 0);
	assert_int_equal(setup_columns_move(&list, &options, 0, 1), 1);
	assert_ptr_equal(options.columns[0], column_find("pid"));
	assert_ptr_equal(options.columns[1], column_find("rtt"));
	assert_int_equal(setup_columns_move(&list, &options, list.count - 1, 1), list.count - 1);
}

/* -------- on the screen -------- */

static void what_is_changed_shows_at_once_and_is_saved_as_it_closes(void **state)
{
	struct spot place;

	(void)state;
	open_place(&place, 24, 80);
	session_press(&place.session, "F2 Down Space");
	shows(&place, "[ ] PID");
	assert_null(strstr(session_line(&place.session, 2), "PID"));
	file_is(&place, "");
	session_press(&place.session, "Esc");
	shows(&place, "settings saved");
	file_is(&place,
		"columns = process,user,proto,state,instate,recvq,sendq,local,remote,txrate,"
		"rxrate\n");
	close_place(&place);
}

static void what_is_not_changed_is_not_saved(void **state)
{
	struct spot place;

	(void)state;
	open_place(&place, 24, 80);
	session_press(&place.session, "F2 Down Space Space Tab Right Left Tab F2");
	assert_int_equal(place.session.app.pages.count, 0);
	file_is(&place, "");
	close_place(&place);
}

static void widths_are_set_and_given_up(void **state)
{
	const size_t process = (size_t)(column_find("process") - column_table);
	struct spot place;
	char line[64];
	int width;

	(void)state;
	open_place(&place, 24, 80);
	session_screen(&place.session);
	width = place.session.app.layout.shown[0].width;
	session_press(&place.session, "F2 Right Right Esc");
	session_press(&place.session, "F2 Left Esc");
	session_screen(&place.session);
	assert_int_equal(place.session.app.options.widths[process], width + 1);
	assert_int_equal(place.session.app.layout.shown[0].width, width + 1);
	snprintf(line, sizeof(line), "width.process = %d\n", width + 1);
	file_is(&place, line);
	session_press(&place.session, "F2 Backspace Esc");
	file_is(&place, "");
	close_place(&place);
}

static void settings_take_effect_at_once(void **state)
{
	struct spot place;

	(void)state;
	open_place(&place, 24, 80);
	session_press(&place.session, "F2 Tab");
	assert_false(place.session.app.adapt);
	session_press(&place.session, "Right a Right Tab Right l Left b Space Esc");
	assert_true(place.session.app.adapt);
	assert_int_equal(place.session.app.options.theme, THEME_LIGHT);
	assert_int_equal(place.session.app.grid.charset, TEXT_ASCII);
	assert_int_equal(place.session.app.options.interval_ms, 2000);
	assert_int_equal(place.session.app.engine.track.linger_us, 2000000);
	assert_true(place.session.app.engine.plan.bound);
	file_is(&place, "theme = light\nascii = yes\ninterval = 2\nlinger = 2\n"
			"bound-inactive = yes\n");
	close_place(&place);
}

/* The line of the setup that begins with `name` has this value. */
static void has_value(struct spot *place, const char *name, const char *value)
{
	const char *line = strstr(session_screen(&place->session), name);

	if (!line || strcspn(line, "\n") < strlen(name) + strlen(value) ||
		!memmem(line, strcspn(line, "\n"), value, strlen(value)))
		fail_msg("%s is not %s:\n%s", name, value, session_screen(&place->session));
}

static void the_setup_shows_what_a_key_in_the_table_has_changed(void **state)
{
	struct spot place;

	(void)state;
	open_place(&place, 24, 80);
	session_press(&place.session, "F2 Tab Tab");
	has_value(&place, "Names", " no");
	session_press(&place.session, "Esc #");
	assert_true(place.session.app.engine.context.services);
	session_press(&place.session, "F2 Tab Tab");
	has_value(&place, "Names", " yes");
	session_press(&place.session, "n Space");
	assert_false(place.session.app.engine.context.services);
	has_value(&place, "Names", " no");
	session_press(&place.session, "Esc");
	session_press(&place.session, "d");
	session_press(&place.session, "Backspace Backspace Backspace 5 Enter F2 Tab Tab");
	has_value(&place, "Interval", " 5");
	session_press(&place.session, "Esc");
	close_place(&place);
}

static void every_key_stands_in_the_bar_once(void **state)
{
	struct spot place;
	const char *bar;
	int column;

	(void)state;
	open_place(&place, 24, 120);
	session_press(&place.session, "F2");
	shows(&place, "F7Earlier F8Later");
	assert_int_equal(session_row_of(&place.session, "F7States"), -1);
	assert_int_equal(session_row_of(&place.session, "F8Health"), -1);
	bar = strstr(session_screen(&place.session), "EscBack");
	column = (int)(strstr(bar, "F1Help") - bar);
	session_click(&place.session, 23, column);
	assert_int_equal(place.session.app.pages.count, 2);
	session_press(&place.session, "Esc Esc");
	close_place(&place);
}

static void f10_is_done_and_ends_the_setup_only(void **state)
{
	struct spot place;

	(void)state;
	open_place(&place, 24, 80);
	session_press(&place.session, "F2");
	shows(&place, "F10Done");
	session_press(&place.session, "Down Space F10");
	assert_int_equal(place.session.app.pages.count, 0);
	assert_false(place.session.app.quit);
	shows(&place, "settings saved");
	close_place(&place);
}

static void letters_jump_and_call_no_command(void **state)
{
	struct spot place;

	(void)state;
	open_place(&place, 24, 80);
	session_press(&place.session, "F2 k r");
	assert_false(place.session.app.quit);
	assert_non_null(strstr(session_cursor_line(&place.session), "RECV-Q"));
	session_press(&place.session, "r");
	assert_non_null(strstr(session_cursor_line(&place.session), "REMOTE"));
	close_place(&place);
}

static void a_click_chooses_a_line_or_a_section(void **state)
{
	struct spot place;
	int row;

	(void)state;
	open_place(&place, 24, 80);
	session_press(&place.session, "F2");
	row = session_row_of(&place.session, "] USER");
	session_click(&place.session, row, 40);
	shows(&place, "[ ] USER");
	/* Beside the box nothing is chosen. */
	session_click(&place.session, row, 3);
	shows(&place, "[ ] USER");
	session_click(&place.session, session_row_of(&place.session, "Behaviour"), 50);
	shows(&place, "Interval");
	close_place(&place);
}

static void where_nothing_can_be_written_it_is_said_once_and_goes_on(void **state)
{
	struct spot place;

	(void)state;
	open_place(&place, 24, 80);
	setenv("XDG_CONFIG_HOME", "/dev/null", 1);
	session_press(&place.session, "F2 Down Space Esc");
	shows(&place, "settings not saved: Not a directory");
	session_press(&place.session, "Down");
	assert_int_equal(session_row_of(&place.session, "not saved"), -1);
	place.session.app.options.no_config = true;
	session_press(&place.session, "F2 Down Space Esc");
	shows(&place, "settings not saved: there is no place for them");
	close_place(&place);
}

static void any_size_has_the_line_that_is_selected(void **state)
{
	struct spot place;

	(void)state;
	open_place(&place, 24, 80);
	session_press(&place.session, "F2 Down Down");
	for (int rows = 3; rows < 30; rows++)
		for (int columns = 8; columns < 90; columns += 9) {
			screen_resize(&place.session.app, rows, columns);
			if (!strstr(session_cursor_line(&place.session), "[x] U"))
				fail_msg("%dx%d:\n%s", columns, rows,
					session_screen(&place.session));
		}
	for (int rows = 1; rows < 3; rows++)
		for (int columns = 1; columns < 9; columns++)
			screen_resize(&place.session.app, rows, columns);
	session_screen(&place.session);
	close_place(&place);
}

static void keys_of_the_settings_stand_in_the_bar_and_in_the_help(void **state)
{
	struct spot place;
	struct buffer complaint = {0};

	(void)state;
	open_place(&place, 120, 100);
	assert_true(
		keymap_bind(&place.session.app.options.keymap, "setup", "F12 s", 1, &complaint));
	shows(&place, "F12Setup");
	session_press(&place.session, "F1");
	shows(&place, "F12 s ");
	session_press(&place.session, "Esc F2");
	assert_int_equal(place.session.app.pages.count, 0);
	session_press(&place.session, "s");
	assert_int_equal(place.session.app.pages.count, 1);
	keymap_done(&place.session.app.options.keymap);
	buffer_done(&complaint);
	close_place(&place);
}

static void look_at(const char *name, int rows, int columns, const char *keys)
{
	struct spot place;

	open_place(&place, rows, columns);
	session_press(&place.session, keys);
	session_screen(&place.session);
	/* The header has a time and a cost in it. */
	grid_fill(&place.session.app.grid, 0, 0, 1, columns, STYLE_NORMAL);
	golden_check(name, &place.session.app.grid);
	close_place(&place);
}

static void it_looks_as_it_was_found_good(void **state)
{
	(void)state;
	look_at("setup-80x24", 24, 80, "F2 Down Space");
	look_at("setup-40x10", 10, 40, "F2 Down Space");
	look_at("setup-appearance-80x24", 24, 80, "F2 Tab");
	look_at("setup-behaviour-40x10", 10, 40, "F2 Tab Tab Down");
	look_at("setup-12x5", 5, 12, "F2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_list_has_every_column_once_the_shown_ones_first),
		cmocka_unit_test(a_column_keeps_its_place_in_the_list_when_it_is_hidden),
		cmocka_unit_test(columns_are_moved_past_each_other_and_not_off_the_list),
		cmocka_unit_test(what_is_changed_shows_at_once_and_is_saved_as_it_closes),
		cmocka_unit_test(what_is_not_changed_is_not_saved),
		cmocka_unit_test(widths_are_set_and_given_up),
		cmocka_unit_test(settings_take_effect_at_once),
		cmocka_unit_test(the_setup_shows_what_a_key_in_the_table_has_changed),
		cmocka_unit_test(every_key_stands_in_the_bar_once),
		cmocka_unit_test(f10_is_done_and_ends_the_setup_only),
		cmocka_unit_test(letters_jump_and_call_no_command),
		cmocka_unit_test(a_click_chooses_a_line_or_a_section),
		cmocka_unit_test(where_nothing_can_be_written_it_is_said_once_and_goes_on),
		cmocka_unit_test(any_size_has_the_line_that_is_selected),
		cmocka_unit_test(keys_of_the_settings_stand_in_the_bar_and_in_the_help),
		cmocka_unit_test(it_looks_as_it_was_found_good),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
