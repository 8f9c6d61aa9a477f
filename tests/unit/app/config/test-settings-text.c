/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "app/screen/command-table.h"
#include "app/option/option.h"
#include "app/config/settings-text.h"
#include "app/screen/page-list.h"

struct fixture {
	struct options options;
	struct settings_text_warnings warnings;
};

static void begin(struct fixture *fixture, const char *text)
{
	struct buffer buffer = {0};

	*fixture = (struct fixture){.options = {.interval_ms = 1000, .linger_ms = 3000}};
	fixture->options.sort = column_find("local");
	fixture->options.keymap.scope = page_list_scope;
	buffer_text(&buffer, text);
	settings_text_read(&fixture->options, &buffer, "file", &fixture->warnings);
	buffer_done(&buffer);
}

static void end(struct fixture *fixture)
{
	keymap_done(&fixture->options.keymap);
	named_views_done(&fixture->options.views);
	buffer_done(&fixture->warnings.text);
}

static void warns(const char *text, const char *warning)
{
	struct fixture fixture;

	begin(&fixture, text);
	if (strcmp(buffer_get(&fixture.warnings.text), warning) != 0)
		fail_msg("'%s' warns: %s", text, buffer_get(&fixture.warnings.text));
	end(&fixture);
}

static const char *keys_of(const struct fixture *fixture, const char *id)
{
	for (size_t i = 0; i < command_count; i++)
		if (strcmp(command_table[i].id, id) == 0)
			return keymap_keys(&fixture->options.keymap, &command_table[i]);
	fail_msg("no command '%s'", id);
	return "";
}

/* -------- reading -------- */

static void settings_are_read_whatever_stands_around_them(void **state)
{
	struct fixture fixture;

	(void)state;
	begin(&fixture, "# comment\n\n  interval=2\r\n\tlinger =  5 \n#linger = 7\nascii = yes");
	assert_int_equal(fixture.warnings.count, 0);
	assert_int_equal(fixture.options.interval_ms, 2000);
	assert_int_equal(fixture.options.linger_ms, 5000);
	assert_true(fixture.options.ascii);
	end(&fixture);
}

static void a_comment_may_stand_behind_a_value(void **state)
{
	struct fixture fixture;

	(void)state;
	begin(&fixture, "columns = state,local # c\ninterval = 2\t#two\nascii = yes  #\n"
			"linger = \"5\" # five\n");
	assert_string_equal(
		buffer_get(&fixture.warnings.text), "file:3: 'yes  #' is neither yes nor no\n");
	assert_int_equal(fixture.options.column_count, 2);
	assert_int_equal(fixture.options.interval_ms, 2000);
	assert_int_equal(fixture.options.linger_ms, 5000);
	end(&fixture);
}

/* Key # is a sign like any other; all of a value in quotation marks is the value. */
static void a_value_may_contain_the_sign_of_comments(void **state)
{
	struct fixture fixture;

	(void)state;
	/* wherever the marks stand in it */
	begin(&fixture, "view.web = columns=process,local; filter=process ~ \"a # b\" # web\n");
	assert_int_equal(fixture.warnings.count, 0);
	assert_int_equal(fixture.options.views.count, 1);
	assert_string_equal(fixture.options.views.saved[0].text,
		"columns=process,local; filter=process ~ \"a # b\"");
	end(&fixture);
	begin(&fixture, "key.help = # x # the help\n");
	assert_string_equal(keys_of(&fixture, "help"), "# x");
	end(&fixture);
	begin(&fixture, "key.help = x #\n");
	assert_string_equal(keys_of(&fixture, "help"), "x #");
	end(&fixture);
	begin(&fixture, "key.help = \"x # y\" # three keys\n");
	assert_string_equal(keys_of(&fixture, "help"), "x # y");
	end(&fixture);
	warns("theme = a#b", "file:1: no theme 'a#b': 'sockview --theme=help' lists the themes\n");
	warns("theme = \"a\" b", "file:1: no theme '\"a\" b': 'sockview --theme=help' lists the "
				 "themes\n");
}

static void the_last_line_of_a_key_holds(void **state)
{
	struct fixture fixture;

	(void)state;
	begin(&fixture, "interval = 2\ninterval = 3\n");
	assert_int_equal(fixture.options.interval_ms, 3000);
	end(&fixture);
}

