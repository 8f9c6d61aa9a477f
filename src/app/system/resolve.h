/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For reading a FILTER: what its names mean on this machine, and the text of an error in it. */
#ifndef SOCKVIEW_APP_SYSTEM_RESOLVE_H
#define SOCKVIEW_APP_SYSTEM_RESOLVE_H

#include <stdbool.h>

#include "view/filter/filter.h"

/*
 * Returns the functions that look up names in filters. With `wait`, hosts and users may be asked
 * for over the network; without it (while the user types) only what this machine itself knows is
 * used.
 */
struct filter_names resolve_names(bool wait);

/* Appends the error as a sentence; with `caret`, also the filter's text and a caret below the place
 * of the error (two more lines). */
void resolve_add_error(
	struct buffer *out, const char *text, const struct filter_error *error, bool caret);

#endif
