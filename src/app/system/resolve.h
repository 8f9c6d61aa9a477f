/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For reading a FILTER: what its names mean on this machine, and the text of an error in it. */
#ifndef SOCKVIEW_APP_SYSTEM_RESOLVE_H
#define SOCKVIEW_APP_SYSTEM_RESOLVE_H

#include <stdbool.h>
#include <stdint.h>

#include "view/filter/filter.h"

/* The rest of the time to wait for names; all look-ups of one filter share it. */
struct resolve_time {
	int64_t left_us;
	bool late; /* a name did not arrive in time */
};

/*
 * Returns the functions that look up names in filters. With `wait`, hosts and users may be asked
 * for over the network, for two seconds in all; without it (while the user types) only services are
 * looked up, for a fifth of a second. `time`, which the functions use, is set.
 */
struct filter_names resolve_names(bool wait, struct resolve_time *time);

/* Appends the error as a sentence; with `caret`, also the filter's text and a caret below the place
 * of the error (two more lines). */
void resolve_add_error(
	struct buffer *out, const char *text, const struct filter_error *error, bool caret);

#endif
