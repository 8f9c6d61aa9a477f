/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One line on stderr, "sockview: ...", made safe for a terminal: it may quote what a script was fed
 * with. */
#ifndef SOCKVIEW_APP_SYSTEM_COMPLAIN_H
#define SOCKVIEW_APP_SYSTEM_COMPLAIN_H

#include "base/text.h"

/* The exit status of a wrong command line. */
#define EXIT_USAGE 2

/* Writes the message, of which the first 1,023 bytes are kept. */
void complain(enum text_charset charset, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The same about the command line; returns EXIT_USAGE. */
int complain_of_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
