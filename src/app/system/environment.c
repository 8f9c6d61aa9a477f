/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/system/environment.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"

/* The catalogues of a build tree, in the directory of the program. */
#define CATALOGUES_BUILT "/po/locale"

/* Variables by which ncurses, gettext and the settings find their files. */
static const char *const distrusted[] = {"TERMINFO", "TERMINFO_DIRS", "TERMCAP", "TERMPATH", "HOME",
	"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR",
	"NCURSES_ASSUMED_COLORS", "NCURSES_CONSOLE2", "NCURSES_GPM_TERMS", "NCURSES_NO_HARD_TABS",
	"NCURSES_NO_MAGIC_COOKIE", "NCURSES_NO_PADDING", "NCURSES_NO_SETBUF", "NCURSES_NO_UTF8_ACS",
	"NCURSES_TRACE", "NLSPATH", "LOCPATH", "TEXTDOMAINDIR"};

static void open_standard_files(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) >= 0)
			continue;
		/*
		 * open() returns the lowest free number, which is `fd`. The mode is the wrong one
		 * on purpose: reading from a closed standard input ends at once, and writing to a
		 * closed output fails and is noticed.
		 */
		if (open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
			_exit(1);
	}
}

bool environment_is_raised(void)
{
	return getauxval(AT_SECURE) || getuid() != geteuid() || getgid() != getegid();
}

bool environment_secure(void)
{
	bool raised = environment_is_raised();

	open_standard_files();
	if (raised)
		for (size_t i = 0; i < sizeof(distrusted) / sizeof(distrusted[0]); i++)
			unsetenv(distrusted[i]);
	/* A name server that does not answer delays a worker for at most this time, unless the user
	 * says otherwise. */
	setenv("RES_OPTIONS", "timeout:2 attempts:1", 0);
	return raised;
}

void environment_set_language(enum text_charset charset)
{
	setlocale(LC_MESSAGES, charset == TEXT_UTF8 ? "" : "C");
}

#if ENABLE_NLS
/*
 * Writes the directory of the catalogues into `path`: beside a program that runs from its build
 * tree those that were made there, else the installed ones. Not where others may make files: in a
 * directory such as /tmp (sticky) somebody else could have put the catalogues.
 */
static const char *catalogues(char *path, size_t size)
{
	ssize_t length = environment_is_raised() ? -1 : readlink("/proc/self/exe", path, size);
	struct stat dir;
	char *slash;

	if (length <= 0 || (size_t)length >= size)
		return LOCALEDIR;
	path[length] = '\0';
	slash = strrchr(path, '/');
	if (!slash || (size_t)(slash - path) + sizeof(CATALOGUES_BUILT) > size)
		return LOCALEDIR;
	*slash = '\0';
	if (stat(path, &dir) < 0 || dir.st_mode & (S_ISVTX | S_IWOTH))
		return LOCALEDIR;
	strcpy(slash, CATALOGUES_BUILT);
	return access(path, R_OK | X_OK) == 0 ? path : LOCALEDIR;
}
#endif

uint64_t environment_raise_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return UINT64_MAX;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	return limit.rlim_cur;
}

enum text_charset environment_set_locale(void)
{
#if ENABLE_NLS
	char path[4096];
#endif
	enum text_charset charset;

	setlocale(LC_CTYPE, "");
	charset = strcmp(nl_langinfo(CODESET), "UTF-8") == 0 ? TEXT_UTF8 : TEXT_ASCII;
	environment_set_language(charset);
#if ENABLE_NLS
	bindtextdomain(PACKAGE, catalogues(path, sizeof(path)));
	bind_textdomain_codeset(PACKAGE, "UTF-8");
	textdomain(PACKAGE);
#endif
	return charset;
}
