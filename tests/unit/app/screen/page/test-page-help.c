/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pages of help. */
#include "support/unit.h"

#include <locale.h>

#include "support/golden.h"
#include "support/session.h"

static void start(struct session *session, int rows, int columns)
{
	session_start(session, "", rows, columns);
	session_add(session, 1, CONN_TCP, CONN_LISTEN, "10.0.0.1:80", "0.0.0.0:0");
	session_add(session, 2, CONN_TCP, CONN_CLOSE_WAIT, "10.0.0.1:80", "10.0.0.9:1");
	session_process(session, 1, "init", 3, 999); /* so that /proc is not empty */
	session_refresh(session);
}

static void assert_shown(struct session *session, const char *text)
{
	if (session_row_of(session, text) < 0)
		fail_msg("'%s' is not on the screen:\n%s", text, session_screen(session));
}

static void it_has_sections_marks_first_and_two_columns_where_wide(void **state)
{
	struct session session;

	(void)state;
	start(&session, 60, 150);
	session_press(&session, "F1");
	assert_int_equal(session_row_of(&session, "Marks and colors"),
		session_row_of(&session, " Help") + 1);
	assert_shown(&session, "Moving");
	assert_shown(&session, "Filter words");
	assert_shown(&session, "Not as in htop");
	assert_shown(&session, "EscBack");
	session_press(&session, "F1");
	assert_int_equal(session.app.pages.count, 0);
	session_end(&session);
}

static void no_text_begins_within_the_keys(void **state)
{
	struct session session;
	int row;

	(void)state;
	start(&session, 40, 40);
	session_press(&session, "F2 F1");
	row = session_row_of(&session, " Backspace Delete");
	assert_string_equal(session_line(&session, row), " Backspace Delete");
	assert_int_equal(
		session_row_of(&session, "               make the column as wide"), row + 1);
	session_press(&session, "q");
	assert_shown(&session, "Columns  Appearance");
	session_end(&session);
}

static void f1_explains_filters_above_the_line_and_comes_back_to_it(void **state)
{
	struct session session;

	(void)state;
	start(&session, 30, 100);
	session_press(&session, "F4");
	session_type(&session, "sport");
	session_press(&session, "F1");
	assert_shown(&session, "The language of filters");
	assert_shown(&session, "state established");
	assert_shown(&session, "Filter: sport");
	session_press(&session, "x Down PgDn q");
	assert_int_equal(session_row_of(&session, "The language of filters"), -1);
	assert_string_equal(session.app.dialog.input.text, "sport");
	session_type(&session, "=:80");
	session_press(&session, "F1 Esc Enter");
	assert_shown(&session, "filter: sport=:80");
	session_end(&session);
}

static void tab_completes_words_of_the_filter(void **state)
{
	struct session session;

	(void)state;
	start(&session, 24, 100);
	session_press(&session, "F4");
	session_type(&session, "sta");
	session_press(&session, "Tab");
	assert_string_equal(session.app.dialog.input.text, "state ");
	session_type(&session, "clo");
	session_press(&session, "Tab Tab");
	assert_shown(&session, "closed close-wait closing");
	session_type(&session, "e-");
	session_press(&session, "Tab");
	assert_string_equal(session.app.dialog.input.text, "state close-wait ");
	assert_shown(&session, "1 of 2");
	session_end(&session);
}

static void it_looks_as_it_was_found_good(void **state)
{
	static const struct {
		const char *name, *keys;
		int rows, columns;
	} looks[] = {{"help-page-80x24", "F1", 24, 80}, {"help-page-140x40", "F1", 40, 140},
		{"help-page-24x6", "F1", 6, 24}, {"help-filter-80x24", "F4 F1", 24, 80}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(looks); i++) {
		struct layout_lines lines;
		struct session session;

		start(&session, looks[i].rows, looks[i].columns);
		session_press(&session, looks[i].keys);
		session_screen(&session);
		layout_lines(&lines, looks[i].rows, false, false);
		grid_fill(&session.app.grid, 0, 0, lines.titles, looks[i].columns, STYLE_NORMAL);
		golden_check(looks[i].name, &session.app.grid);
		session_end(&session);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_has_sections_marks_first_and_two_columns_where_wide),
		cmocka_unit_test(no_text_begins_within_the_keys),
		cmocka_unit_test(f1_explains_filters_above_the_line_and_comes_back_to_it),
		cmocka_unit_test(tab_completes_words_of_the_filter),
		cmocka_unit_test(it_looks_as_it_was_found_good),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
