/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/history/happening.h"

#include <string.h>

#include "base/format.h"
#include "sock/event/ends.h"

/* Widths that most addresses keep to, so that a screenful of lines is a table. */
enum { WHAT_WIDTH = 11, PROTO_WIDTH = 4, ADDRESS_WIDTH = 21 };

static const struct row *row_of(const struct happening *happening)
{
	return &happening->context->track->rows[happening->row];
}

int64_t happening_real_us(const struct happening *happening)
{
	const struct instant *now = &happening->context->now;
	const struct row *row = row_of(happening);
	int64_t at_us = happening->what == HAPPENING_CLOSED    ? row_until_us(row, now->boot_us)
			: happening->what == HAPPENING_CHANGED ? row->state_since_us
							       : row->first_seen_us;

	return now->real_us - (now->boot_us - at_us);
}

/* -------- a line for people -------- */

static void add_time(struct buffer *out, const struct happening *happening)
{
	int64_t ms = happening_real_us(happening) / 1000 +
		     happening->context->utc_offset_s * INT64_C(1000);
	int64_t of_day = (ms % 86400000 + 86400000) % 86400000;

	buffer_printf(out, "%02d:%02d:%02d", (int)(of_day / 3600000), (int)(of_day / 60000 % 60),
		(int)(of_day / 1000 % 60));
	if (!happening->narrow)
		buffer_printf(out, ".%03d", (int)(of_day % 1000));
}

static void add_cell(
	struct buffer *out, const struct happening *happening, const char *id, int width)
{
	struct buffer text = {0}, shown = {0};

	column_add_text(column_find(id), happening->context, happening->row, &text);
	text_add_shown(&shown, buffer_get(&text), happening->charset);
	buffer_char(out, ' ');
	buffer_text(out, buffer_get(&shown));
	width = happening->narrow ? 0 : width;
	for (int i = (int)text_width(buffer_get(&shown), happening->charset); i < width; i++)
		buffer_char(out, ' ');
	buffer_done(&text);
	buffer_done(&shown);
}

static void add_named(
	struct buffer *out, const struct happening *happening, const char *id, const char *name)
{
	struct buffer text = {0};

	column_add_text(column_find(id), happening->context, happening->row, &text);
	if (text.length && strcmp(buffer_get(&text), "-") != 0 &&
		strcmp(buffer_get(&text), "?") != 0)
		buffer_printf(out, " %s=%s", name, buffer_get(&text));
	buffer_done(&text);
}

/* " reset by peer", where it is known. */
static void add_reason(struct buffer *out, const struct happening *happening)
{
	struct buffer text = {0};

	column_add_text(column_find("reason"), happening->context, happening->row, &text);
	if (strcmp(buffer_get(&text), "-") != 0 && strcmp(buffer_get(&text), "?") != 0)
		buffer_printf(out, " %s", buffer_get(&text));
	buffer_done(&text);
}

void happening_add_line(struct buffer *out, const struct happening *happening)
{
	const struct conn *conn = &row_of(happening)->conn;
	const char *what = happening->what == HAPPENING_OPENED ? "opened"
			   : happening->what == HAPPENING_CLOSED
				   ? "closed"
				   : conn_state_name(conn->proto, conn->state);

	add_time(out, happening);
	buffer_printf(out, " %-*s", happening->narrow ? 0 : WHAT_WIDTH, what);
	add_cell(out, happening, "proto", PROTO_WIDTH);
	add_cell(out, happening, "local", ADDRESS_WIDTH);
	add_cell(out, happening, "remote", ADDRESS_WIDTH);
	if (happening->narrow && happening->what == HAPPENING_CLOSED)
		add_reason(out, happening);
	add_cell(out, happening, "process", 0);
	add_named(out, happening, "pid", "pid");
	if (happening->what == HAPPENING_OPENED)
		add_named(out, happening, "state", "state");
	if (happening->what == HAPPENING_CHANGED)
		buffer_printf(out, " before=%s", conn_state_name(conn->proto, happening->before));
	if (happening->what == HAPPENING_CLOSED) {
		add_named(out, happening, "age", "life");
		if (!(row_of(happening)->flags & ROW_UNSEEN))
			add_named(out, happening, "state", "last");
		add_named(out, happening, "sent", "sent");
		add_named(out, happening, "received", "received");
		add_named(out, happening, "retrans", "retrans");
		if (!happening->narrow)
			add_named(out, happening, "reason", "reason");
	}
}

/* -------- what the last refresh has found -------- */

bool happening_of_marked(
	const struct column_context *context, size_t number, struct happening *ret_happening)
{
	uint32_t index = context->track->marked.rows[number];
	const struct row *row = &context->track->rows[index];

	*ret_happening = (struct happening){
		.context = context,
		.row = index,
		.what = row->life == ROW_NEW ? HAPPENING_OPENED : HAPPENING_CHANGED,
		.before = (enum conn_state)row->state_before,
	};
	/* What is new in TIME_WAIT has closed, and says so. */
	return (row->life == ROW_NEW && row->conn.state != CONN_TIME_WAIT) ||
	       row->life == ROW_CHANGED;
}

/* Sockets that are no connections have no end of their own: listeners, for example. */
bool happening_of_gone(
	const struct column_context *context, size_t number, struct happening *ret_happening)
{
	const struct track *track = context->track;
	uint32_t index = track->gone.rows[number];
	const struct row *row = &track->rows[index];

	*ret_happening =
		(struct happening){.context = context, .row = index, .what = HAPPENING_CLOSED};
	return row->gone_us == track->now.boot_us && !ends_is_connection(&row->conn);
}
