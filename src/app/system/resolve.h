/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading a FILTER: what its names mean on this machine, and saying where it is wrong. */
#ifndef SOCKVIEW_APP_SYSTEM_RESOLVE_H
#define SOCKVIEW_APP_SYSTEM_RESOLVE_H

#include <stdbool.h>

#include "view/filter/filter.h"

/*
 * What names mean in filters. `wait`: hosts and users may be asked for over the network; without
 * it, while somebody types, only what this machine itself knows.
 */
struct filter_names resolve_names(bool wait);

/* Appends what is wrong: the sentence, and under the text a caret (two lines more). */
void resolve_add_error(
	struct buffer *out, const char *text, const struct filter_error *error, bool caret);

#endif
