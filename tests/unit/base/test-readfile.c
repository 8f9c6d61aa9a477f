/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/readfile.h"
#include "support/tree.h"

static char *root;

static int set_up(void **state)
{
	(void)state;
	root = tree_make();
	tree_write(root, "/figures", "one 1\ntwo 22\n");
	tree_write(root, "/empty", "");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	tree_remove(root);
	return 0;
}

static void half_a_number_is_none(void **state)
{
	char text[12];

	(void)state;
	assert_int_equal(readfile(root, "/figures", text, sizeof(text)), 6);
	assert_string_equal(text, "one 1\n");
}

static void a_file_that_is_not_there_has_nothing_in_it(void **state)
{
	char text[12];

	(void)state;
	assert_int_equal(readfile(root, "/none", text, sizeof(text)), 0);
	assert_string_equal(text, "");
	assert_int_equal(readfile(root, "/empty", text, sizeof(text)), 0);
}

static void below_a_directory_errors_are_told_apart(void **state)
{
	int directory = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char text[8];
	size_t length = 1;

	(void)state;
	assert_true(directory >= 0);
	assert_int_equal(readfile_at(directory, "figures", text, sizeof(text), &length), 0);
	assert_int_equal(length, 7);
	assert_string_equal(text, "one 1\nt");
	assert_int_equal(readfile_at(directory, "none", text, sizeof(text), &length), -ENOENT);
	assert_int_equal(length, 0);
	assert_string_equal(text, "");
	assert_int_equal(readfile_at(directory, ".", text, sizeof(text), &length), -EISDIR);
	close(directory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(half_a_number_is_none),
		cmocka_unit_test(a_file_that_is_not_there_has_nothing_in_it),
		cmocka_unit_test(below_a_directory_errors_are_told_apart),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
