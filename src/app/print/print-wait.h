/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --wait-for: ends when a socket matches, or, with --gone, when none does any more. */
#ifndef SOCKVIEW_APP_PRINT_PRINT_WAIT_H
#define SOCKVIEW_APP_PRINT_PRINT_WAIT_H

#include "app/engine/engine.h"

/*
 * Looks every interval, but uses at most a fifth of a core. Prints nothing but what is missing from
 * a look, on stderr. Returns the exit status: 0 if what it waits for has happened, 1 if no socket
 * table could be read, 3 if the time is over.
 */
int print_wait(struct engine *engine, const struct options *options);

#endif
