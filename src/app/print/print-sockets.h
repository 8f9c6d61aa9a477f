/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sockets as data: each written from the table of columns, as JSON, CSV or lines of a table. */
#ifndef SOCKVIEW_APP_PRINT_PRINT_SOCKETS_H
#define SOCKVIEW_APP_PRINT_PRINT_SOCKETS_H

#include "app/engine/engine.h"
#include "app/print/output.h"
#include "base/text.h"
#include "view/group/order.h"

/* One snapshot in one line: an object with its sockets in `order`. */
void records_write_json(
	struct output *output, const struct engine *engine, const struct order *order, bool hidden);

/*
 * The beginning of every JSON output: an object, still open, that says what, when and where.
 * `hidden`: owners of some sockets cannot be told.
 */
void records_add_json_head(struct buffer *out, const struct engine *engine, bool hidden);

/* One socket as a JSON object. */
void records_add_json(struct buffer *out, const struct column_context *context, uint32_t row);

void records_write_csv_header(struct output *output);
void records_write_csv(
	struct output *output, const struct engine *engine, const struct order *order);

/* A value as JSON has it, or as a field of CSV; `text` is what its column appended. */
void records_add_json_value(struct buffer *out, const struct column *column,
	const struct column_value *value, const struct buffer *text);
void records_add_csv_value(struct buffer *out, const struct column *column,
	const struct column_value *value, const struct buffer *text);

/* A table of columns as wide as their contents. */
void records_write_table(struct output *output, const struct column_context *context,
	const struct order *order, const struct column *const *columns, size_t count, bool header,
	enum text_charset charset);

#endif
