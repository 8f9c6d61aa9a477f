/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "app/option/option.h"
#include "app/config/settings-store.h"
#include "app/screen/page-list.h"
#include "support/session.h"
#include "support/tree.h"

#define MOST 4

/* A home of the test's own. */
static int begin(void **state)
{
	char *home = tree_make();

	setenv("HOME", home, 1);
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("XDG_STATE_HOME");
	*state = home;
	return 0;
}

static int end(void **state)
{
	tree_remove(*state);
	return 0;
}

static struct options options_of(uint32_t interval_ms)
{
	struct options options = {.interval_ms = interval_ms,
		.sort = column_find("local"),
		.keymap = {.scope = page_list_scope}};

	options.group = &group_kinds[0];
	options.columns[options.column_count++] = column_find("local");
	return options;
}

static void file_is(const char *home, const char *name, const char *wanted)
{
	char path[4096], text[4096] = "";
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", home, name);
	file = fopen(path, "r");
	if (!file)
		fail_msg("%s is not there", path);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	assert_string_equal(text, wanted);
}

static void put(const char *home, const char *name, const char *text)
{
	char path[4096];

	tree_write(home, name, text);
	snprintf(path, sizeof(path), "%s%s", home, name);
	chmod(path, 0600);
}

static void settings_go_from_one_start_to_the_next(void **state)
{
	struct options before = options_of(1000), now = options_of(2000), next = options_of(1000);

	assert_int_equal(settings_store_save(&before, &now), 1);
	file_is(*state, ".config/sockview/config", "interval = 2\n");
	assert_int_equal(settings_store_load(&next), 0);
	assert_int_equal(next.interval_ms, 2000);
	assert_int_equal(next.warnings.length, 0);
}

static void only_what_differs_is_saved_into_what_is_there_by_then(void **state)
{
	struct options before = options_of(1000), now = options_of(2000);

	put(*state, "/.config/sockview/config", "# mine\nfoo = bar\nlinger = 7\n");
	assert_int_equal(settings_store_save(&before, &before), 0);
	assert_int_equal(settings_store_save(&before, &now), 1);
	file_is(*state, ".config/sockview/config", "# mine\nfoo = bar\nlinger = 7\ninterval = 2\n");
}

static void without_a_home_or_with_no_config_nothing_is_read_or_written(void **state)
{
	struct options before = options_of(1000), now = options_of(2000);
	char *filters[MOST] = {NULL};

	(void)state;
	now.no_config = true;
	assert_true(settings_store_save(&before, &now) < 0);
	now.no_config = false;
	unsetenv("HOME");
	assert_true(settings_store_save(&before, &now) < 0);
	assert_int_equal(settings_store_load(&now), 0);
	settings_store_remember(&now, "state listen", MOST);
	assert_int_equal(settings_store_recall(&now, filters, 0, MOST), 0);
	assert_int_equal(now.warnings.length, 0);
}

static void a_file_that_is_not_trusted_is_told_of_and_ignored(void **state)
{
	struct options options = options_of(1000);
	char path[4096];

	put(*state, "/.config/sockview/config", "interval = 2\n");
	snprintf(path, sizeof(path), "%s/.config/sockview/config", (char *)*state);
	chmod(path, 0666);
	assert_int_equal(settings_store_load(&options), 0);
	assert_int_equal(options.interval_ms, 1000);
	assert_non_null(strstr(buffer_get(&options.warnings), "others may write to it; ignored"));
	buffer_done(&options.warnings);
}

