/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/term/term-name.h"

#include <string.h>

/* TERM is looked up as a file name: only plain names may be. */
enum term_fault term_name_check(const char *name)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-";

	if (!name || !*name)
		return TERM_UNSET;
	return strlen(name) <= 64 && strspn(name, plain) == strlen(name) ? TERM_OK : TERM_UNKNOWN;
}

bool term_name_has_clipboard(const char *name)
{
	static const char *const without[] = {"vt", "linux", "ansi", "cons", "sun", "wsvt", "hurd"};

	for (size_t i = 0; i < sizeof(without) / sizeof(without[0]); i++)
		if (name && strncmp(name, without[i], strlen(without[i])) == 0)
			return false;
	return name != NULL;
}

bool term_name_has_mouse(const char *name)
{
	return !name || strncmp(name, "linux", 5) != 0;
}
