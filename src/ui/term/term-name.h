/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the name of a terminal (the value of $TERM) tells about it. */
#ifndef SOCKVIEW_UI_TERM_TERM_NAME_H
#define SOCKVIEW_UI_TERM_TERM_NAME_H

#include <stdbool.h>

#include "ui/term/term.h"

/* TERM_OK; TERM_UNSET; or TERM_UNKNOWN for a string that cannot be a name. `name` may be NULL. */
enum term_fault term_name_check(const char *name);

/* False for terminals that have no clipboard and might show the sequence for it as text. */
bool term_name_has_clipboard(const char *name);

/*
 * False for the Linux console, whose mouse is read by gpm. ncurses would use gpm, but then clicks
 * do not arrive as bytes.
 */
bool term_name_has_mouse(const char *name);

#endif
