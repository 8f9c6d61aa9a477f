/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/config/user-file.h"
#include "support/tree.h"

#define MOST 1000

struct place {
	char *root;
	char path[4096]; /* of the file */
};

static int begin(void **state)
{
	static struct place place;

	place.root = tree_make();
	snprintf(place.path, sizeof(place.path), "%s/config", place.root);
	*state = &place;
	return 0;
}

static int end(void **state)
{
	tree_remove(((struct place *)*state)->root);
	return 0;
}

static void put(const struct place *place, const char *name, const char *text)
{
	char path[5000];

	tree_write(place->root, name, text);
	snprintf(path, sizeof(path), "%s%s", place->root, name);
	chmod(path, 0600);
}

static void make_link(const struct place *place, const char *name, const char *to)
{
	char path[5000];

	snprintf(path, sizeof(path), "%s%s", place->root, name);
	assert_int_equal(symlink(to, path), 0);
}

static bool is_there(const struct place *place, const char *name)
{
	char path[5000];
	struct stat status;

	snprintf(path, sizeof(path), "%s%s", place->root, name);
	return lstat(path, &status) == 0;
}

/* As it is found, not named by the user. */
static struct user_file found(const char *path)
{
	return (struct user_file){.path = (char *)path};
}

static void reads(const char *path, const char *wanted)
{
	const struct user_file file = found(path);
	struct buffer text = {0};

	assert_int_equal(user_file_read(&file, MOST, &text), 0);
	assert_string_equal(buffer_get(&text), wanted);
	buffer_done(&text);
}

static void refuses(const char *path, int error)
{
	const struct user_file file = found(path);
	struct buffer text = {0};

	buffer_text(&text, "before");
	assert_int_equal(user_file_read(&file, MOST, &text), error);
	assert_string_equal(buffer_get(&text), "before");
	assert_true(*user_file_error(error));
	buffer_done(&text);
}

static int write_text(const char *path, const char *text)
{
	const struct user_file file = found(path);
	struct buffer buffer = {0};
	int error;

	buffer_text(&buffer, text);
	error = user_file_write(&file, &buffer, true);
	buffer_done(&buffer);
	return error;
}

static mode_t mode_of(const char *path)
{
	struct stat status;

	assert_int_equal(stat(path, &status), 0);
	return status.st_mode & 07777;
}

static void what_is_written_is_read(void **state)
{
	struct place *place = *state;

	assert_int_equal(write_text(place->path, "one\n"), 0);
	reads(place->path, "one\n");
	assert_int_equal(write_text(place->path, "two\n"), 0);
	reads(place->path, "two\n");
	assert_int_equal(mode_of(place->path), 0600);
}

static void directories_that_lack_are_made_for_the_owner_only(void **state)
{
	struct place *place = *state;
	char path[5000];

	snprintf(path, sizeof(path), "%s/a/b/config", place->root);
	assert_int_equal(write_text(path, "text\n"), 0);
	reads(path, "text\n");
	snprintf(path, sizeof(path), "%s/a/b", place->root);
	assert_int_equal(mode_of(path), 0700);
}

static void a_link_stays_and_its_target_is_written_with_its_mode(void **state)
{
	struct place *place = *state;
	char target[5000];
	struct stat status;

	put(place, "/dotfile", "old\n");
	snprintf(target, sizeof(target), "%s/dotfile", place->root);
	chmod(target, 0644);
	assert_int_equal(symlink("dotfile", place->path), 0);
	assert_int_equal(write_text(place->path, "new\n"), 0);
	assert_int_equal(lstat(place->path, &status), 0);
	assert_true(S_ISLNK(status.st_mode));
	reads(target, "new\n");
	assert_int_equal(mode_of(target), 0644);
}

static void a_link_that_leads_nowhere_is_left_alone(void **state)
{
	struct place *place = *state;

	assert_int_equal(symlink("nowhere", place->path), 0);
	refuses(place->path, -ENOENT);
	assert_int_equal(write_text(place->path, "new\n"), -ENOENT);
}

