/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The text of a view is a list of parts, "columns=LIST; sort=[-]COLUMN; groups=[-]COLUMN;
 * group=KEY; filter=FILTER". If a part is missing, the view does not change what is chosen there. A
 * filter is the last part, and takes the rest of the text, for it may contain a semicolon.
 */
#ifndef SOCKVIEW_APP_CONFIG_VIEW_TEXT_H
#define SOCKVIEW_APP_CONFIG_VIEW_TEXT_H

#include <stdbool.h>

#include "base/buffer.h"

struct options;

/*
 * Reads the text of a view into the columns, order and group of `options`. Sets *ret_filter to the
 * filter in `text`, which is not read here; NULL: the view says nothing of a filter. Returns false,
 * with a sentence in `complaint`, if the text is not valid; then some of it may be in `options`.
 */
bool view_text_read(const char *text, struct options *options, const char **ret_filter,
	struct buffer *complaint);

/* Appends the text of a view with the columns, order and group of `options` and this filter. */
void view_text_add(const struct options *options, const char *filter, struct buffer *out);

#endif
