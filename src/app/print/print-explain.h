/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --explain: prints what a column or state means, on stdout. */
#ifndef SOCKVIEW_APP_PRINT_PRINT_EXPLAIN_H
#define SOCKVIEW_APP_PRINT_PRINT_EXPLAIN_H

#include "base/text.h"

/* Prints what a column or state means, as wide as the terminal; "help" prints all names. Returns
 * the exit status: 2, after a message on stderr, if there is no such name. */
int print_explain(const char *name, enum text_charset charset);

#endif
