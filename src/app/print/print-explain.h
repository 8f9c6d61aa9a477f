/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --explain: what a column or state means, on stdout. */
#ifndef SOCKVIEW_APP_PRINT_PRINT_EXPLAIN_H
#define SOCKVIEW_APP_PRINT_PRINT_EXPLAIN_H

#include "base/text.h"

/*
 * Prints what a column or state means, as wide as the terminal; "help" prints the names that there
 * are. Returns the exit status: 2, after a message on stderr, where there is none of that name.
 */
int print_explain(const char *name, enum text_charset charset);

#endif