static void links_are_followed_one_behind_the_other_but_not_round_and_round(void **state)
{
	struct place *place = *state;
	char path[5000];

	put(place, "/one/two/config", "old\n");
	snprintf(path, sizeof(path), "%s/one/", place->root);
	make_link(place, "/absolute", path);
	make_link(place, "/one/relative", "../absolute/two/");
	make_link(place, "/round", "round");
	snprintf(path, sizeof(path), "%s/one/relative//./config", place->root);
	assert_int_equal(write_text(path, "new\n"), 0);
	reads(path, "new\n");
	snprintf(path, sizeof(path), "%s/round/config", place->root);
	refuses(path, -ELOOP);
	assert_int_equal(write_text(path, "new\n"), -ELOOP);
}

static void what_is_not_there_is_said_to_be_so(void **state)
{
	struct place *place = *state;

	refuses(place->path, -ENOENT);
}

static void pipes_and_directories_are_no_settings_and_nobody_waits_for_them(void **state)
{
	struct place *place = *state;

	refuses(place->root, -EBADF);
	assert_int_equal(mkfifo(place->path, 0600), 0);
	refuses(place->path, -EBADF);
	assert_int_equal(write_text(place->path, "new\n"), -EBADF);
}

static void a_file_that_others_may_write_to_is_not_trusted(void **state)
{
	static const mode_t modes[] = {0620, 0602, 0666};
	struct place *place = *state;

	put(place, "/config", "text\n");
	for (size_t i = 0; i < COUNT_OF(modes); i++) {
		chmod(place->path, modes[i]);
		refuses(place->path, -EPERM);
		assert_int_equal(write_text(place->path, "new\n"), -EPERM);
	}
	chmod(place->path, 0644);
	reads(place->path, "text\n");
}

static void what_is_too_large_or_no_text_is_refused(void **state)
{
	static const char binary[] = {'a', '\0', 'b'};
	struct place *place = *state;
	char large[MOST + 2];
	FILE *file;

	memset(large, 'x', sizeof(large));
	large[MOST] = '\0';
	put(place, "/config", large);
	reads(place->path, large);
	large[MOST] = 'x';
	large[MOST + 1] = '\0';
	put(place, "/config", large);
	refuses(place->path, -EFBIG);
	file = fopen(place->path, "w");
	assert_non_null(file);
	fwrite(binary, 1, sizeof(binary), file);
	fclose(file);
	refuses(place->path, -EILSEQ);
}

static void what_cannot_be_written_stays_as_it_was(void **state)
{
	struct place *place = *state;

	if (geteuid() == 0)
		skip(); /* may write everywhere */
	put(place, "/config", "old\n");
	chmod(place->root, 0500);
	assert_int_equal(write_text(place->path, "new\n"), -EACCES);
	chmod(place->root, 0700);
	reads(place->path, "old\n");
}

static void should_be_at(struct user_file file, const char *wanted)
{
	if (wanted)
		assert_string_equal(file.path, wanted);
	else
		assert_null(file.path);
	assert_false(file.is_named);
	user_file_done(&file);
}

static void files_are_where_xdg_says_or_below_home(void **state)
{
	(void)state;
	setenv("XDG_CONFIG_HOME", "/x", 1);
	setenv("XDG_STATE_HOME", "/y", 1);
	setenv("HOME", "/home/me", 1);
	should_be_at(user_file_settings(), "/x/sockview/config");
	should_be_at(user_file_filters(), "/y/sockview/filters");
	setenv("XDG_CONFIG_HOME", "", 1);
	setenv("XDG_STATE_HOME", "relative", 1);
	should_be_at(user_file_settings(), "/home/me/.config/sockview/config");
	should_be_at(user_file_filters(), "/home/me/.local/state/sockview/filters");
	unsetenv("HOME");
	should_be_at(user_file_settings(), NULL);
	should_be_at(user_file_filters(), NULL);
}

/* -------- root at somebody else's -------- */

#define SOMEBODY 1

/* `name` in the place becomes somebody else's; a link itself does. */
static void give_away(const struct place *place, const char *name)
{
	char path[5000];

	snprintf(path, sizeof(path), "%s%s", place->root, name);
	if (geteuid() || lchown(path, SOMEBODY, SOMEBODY) < 0)
		skip(); /* only root can, and only where there are others */
}

/* Neither read nor written, and nothing is left behind. */
static void root_keeps_out(const struct place *place, const char *name)
{
	char path[5000];

	snprintf(path, sizeof(path), "%s%s", place->root, name);
	refuses(path, -EXDEV);
	assert_int_equal(write_text(path, "new\n"), -EXDEV);
}

