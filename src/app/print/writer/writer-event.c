/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/writer/writer-event.h"

#include <string.h>

#include "app/print/writer/writer-csv.h"
#include "app/print/writer/writer-json.h"
#include "base/format.h"

/* Widths that most addresses keep to, so that a screenful of lines is a table. */
enum { WHAT_WIDTH = 11, PROTO_WIDTH = 4, ADDRESS_WIDTH = 21 };

static const struct row *row_of(const struct writer_event *event)
{
	return &event->context->track->rows[event->row];
}

/* When it happened: the end of one that has ended, else the refresh that saw it. */
static int64_t real_us_of(const struct writer_event *event)
{
	const struct instant *now = &event->context->now;
	const struct row *row = row_of(event);
	int64_t at_us = event->what == EVENT_CLOSED    ? row_until_us(row, now->boot_us)
			: event->what == EVENT_CHANGED ? row->state_since_us
						       : row->first_seen_us;

	return now->real_us - (now->boot_us - at_us);
}

/* -------- a line for people -------- */

static void add_time(struct buffer *out, const struct writer_event *event)
{
	int64_t ms = real_us_of(event) / 1000 + event->context->utc_offset_s * INT64_C(1000);
	int64_t of_day = (ms % 86400000 + 86400000) % 86400000;

	buffer_printf(out, "%02d:%02d:%02d.%03d", (int)(of_day / 3600000),
		(int)(of_day / 60000 % 60), (int)(of_day / 1000 % 60), (int)(of_day % 1000));
}

static void add_cell(
	struct buffer *out, const struct writer_event *event, const char *id, int width)
{
	struct buffer text = {0}, shown = {0};

	column_add_text(column_find(id), event->context, event->row, &text);
	text_add_shown(&shown, buffer_get(&text), event->charset);
	buffer_char(out, ' ');
	buffer_text(out, buffer_get(&shown));
	for (int i = (int)text_width(buffer_get(&shown), event->charset); i < width; i++)
		buffer_char(out, ' ');
	buffer_done(&text);
	buffer_done(&shown);
}

static void add_named(
	struct buffer *out, const struct writer_event *event, const char *id, const char *name)
{
	struct buffer text = {0};

	column_add_text(column_find(id), event->context, event->row, &text);
	if (text.length && strcmp(buffer_get(&text), "-") != 0 &&
		strcmp(buffer_get(&text), "?") != 0)
		buffer_printf(out, " %s=%s", name, buffer_get(&text));
	buffer_done(&text);
}

void writer_event_add_line(struct buffer *out, const struct writer_event *event)
{
	const struct conn *conn = &row_of(event)->conn;
	const char *what = event->what == EVENT_OPENED ? "opened"
			   : event->what == EVENT_CLOSED
				   ? "closed"
				   : conn_state_name(conn->proto, conn->state);

	add_time(out, event);
	buffer_printf(out, " %-*s", WHAT_WIDTH, what);
	add_cell(out, event, "proto", PROTO_WIDTH);
	add_cell(out, event, "local", ADDRESS_WIDTH);
	add_cell(out, event, "remote", ADDRESS_WIDTH);
	add_cell(out, event, "process", 0);
	add_named(out, event, "pid", "pid");
	if (event->what == EVENT_OPENED)
		add_named(out, event, "state", "state");
	if (event->what == EVENT_CHANGED)
		buffer_printf(out, " before=%s", conn_state_name(conn->proto, event->before));
	if (event->what == EVENT_CLOSED) {
		add_named(out, event, "age", "life");
		if (!(row_of(event)->flags & ROW_UNSEEN))
			add_named(out, event, "state", "last");
		add_named(out, event, "sent", "sent");
		add_named(out, event, "received", "received");
		add_named(out, event, "retrans", "retrans");
		add_named(out, event, "reason", "reason");
	}
	buffer_char(out, '\n');
}

/* -------- data -------- */

static const char *const what_names[] = {
	[EVENT_OPENED] = "opened", [EVENT_CHANGED] = "changed", [EVENT_CLOSED] = "closed"};

/* Of one that has closed its last state is the one before. */
static const char *state_before(const struct writer_event *event)
{
	const struct conn *conn = &row_of(event)->conn;

	if (event->what == EVENT_CHANGED)
		return conn_state_name(conn->proto, event->before);
	if (event->what != EVENT_CLOSED || row_of(event)->flags & ROW_UNSEEN)
		return NULL;
	return conn_state_name(conn->proto, conn->state);
}

/* The figures that only an end has. */
static bool read_figure(const struct writer_event *event, const char *id, uint64_t *ret_value)
{
	struct column_value value;

	if (event->what != EVENT_CLOSED)
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

static const char *reason_of(const struct writer_event *event)
{
	const struct column_past *past = event->context->past;

	return past ? past->reason(past->context, event->row) : NULL;
}

void writer_event_add_json(struct buffer *out, const struct writer_event *event)
{
	uint64_t value;

	buffer_text(out, "{\"time\":\"");
	format_utc(out, real_us_of(event));
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

void writer_event_add_csv(struct buffer *out, const struct writer_event *event)
{
	const char *before = state_before(event), *reason = reason_of(event);
	uint64_t value;

	format_utc(out, real_us_of(event));
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