/* As after sudo -E: the home is somebody else's. */
static void root_takes_nothing_from_a_home_of_others_unless_named_and_leaves_nothing(void **state)
{
	struct options options = options_of(1000), before = options_of(1000),
		       now = options_of(2000);
	char *filters[MOST] = {NULL}, path[4096];

	put(*state, "/.config/sockview/config", "interval = 3\n");
	put(*state, "/.local/state/sockview/filters", "state listen\n");
	if (geteuid() || chown(*state, 1, 1) < 0)
		skip(); /* only root can, and only where there are others */
	assert_int_equal(settings_store_load(&options), 0);
	assert_int_equal(options.interval_ms, 1000);
	assert_non_null(strstr(buffer_get(&options.warnings), "not root's"));
	buffer_done(&options.warnings);
	assert_true(settings_store_save(&before, &now) < 0);
	file_is(*state, ".config/sockview/config", "interval = 3\n");
	settings_store_remember(&options, "sport = 1", MOST);
	file_is(*state, ".local/state/sockview/filters", "state listen\n");
	assert_int_equal(settings_store_recall(&options, filters, 0, MOST), 0);
	snprintf(path, sizeof(path), "%s/.config/sockview/config", (char *)*state);
	options.config = now.config = path;
	assert_int_equal(chown(path, 1, 1), 0);
	assert_int_equal(settings_store_load(&options), 0);
	assert_int_equal(options.interval_ms, 3000);
	assert_true(settings_store_save(&before, &now) < 0);
	file_is(*state, ".config/sockview/config", "interval = 3\n");
}

static void forget(char **filters, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(filters[i]);
}

static void filters_are_recalled_the_latest_first_and_each_once(void **state)
{
	struct options options = options_of(1000);
	char *filters[MOST] = {NULL};

	settings_store_remember(&options, "one", MOST);
	settings_store_remember(&options, "two", MOST);
	settings_store_remember(&options, "one", MOST);
	file_is(*state, ".local/state/sockview/filters", "two\none\n");
	assert_int_equal(settings_store_recall(&options, filters, 0, MOST), 2);
	assert_string_equal(filters[0], "one");
	assert_string_equal(filters[1], "two");
	forget(filters, 2);
}

static void the_oldest_filters_go(void **state)
{
	struct options options = options_of(1000);
	char filter[16];

	for (int i = 0; i < 10; i++) {
		snprintf(filter, sizeof(filter), "sport = %d", i);
		settings_store_remember(&options, filter, MOST);
	}
	file_is(*state, ".local/state/sockview/filters",
		"sport = 6\nsport = 7\nsport = 8\nsport = 9\n");
}

static void a_filter_of_several_lines_is_not_kept(void **state)
{
	struct options options = options_of(1000);
	char *filters[MOST] = {NULL};

	(void)state;
	settings_store_remember(&options, "one\ntwo", MOST);
	assert_int_equal(settings_store_recall(&options, filters, 0, MOST), 0);
}

static void the_screen_recalls_on_f4_what_was_typed_at_an_earlier_start(void **state)
{
	struct options options = options_of(1000);
	struct session session;

	settings_store_remember(&options, "state listen", MOST);
	session_start(&session, "", 24, 80);
	session.app.options.no_config = false;
	assert_int_equal(settings_store_recall(&session.app.options,
				 session.app.filter_line.recalled, 0, FILTER_LINE_RECALLED),
		1);
	session_press(&session, "F4 Up");
	assert_string_equal(session.app.dialog.input.text, "state listen");
	session_press(&session, "Esc F4");
	session_type(&session, "pid=1");
	session_press(&session, "Enter");
	file_is(*state, ".local/state/sockview/filters", "state listen\npid=1\n");
	session_end(&session);
}

#define AT_HOME(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(settings_go_from_one_start_to_the_next),
		AT_HOME(only_what_differs_is_saved_into_what_is_there_by_then),
		AT_HOME(without_a_home_or_with_no_config_nothing_is_read_or_written),
		AT_HOME(a_file_that_is_not_trusted_is_told_of_and_ignored),
		AT_HOME(root_takes_nothing_from_a_home_of_others_unless_named_and_leaves_nothing),
		AT_HOME(filters_are_recalled_the_latest_first_and_each_once),
		AT_HOME(the_oldest_filters_go),
		AT_HOME(a_filter_of_several_lines_is_not_kept),
		AT_HOME(the_screen_recalls_on_f4_what_was_typed_at_an_earlier_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
