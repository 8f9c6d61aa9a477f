/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <fcntl.h>
#include <locale.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/system/environment.h"

/* What could lead the program to files of the caller's. */
static const char *const distrusted[] = {"TERMINFO", "TERMINFO_DIRS", "TERMCAP", "TERMPATH", "HOME",
	"XDG_CONFIG_HOME", "XDG_STATE_HOME", "NCURSES_TRACE", "NCURSES_GPM_TERMS", "LOCPATH",
	"NLSPATH"};

/* Runs `check` in a process of its own; true where it returned true. */
static bool holds(bool (*check)(void))
{
	pid_t pid;
	int status = -1;

	fflush(stdout);
	pid = fork();
	if (pid == 0)
		_exit(check() ? 0 : 1);
	assert_true(pid > 0 && waitpid(pid, &status, 0) == pid);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void set_distrusted(void)
{
	for (size_t i = 0; i < COUNT_OF(distrusted); i++)
		setenv(distrusted[i], "/nowhere", 1);
	setenv("TERM", "xterm", 1);
	setenv("NO_COLOR", "1", 1);
}

static bool raised_rights_clear_the_environment(void)
{
	set_distrusted();
	if (seteuid(65534) < 0 || !environment_secure())
		return false;
	for (size_t i = 0; i < COUNT_OF(distrusted); i++)
		if (getenv(distrusted[i]))
			return false;
	return getenv("TERM") && getenv("NO_COLOR");
}

static void with_raised_rights_paths_are_forgotten_and_words_are_kept(void **state)
{
	(void)state;
	if (geteuid() != 0) {
		print_message("only root can be somebody else\n");
		return;
	}
	assert_true(holds(raised_rights_clear_the_environment));
}

static bool usual_rights_change_nothing(void)
{
	set_distrusted();
	if (environment_secure())
		return false;
	for (size_t i = 0; i < COUNT_OF(distrusted); i++)
		if (!getenv(distrusted[i]))
			return false;
	return true;
}

static void with_the_usual_rights_nothing_is_forgotten(void **state)
{
	(void)state;
	assert_true(holds(usual_rights_change_nothing));
}

/* Reading ends at once, writing fails, and no file opened later gets one of these numbers. */
static bool closed_files_are_opened(void)
{
	char byte = 'x';

	close(STDIN_FILENO);
	close(STDOUT_FILENO);
	close(STDERR_FILENO);
	environment_secure();
	return read(STDIN_FILENO, &byte, 1) <= 0 && write(STDOUT_FILENO, &byte, 1) < 0 &&
	       write(STDERR_FILENO, &byte, 1) < 0 && open("/dev/null", O_RDWR) > STDERR_FILENO;
}

static bool open_files_stay(void)
{
	int ends[2];
	char byte = 'x';

	if (pipe(ends) < 0 || dup2(ends[0], STDIN_FILENO) < 0 || dup2(ends[1], STDOUT_FILENO) < 0)
		return false;
	close(STDERR_FILENO);
	environment_secure();
	return write(STDOUT_FILENO, &byte, 1) == 1 && read(STDIN_FILENO, &byte, 1) == 1;
}

static void standard_files_that_are_closed_are_opened_and_fail(void **state)
{
	(void)state;
	assert_true(holds(closed_files_are_opened));
	assert_true(holds(open_files_stay));
}

static bool plain_locale_is_ascii(void)
{
	setenv("LC_ALL", "C", 1);
	return environment_set_locale() == TEXT_ASCII;
}

static bool utf8_locale_is_utf8(void)
{
	setenv("LC_ALL", "C.UTF-8", 1);
	return environment_set_locale() == TEXT_UTF8;
}

static bool nonsense_locale_is_ascii(void)
{
	setenv("LC_ALL", "nonsense.FOO-1", 1);
	return environment_set_locale() == TEXT_ASCII;
}

static void the_locale_decides_what_can_be_shown(void **state)
{
	(void)state;
	assert_true(holds(plain_locale_is_ascii));
	assert_true(holds(nonsense_locale_is_ascii));
	if (setlocale(LC_CTYPE, "C.UTF-8"))
		assert_true(holds(utf8_locale_is_utf8));
}

static bool messages_follow_the_charset(void)
{
	setenv("LC_ALL", "C.UTF-8", 1);
	if (environment_set_locale() != TEXT_UTF8)
		return false;
	environment_set_language(TEXT_ASCII);
	if (strcmp(setlocale(LC_MESSAGES, NULL), "C") != 0)
		return false;
	environment_set_language(TEXT_UTF8);
	return strcmp(setlocale(LC_MESSAGES, NULL), "C.UTF-8") == 0;
}

static void messages_are_english_where_only_ascii_can_be_shown(void **state)
{
	(void)state;
	assert_true(holds(messages_follow_the_charset));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(with_raised_rights_paths_are_forgotten_and_words_are_kept),
		cmocka_unit_test(with_the_usual_rights_nothing_is_forgotten),
		cmocka_unit_test(standard_files_that_are_closed_are_opened_and_fail),
		cmocka_unit_test(the_locale_decides_what_can_be_shown),
		cmocka_unit_test(messages_are_english_where_only_ascii_can_be_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
