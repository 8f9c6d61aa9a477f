/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the name of a terminal tells, the value of $TERM. */
#ifndef SOCKVIEW_UI_TERM_TERM_NAME_H
#define SOCKVIEW_UI_TERM_TERM_NAME_H

#include <stdbool.h>

#include "ui/term/term.h"

/* TERM_UNSET, or TERM_UNKNOWN for what cannot be a name; NULL is fine. */
enum term_fault term_name_check(const char *name);

/* False for terminals that have no clipboard and might show the sequence for it as text. */
bool term_name_has_clipboard(const char *name);

/* False for the Linux console: its mouse is gpm's, which ncurses would take hold of, but whose
 * clicks do not come in as bytes. */
bool term_name_has_mouse(const char *name);

#endif
