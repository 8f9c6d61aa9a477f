/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The environment that the program was started in, made safe before any other code reads it. */
#ifndef SOCKVIEW_APP_SYSTEM_ENVIRONMENT_H
#define SOCKVIEW_APP_SYSTEM_ENVIRONMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* True if the program has more rights than the user who started it. */
bool environment_is_raised(void);

/*
 * Secures the program's start; returns whether the program has raised rights.
 *
 * Opens /dev/null for standard input, output or error if it is closed, so that no file that the
 * program opens later gets its number. Removes the variables that could lead a program with raised
 * rights to files of the caller. Limits the time that the program waits for a name server.
 */
bool environment_secure(void);

/*
 * Raises the limit of open descriptors as far as permitted, because the program holds one for each
 * network namespace that it looks at. Returns the limit.
 */
uint64_t environment_raise_descriptors(void);

/* Sets the locale and the language of messages. Returns the characters that the terminal can
 * show. */
enum text_charset environment_set_locale(void);

/* Sets the language of messages: the user's language if `charset` can show it, else plain
 * English. */
void environment_set_language(enum text_charset charset);

#endif
