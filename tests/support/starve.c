/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Linked into the program, this makes an allocation fail: the one whose number is in STARVE, or,
 * where that is negative, that one and all that follow. Elsewhere than with glibc, none fails.
 */
#include <features.h>
#include <stddef.h>

#ifdef __GLIBC__

#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);

static _Thread_local bool sated;

static bool must_fail(void)
{
	static _Atomic long number;
	static long wanted;

	if (++number == 1) {
		const char *word = getenv("STARVE");

		wanted = word ? strtol(word, NULL, 10) : 0;
	}
	if (sated || (number != wanted && (wanted >= 0 || number < -wanted)))
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return must_fail() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return must_fail() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
	return must_fail() ? NULL : __libc_realloc(memory, size);
}

/*
 * Libraries that crash by themselves where memory is short get what they want: glibc (2.36) where
 * it reads its list of name services, ncurses (6.4) where it reads the terminal's description and
 * uses it. The program's own function of this name stands before the library's, which is called
 * here.
 */
#define SATED(result, name, parameters, arguments)     \
	result name parameters                         \
	{                                              \
		result(*real) parameters = NULL;       \
		void *found = dlsym(RTLD_NEXT, #name); \
		result value;                          \
                                                       \
		memcpy(&real, &found, sizeof(found));  \
		sated = true;                          \
		value = real arguments;                \
		sated = false;                         \
		return value;                          \
	}

typedef struct screen SCREEN;
extern int setupterm(const char *name, int fd, int *ret_status);
extern char *tigetstr(const char *name);
extern int doupdate(void);
extern SCREEN *newterm(const char *type, FILE *output, FILE *input);

SATED(int, getpwuid_r,
	(uid_t uid, struct passwd *entry, char *text, size_t size, struct passwd **ret_found),
	(uid, entry, text, size, ret_found))
SATED(int, setupterm, (const char *name, int fd, int *ret_status), (name, fd, ret_status))
SATED(char *, tigetstr, (const char *name), (name))
SATED(int, doupdate, (void), ())
SATED(SCREEN *, newterm, (const char *type, FILE *output, FILE *input), (type, output, input))

#else

extern int starve_nothing;
int starve_nothing;

#endif
