/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints one line "sockview: ..." on stderr. The line is made safe for a terminal: it may quote
 * text that a script got from elsewhere. */
#ifndef SOCKVIEW_APP_SYSTEM_COMPLAIN_H
#define SOCKVIEW_APP_SYSTEM_COMPLAIN_H

#include "base/text.h"

/* The exit status of a wrong command line. */
#define EXIT_USAGE 2

/* Prints the message; bytes after the first 1,023 are cut off. */
void complain(enum text_charset charset, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Prints a message about the command line; returns EXIT_USAGE. */
int complain_of_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
