/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces of CSV for lines that other modules write. */
#ifndef SOCKVIEW_APP_PRINT_WRITER_WRITER_CSV_H
#define SOCKVIEW_APP_PRINT_WRITER_WRITER_CSV_H

#include "view/column/column.h"

/* Append the names of the columns that are data, or the values of a row, with the end of the line.
 */
void writer_csv_add_head(struct buffer *out, const struct column *table, size_t count);
void writer_csv_add_row(struct buffer *out, const struct column *table, size_t count,
	const struct column_context *context, uint32_t row);

#endif
