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

/* Opens in both ways, which have to agree. */
static bool opens(const char *path)
{
	int directory = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int fd = readfile_open_inside(root, path), parts = readfile_open_parts(directory, path);

	assert_int_equal(fd >= 0, parts >= 0);
	close(directory);
	close(parts);
	return fd >= 0 && close(fd) == 0;
}

static void inside_a_directory_of_others_no_link_is_followed(void **state)
{
	char link[4096];

	(void)state;
	tree_write(root, "/deep/er/file", "");
	snprintf(link, sizeof(link), "%s/way", root);
	assert_int_equal(symlink("deep", link), 0);
	snprintf(link, sizeof(link), "%s/deep/link", root);
	assert_int_equal(symlink("er/file", link), 0);
	assert_true(opens("figures"));
	assert_true(opens("deep/er/file"));
	assert_false(opens("deep/er/none"));
	assert_false(opens("way/er/file"));
	assert_false(opens("deep/link"));
	assert_false(opens("figures/file"));
	assert_false(opens("../../etc/passwd"));
	assert_false(opens("deep/../../x"));
	assert_false(opens("/etc/passwd"));
	assert_int_equal(readfile_open_inside("/none", "figures"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(half_a_number_is_none),
		cmocka_unit_test(a_file_that_is_not_there_has_nothing_in_it),
		cmocka_unit_test(below_a_directory_errors_are_told_apart),
		cmocka_unit_test(inside_a_directory_of_others_no_link_is_followed),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
