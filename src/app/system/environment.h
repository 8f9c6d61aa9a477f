/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the program was started with, made safe before anything else looks at it. */
#ifndef SOCKVIEW_APP_SYSTEM_ENVIRONMENT_H
#define SOCKVIEW_APP_SYSTEM_ENVIRONMENT_H

#include <stdbool.h>

#include "base/text.h"

/* True where the program has more rights than whoever started it. */
bool environment_is_raised(void);

/*
 * Opens /dev/null where standard input, output or error is closed, so that no file of ours takes
 * its place; removes from the environment what could lead a program with raised rights to files of
 * the caller's. Bounds the time that a name server is waited for. Returns whether it has raised
 * rights.
 */
bool environment_secure(void);

/* Sets the locale and the language of messages. Returns what the terminal can show. */
enum text_charset environment_set_locale(void);

/* Messages are in the user's language where `charset` can show them, else in plain English. */
void environment_set_language(enum text_charset charset);

#endif
