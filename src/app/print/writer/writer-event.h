/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One event of a connection, as an object of JSON or a line of CSV. */
#ifndef SOCKVIEW_APP_PRINT_WRITER_WRITER_EVENT_H
#define SOCKVIEW_APP_PRINT_WRITER_WRITER_EVENT_H

#include "view/history/happening.h"

/* Appends an object, without the end of the line. */
void writer_event_add_json(struct buffer *out, const struct happening *event);

/* Appends the names of the fields, or the fields, with the end of the line. */
void writer_event_add_csv_head(struct buffer *out);
void writer_event_add_csv(struct buffer *out, const struct happening *event);

#endif
