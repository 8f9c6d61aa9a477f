/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "app/config/choices.h"
#include "app/config/options.h"
#include "support/tree.h"

/* A home of the test's own. */
static int begin(void **state)
{
	char *home = tree_make();

	setenv("HOME", home, 1);
	unsetenv("XDG_STATE_HOME");
	*state = home;
	return 0;
}

static int end(void **state)
{
	tree_remove(*state);
	return 0;
}

static void save(
	const struct options *options, enum choice choice, const char *before, const char *after)
{
	struct choices start = {0}, now = {0};

	choices_set(&start, choice, before);
	choices_set(&now, choice, after);
	choices_save(options, &start, &now);
	choices_done(&start);
	choices_done(&now);
}

static void assert_kept(const struct options *options, enum choice choice, const char *value)
{
	struct choices kept;

	choices_load(options, &kept);
	if (value) {
		assert_non_null(kept.values[choice]);
		assert_string_equal(kept.values[choice], value);
	} else {
		assert_null(kept.values[choice]);
	}
	choices_done(&kept);
}

static void what_has_changed_is_kept_and_the_rest_stays(void **state)
{
	struct options options = {.remember = true};

	(void)state;
	save(&options, CHOICE_SORT, "local", "-age");
	save(&options, CHOICE_LISTENERS, "no", "yes");
	save(&options, CHOICE_SORT, "pid", "pid"); /* by the command line, as an example */
	assert_kept(&options, CHOICE_SORT, "-age");
	assert_kept(&options, CHOICE_LISTENERS, "yes");
	assert_kept(&options, CHOICE_NAMES, NULL);
}

static void nothing_is_read_or_written_unless_it_is_to_be_remembered(void **state)
{
	struct options options = {.remember = true}, no_config = {.remember = true},
		       forgetful = {0};

	(void)state;
	no_config.no_config = true;
	save(&no_config, CHOICE_SORT, "local", "-age");
	save(&forgetful, CHOICE_SORT, "local", "-age");
	assert_kept(&options, CHOICE_SORT, NULL);
	save(&options, CHOICE_SORT, "local", "-age");
	assert_kept(&no_config, CHOICE_SORT, NULL);
	assert_kept(&forgetful, CHOICE_SORT, NULL);
	assert_kept(&options, CHOICE_SORT, "-age");
}

static void a_file_that_others_may_write_to_is_neither_read_nor_replaced(void **state)
{
	struct options options = {.remember = true};
	char path[4096];

	tree_write(*state, "/.local/state/sockview/choices", "sort = pid\nstrange\n");
	snprintf(path, sizeof(path), "%s/.local/state/sockview/choices", (char *)*state);
	chmod(path, 0666);
	assert_kept(&options, CHOICE_SORT, NULL);
	save(&options, CHOICE_SORT, "local", "-age");
	chmod(path, 0600);
	assert_kept(&options, CHOICE_SORT, "pid");
}

static void hidden_parts_have_names(void **state)
{
	struct parts hidden = parts_of_kind(CONN_UDP);
	struct choices choices = {0};

	(void)state;
	choices_set_parts(&choices, hidden);
	assert_string_equal(choices.values[CHOICE_HIDDEN], "udp/ipv4 udp/ipv6");
	assert_int_equal(choices_read_parts("udp/ipv6 udp/ipv4 dccp/ipv4 ").bits, hidden.bits);
	choices_set_parts(&choices, parts_none());
	assert_string_equal(choices.values[CHOICE_HIDDEN], "");
	assert_true(parts_are_none(choices_read_parts("")));
	choices_done(&choices);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_has_changed_is_kept_and_the_rest_stays, begin, end),
		cmocka_unit_test_setup_teardown(
			nothing_is_read_or_written_unless_it_is_to_be_remembered, begin, end),
		cmocka_unit_test_setup_teardown(
			a_file_that_others_may_write_to_is_neither_read_nor_replaced, begin, end),
		cmocka_unit_test(hidden_parts_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