static void root_keeps_out_of_directories_of_others(void **state)
{
	static const char *const directories[] = {
		"/home", "/home/.config", "/home/.config/sockview"};
	struct place *place = *state;

	for (size_t i = 0; i < COUNT_OF(directories); i++) {
		put(place, "/home/.config/sockview/config", "old\n");
		give_away(place, directories[i]);
		root_keeps_out(place, "/home/.config/sockview/config");
		tree_remove(place->root);
		place->root = tree_make();
	}
}

static void root_makes_nothing_in_directories_of_others(void **state)
{
	struct place *place = *state;
	char path[5000];

	put(place, "/home/other", "");
	give_away(place, "/home");
	snprintf(path, sizeof(path), "%s/home/.config/sockview/config", place->root);
	refuses(path, -ENOENT); /* so nothing has to be said of it */
	assert_int_equal(write_text(path, "new\n"), -EXDEV);
	assert_false(is_there(place, "/home/.config"));
}

/* In a directory of root's in which all may make files, as in /tmp: a link may be anybody's. */
static void root_does_not_follow_links_of_others(void **state)
{
	struct place *place = *state;
	char path[5000];

	put(place, "/secret/config", "old\n");
	make_link(place, "/home", "secret");
	make_link(place, "/config", "secret/config");
	give_away(place, "/home");
	give_away(place, "/config");
	root_keeps_out(place, "/home/config");
	root_keeps_out(place, "/config");
	snprintf(path, sizeof(path), "%s/home/new", place->root);
	assert_int_equal(write_text(path, "new\n"), -EXDEV);
	assert_false(is_there(place, "/secret/new"));
}

static void root_follows_links_of_its_own_but_not_into_directories_of_others(void **state)
{
	struct place *place = *state;
	char path[5000];

	put(place, "/dotfiles/config", "old\n");
	put(place, "/theirs/config", "old\n");
	make_link(place, "/home", "dotfiles");
	make_link(place, "/led", "theirs");
	give_away(place, "/theirs");
	snprintf(path, sizeof(path), "%s/home/config", place->root);
	assert_int_equal(write_text(path, "new\n"), 0);
	reads(path, "new\n");
	root_keeps_out(place, "/led/config");
}

static void root_keeps_out_of_what_anybody_may_replace(void **state)
{
	struct place *place = *state;

	if (geteuid())
		skip();
	put(place, "/config", "old\n");
	chmod(place->root, 0777);
	root_keeps_out(place, "/config");
	chmod(place->root, 01777);
	reads(place->path, "old\n");
}

static void a_file_that_is_named_is_read_wherever_it_is_but_not_written_there(void **state)
{
	struct place *place = *state;
	struct buffer text = {0};
	struct user_file file;
	char path[5000];

	put(place, "/home/config", "old\n");
	give_away(place, "/home/config");
	give_away(place, "/home");
	snprintf(path, sizeof(path), "%s/home/config", place->root);
	file = user_file_named(path);
	assert_int_equal(user_file_read(&file, MOST, &text), 0);
	assert_string_equal(buffer_get(&text), "old\n");
	assert_int_equal(user_file_write(&file, &text, true), -EPERM);
	buffer_done(&text);
	user_file_done(&file);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(what_is_written_is_read),
		IN_PLACE(directories_that_lack_are_made_for_the_owner_only),
		IN_PLACE(a_link_stays_and_its_target_is_written_with_its_mode),
		IN_PLACE(a_link_that_leads_nowhere_is_left_alone),
		IN_PLACE(links_are_followed_one_behind_the_other_but_not_round_and_round),
		IN_PLACE(what_is_not_there_is_said_to_be_so),
		IN_PLACE(pipes_and_directories_are_no_settings_and_nobody_waits_for_them),
		IN_PLACE(a_file_that_others_may_write_to_is_not_trusted),
		IN_PLACE(what_is_too_large_or_no_text_is_refused),
		IN_PLACE(what_cannot_be_written_stays_as_it_was),
		IN_PLACE(root_keeps_out_of_directories_of_others),
		IN_PLACE(root_makes_nothing_in_directories_of_others),
		IN_PLACE(root_does_not_follow_links_of_others),
		IN_PLACE(root_follows_links_of_its_own_but_not_into_directories_of_others),
		IN_PLACE(root_keeps_out_of_what_anybody_may_replace),
		IN_PLACE(a_file_that_is_named_is_read_wherever_it_is_but_not_written_there),
		cmocka_unit_test(files_are_where_xdg_says_or_below_home),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
