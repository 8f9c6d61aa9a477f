/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SOCKVIEW_VIEW_COMPARE_MARK_INTERNAL_H
#define SOCKVIEW_VIEW_COMPARE_MARK_INTERNAL_H

#include "base/json.h"
#include "view/compare/mark.h"

static inline bool json_is_true(struct json value)
{
	return value.at < value.end && *value.at == 't';
}

/* Adds an element of "sockets", which is `length` bytes long, to the rows. Returns NULL, or why it
 * is no socket. */
const char *mark_read_socket(struct mark *mark, struct json element, size_t length);

#endif
