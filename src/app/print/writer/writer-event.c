/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/writer/writer-event.h"

#include <string.h>

#include "app/print/writer/writer-csv.h"
#include "app/print/writer/writer-json.h"
#include "base/format.h"

static const struct row *row_of(const struct happening *event)
{
	return &event->context->track->rows[event->row];
}

static const char *const what_names[] = {[HAPPENING_OPENED] = "opened",
	[HAPPENING_CHANGED] = "changed",
	[HAPPENING_CLOSED] = "closed"};

/* Of one that has closed its last state is the one before. */
static const char *state_before(const struct happening *event)
{
	const struct conn *conn = &row_of(event)->conn;

	if (event->what == HAPPENING_CHANGED)
		return conn_state_name(conn->proto, event->before);
	if (event->what != HAPPENING_CLOSED || row_of(event)->flags & ROW_UNSEEN)
		return NULL;
	return conn_state_name(conn->proto, conn->state);
}

/* The figures that only an end has. */
static bool read_figure(const struct happening *event, const char *id, uint64_t *ret_value)
{
	struct column_value value;

	if (event->what != HAPPENING_CLOSED)
		return false;
	value = column_find(id)->read(event->context, event->row, NULL);
	*ret_value = value.number;
	return value.blank == COLUMN_REAL;
}

static const struct {
	const char *key, *column;
} figures[] = {{"life_ms", "age"}, {"bytes_sent", "sent"}, {"bytes_received", "received"}};

#define FIGURES (sizeof(figures) / sizeof(figures[0]))

static void add_json_text(struct buffer *out, const char *key, const char *text)
{
	buffer_printf(out, ",\"%s\":", key);
	if (text)
		text_add_json(out, text);
	else
		buffer_text(out, "null");
}

static const char *reason_of(const struct happening *event)
{
	const struct column_past *past = event->context->past;

	return past ? past->reason(past->context, event->row) : NULL;
}

void writer_event_add_json(struct buffer *out, const struct happening *event)
{
	uint64_t value;

	buffer_text(out, "{\"time\":\"");
	format_utc(out, happening_real_us(event));
	buffer_char(out, '"');
	add_json_text(out, "event", what_names[event->what]);
	add_json_text(out, "state_before", state_before(event));
	add_json_text(out, "reason", reason_of(event));
	for (size_t i = 0; i < FIGURES; i++) {
		buffer_printf(out, ",\"%s\":", figures[i].key);
		if (read_figure(event, figures[i].column, &value))
			buffer_number(out, value);
		else
			buffer_text(out, "null");
	}
	buffer_text(out, ",\"socket\":");
	writer_json_add_socket(out, event->context, event->row);
	buffer_char(out, '}');
}

void writer_event_add_csv_head(struct buffer *out)
{
	buffer_text(out, "time,event,state_before,reason");
	for (size_t i = 0; i < FIGURES; i++)
		buffer_printf(out, ",%s", figures[i].key);
	buffer_char(out, ',');
	writer_csv_add_head(out, column_table, column_count);
}

void writer_event_add_csv(struct buffer *out, const struct happening *event)
{
	const char *before = state_before(event), *reason = reason_of(event);
	uint64_t value;

	format_utc(out, happening_real_us(event));
	buffer_printf(out, ",%s,%s,%s", what_names[event->what], before ? before : "",
		reason ? reason : "");
	for (size_t i = 0; i < FIGURES; i++) {
		buffer_char(out, ',');
		if (read_figure(event, figures[i].column, &value))
			buffer_number(out, value);
	}
	buffer_char(out, ',');
	writer_csv_add_row(out, column_table, column_count, event->context, event->row);
}
