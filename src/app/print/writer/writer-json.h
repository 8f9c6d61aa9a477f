/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces of JSON for objects that other modules write. */
#ifndef SOCKVIEW_APP_PRINT_WRITER_WRITER_JSON_H
#define SOCKVIEW_APP_PRINT_WRITER_WRITER_JSON_H

#include "app/engine/engine.h"
#include "view/column/column.h"

/* Appends one socket as an object. */
void writer_json_add_socket(struct buffer *out, const struct column_context *context, uint32_t row);

/* Appends the brace and the first members of every object: what, when and where. `hidden`: owners
 * of some sockets are hidden. */
void writer_json_add_head(struct buffer *out, const struct engine *engine, bool hidden);

#endif
