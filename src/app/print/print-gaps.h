/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SOCKVIEW_APP_PRINT_PRINT_GAPS_H
#define SOCKVIEW_APP_PRINT_PRINT_GAPS_H

#include "app/engine/engine.h"

/*
 * Prints on stderr what is missing from the last refresh, unless it is the same as what was printed
 * last (`said`). `hidden`: owners of printed rows are hidden.
 */
void print_gaps(const struct engine *engine, bool hidden, struct buffer *said);

#endif
