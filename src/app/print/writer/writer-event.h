/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One event of a connection, as a line for people, an object of JSON or a line of CSV. */
#ifndef SOCKVIEW_APP_PRINT_WRITER_WRITER_EVENT_H
#define SOCKVIEW_APP_PRINT_WRITER_WRITER_EVENT_H

#include "base/text.h"
#include "view/column/column.h"

struct writer_event {
	const struct column_context *context; /* whose row it is: living or past */
	uint32_t row;
	enum { EVENT_OPENED, EVENT_CHANGED, EVENT_CLOSED } what;
	enum conn_state before; /* the state before, of one that changed */
	enum text_charset charset;
};

/* Appends "14:03:07.120 closed tcp 10.0.0.5:443 198.51.100.7:50112 nginx pid=57 ..." */
void writer_event_add_line(struct buffer *out, const struct writer_event *event);

/* Appends an object, without the end of the line. */
void writer_event_add_json(struct buffer *out, const struct writer_event *event);

/* Appends the names of the fields, or the fields, with the end of the line. */
void writer_event_add_csv_head(struct buffer *out);
void writer_event_add_csv(struct buffer *out, const struct writer_event *event);

#endif
