/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pieces of JSON that others put into objects of their own. */
#ifndef SOCKVIEW_APP_PRINT_WRITER_JSON_H
#define SOCKVIEW_APP_PRINT_WRITER_JSON_H

#include "view/column/column.h"

/* One socket as an object. */
void writer_json_add_socket(struct buffer *out, const struct column_context *context, uint32_t row);

#endif