static void what_is_not_understood_is_warned_about_with_its_line(void **state)
{
	(void)state;
	warns("\nfoo = 1\n", "file:2: unknown setting 'foo'\n");
	warns("interval = soon", "file:1: invalid interval 'soon': seconds from 0.1 to 3600\n");
	warns("interval", "file:1: neither 'key = value' nor a comment\n");
	warns("= 1", "file:1: neither 'key = value' nor a comment\n");
	warns("width.nonsense = 5", "file:1: no column 'nonsense'\n");
	warns("width.local = 1", "file:1: invalid width '1': cells from 2 to 200\n");
	warns("width.local = 99999999999999999999",
		"file:1: invalid width '99999999999999999999': cells from 2 to 200\n");
	warns("key.nonsense = x",
		"file:1: no command 'nonsense': 'sockview --config=help' lists them\n");
	warns("key.help = Foo x", "file:1: no key 'Foo' to be given to 'help'\n");
	warns("key.help = Click", "file:1: no key 'Click' to be given to 'help'\n");
}

static void what_is_wrong_leaves_the_default(void **state)
{
	struct fixture fixture;

	(void)state;
	begin(&fixture, "interval = soon\ncolor = blue\nkey.help = Foo\n");
	assert_int_equal(fixture.warnings.count, 3);
	assert_int_equal(fixture.options.interval_ms, 1000);
	assert_int_equal(fixture.options.color, COLOR_AUTO);
	assert_string_equal(keys_of(&fixture, "help"), "F1 ? h");
	end(&fixture);
}

static void of_many_warnings_the_first_are_kept_and_all_counted(void **state)
{
	struct buffer text = {0};
	struct fixture fixture;
	size_t lines = 0;

	(void)state;
	for (int i = 0; i < 1000; i++)
		buffer_text(&text, "nonsense\n");
	begin(&fixture, buffer_get(&text));
	for (const char *at = buffer_get(&fixture.warnings.text); (at = strchr(at, '\n')); at++)
		lines++;
	assert_int_equal(fixture.warnings.count, 1000);
	assert_int_equal(lines, SETTINGS_TEXT_WARNINGS_KEPT);
	end(&fixture);
	buffer_done(&text);
}

static void long_lines_are_warned_about_and_harmless(void **state)
{
	struct buffer text = {0};

	(void)state;
	buffer_text(&text, "interval = ");
	buffer_repeat(&text, '1', 60000);
	warns(buffer_get(&text), "file:1: this value is too long\n");
	buffer_clear(&text);
	buffer_repeat(&text, 'k', 60000);
	buffer_text(&text, " = 1");
	warns(buffer_get(&text), "file:1: neither 'key = value' nor a comment\n");
	buffer_done(&text);
}

/* -------- keys -------- */

static void keys_are_bound_in_the_words_of_the_help(void **state)
{
	struct fixture fixture;

	(void)state;
	begin(&fixture, "key.close = f9  ctrl-X F24 = @\n");
	assert_string_equal(keys_of(&fixture, "close"), "F9 Ctrl-X F24 = @");
	end(&fixture);
}

static void a_key_that_is_given_away_is_lost_to_whoever_had_it(void **state)
{
	struct fixture fixture;

	(void)state;
	begin(&fixture, "key.close = q\nkey.quit = k F10\n");
	assert_int_equal(fixture.warnings.count, 0);
	assert_string_equal(keys_of(&fixture, "close"), "q");
	assert_string_equal(keys_of(&fixture, "quit"), "k F10 Ctrl-C");
	end(&fixture);
}

static void of_two_lines_with_one_key_the_last_one_wins_with_a_warning(void **state)
{
	struct fixture fixture;

	(void)state;
	begin(&fixture, "key.help = y F1\n\nkey.pause = y\n");
	assert_string_equal(buffer_get(&fixture.warnings.text),
		"file:3: a key of 'help', by line 1, is now one of 'pause'\n");
	assert_string_equal(keys_of(&fixture, "help"), "F1");
	assert_string_equal(keys_of(&fixture, "pause"), "y");
	end(&fixture);
}

static void a_command_that_loses_its_last_key_is_told_of(void **state)
{
	(void)state;
	warns("\nkey.pause = r\n", "file:2: this leaves 'refresh' without a key\n");
	/* Not where it gets another one, or where it was meant so. */
	warns("key.pause = r\nkey.refresh = p\n", "");
	warns("key.refresh =\n", "");
}

static void there_is_always_a_way_out(void **state)
{
	struct fixture fixture;

	(void)state;
	warns("key.help = Ctrl-C", "file:1: no key 'Ctrl-C' to be given to 'help'\n");
	begin(&fixture, "key.quit =\n");
	assert_string_equal(keys_of(&fixture, "quit"), "Ctrl-C");
	end(&fixture);
}

/* -------- writing -------- */

static void becomes(const char *text, const char *key, const char *value, const char *wanted)
{
	struct buffer buffer = {0};

	if (*text)
		buffer_text(&buffer, text);
	settings_text_write(&buffer, key, value);
	assert_string_equal(buffer_get(&buffer), wanted);
	buffer_done(&buffer);
}

static void writing_a_key_changes_nothing_else(void **state)
{
	static const char text[] = "# mine\n\nfoo = bar\n interval  =  2 \r\nx\n";

	(void)state;
	becomes(text, "interval", "5", "# mine\n\nfoo = bar\n interval  =  5 \r\nx\n");
	becomes(text, "linger", "9", "# mine\n\nfoo = bar\n interval  =  2 \r\nx\nlinger = 9\n");
	becomes(text, "interval", NULL, "# mine\n\nfoo = bar\nx\n");
	becomes(text, "linger", NULL, text);
	becomes("", "linger", "9", "linger = 9\n");
	becomes("ascii = no", "linger", "9", "ascii = no\nlinger = 9\n");
	becomes("ascii =", "ascii", "yes", "ascii =yes");
	becomes("linger = 2 # mine\n", "linger", "9", "linger = 9 # mine\n");
	becomes("linger = \"2\" # mine\n", "linger", "9", "linger = 9 # mine\n");
	/* The line that holds is the last one. */
	becomes("ascii = no\nascii = no\n", "ascii", "yes", "ascii = no\nascii = yes\n");
	becomes("a = 1\nascii = no\nascii = no\n", "ascii", NULL, "a = 1\n");
}

static void what_is_written_is_read_again(void **state)
{
	struct buffer text = {0};
	struct fixture fixture;

	(void)state;
	buffer_text(&text, "# mine\nunknown = thing\ninterval = 1\nno sense\n");
	settings_text_write(&text, "interval", "0.2");
	settings_text_write(&text, "width.local", "30");
	settings_text_write(&text, "sort", "-rtt");
	begin(&fixture, buffer_get(&text));
	assert_int_equal(fixture.warnings.count, 2);
	assert_int_equal(fixture.options.interval_ms, 200);
	assert_int_equal(fixture.options.widths[column_find("local") - column_table], 30);
	assert_ptr_equal(fixture.options.sort, column_find("rtt"));
	assert_true(fixture.options.descending);
	end(&fixture);
	buffer_done(&text);
}

static void every_column_has_room_for_its_width(void **state)
{
	(void)state;
	assert_in_range(column_count, 1, LAYOUT_COLUMNS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settings_are_read_whatever_stands_around_them),
		cmocka_unit_test(a_comment_may_stand_behind_a_value),
		cmocka_unit_test(a_value_may_contain_the_sign_of_comments),
		cmocka_unit_test(the_last_line_of_a_key_holds),
		cmocka_unit_test(what_is_not_understood_is_warned_about_with_its_line),
		cmocka_unit_test(what_is_wrong_leaves_the_default),
		cmocka_unit_test(of_many_warnings_the_first_are_kept_and_all_counted),
		cmocka_unit_test(long_lines_are_warned_about_and_harmless),
		cmocka_unit_test(keys_are_bound_in_the_words_of_the_help),
		cmocka_unit_test(a_key_that_is_given_away_is_lost_to_whoever_had_it),
		cmocka_unit_test(of_two_lines_with_one_key_the_last_one_wins_with_a_warning),
		cmocka_unit_test(a_command_that_loses_its_last_key_is_told_of),
		cmocka_unit_test(there_is_always_a_way_out),
		cmocka_unit_test(writing_a_key_changes_nothing_else),
		cmocka_unit_test(what_is_written_is_read_again),
		cmocka_unit_test(every_column_has_room_for_its_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
