/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-sockets.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/format.h"
#include "base/i18n.h"

/* -------- JSON -------- */

/* The group that a key belongs to ("tcp" of "tcp.rtt_us"), by its length; 0: none. */
static size_t group_length(const char *data)
{
	const char *dot = strchr(data, '.');

	return dot ? (size_t)(dot - data) : 0;
}

void records_add_json_value(struct buffer *out, const struct column *column,
	const struct column_value *value, const struct buffer *text)
{
	if (value->blank != COLUMN_REAL)
		buffer_text(out, "null");
	else if (column->kind == COLUMN_TEXT)
		text_add_json(out, buffer_get(text));
	else if (column->kind == COLUMN_LIST)
		buffer_text(out, buffer_get(text));
	else if (column->kind == COLUMN_FLAG)
		buffer_text(out, value->number ? "true" : "false");
	else
		buffer_number(out, value->number);
}

static void add_json_key(struct buffer *out, const char *key, size_t length, bool first)
{
	if (!first)
		buffer_char(out, ',');
	buffer_char(out, '"');
	buffer_add(out, key, length);
	buffer_add(out, "\":", 2);
}

static bool same_group(const char *data, const char *group, size_t length)
{
	return length && group_length(data) == length && strncmp(data, group, length) == 0;
}

/* Where a group's first value is not there, the whole group is null. */
static void add_json_fields(
	struct buffer *out, const struct column_context *context, uint32_t row, struct buffer *text)
{
	const char *group = NULL;
	size_t length = 0;
	bool first = true, inside = false;

	for (size_t i = 0; i < column_count; i++) {
		const struct column *column = &column_table[i];
		struct column_value value;

		if (!column->data)
			continue;
		if (group && !inside && same_group(column->data, group, length))
			continue; /* the rest of a group that is null */
		if (inside && !same_group(column->data, group, length)) {
			buffer_char(out, '}');
			inside = false;
		}
		buffer_clear(text);
		value = column->read(context, row, text);
		if (column->flags & COLUMN_OPTIONAL && value.blank != COLUMN_REAL)
			continue;
		if (!inside && (length = group_length(column->data))) {
			group = column->data;
			add_json_key(out, group, length, first);
			first = true;
			inside = value.blank == COLUMN_REAL;
			if (!inside) {
				buffer_text(out, "null");
				first = false;
				continue;
			}
			buffer_char(out, '{');
		}
		add_json_key(out, column->data + (inside ? length + 1 : 0),
			strlen(column->data) - (inside ? length + 1 : 0), first);
		first = false;
		records_add_json_value(out, column, &value, text);
	}
	if (inside)
		buffer_char(out, '}');
}

void records_add_json(struct buffer *out, const struct column_context *context, uint32_t row)
{
	struct buffer text = {0};

	buffer_char(out, '{');
	add_json_fields(out, context, row, &text);
	buffer_char(out, '}');
	buffer_done(&text);
}

void records_add_json_head(struct buffer *out, const struct engine *engine, bool hidden)
{
	struct buffer note = {0};

	buffer_text(out, "{\"schema\":1,\"program\":\"sockview\",\"version\":\"" PACKAGE_VERSION
			 "\",\"time\":\"");
	format_utc(out, engine->context.now.real_us);
	buffer_text(out, "\",\"host\":");
	text_add_json(out, engine->host);
	buffer_printf(out, ",\"complete\":%s,\"notes\":[",
		sweep_is_complete(&engine->sweep) ? "true" : "false");
	for (unsigned i = 0; engine_add_note(engine, i, hidden, false, &note); i++) {
		if (i)
			buffer_char(out, ',');
		text_add_json(out, buffer_get(&note));
		buffer_clear(&note);
	}
	buffer_char(out, ']');
	buffer_done(&note);
}

void records_write_json(
	struct output *output, const struct engine *engine, const struct order *order, bool hidden)
{
	struct buffer text = {0};

	records_add_json_head(&output->text, engine, hidden);
	buffer_text(&output->text, ",\"sockets\":[");
	for (size_t i = 0; i < order->count; i++) {
		buffer_text(&output->text, i ? ",{" : "{");
		add_json_fields(&output->text, &engine->context, order_row(order, i), &text);
		buffer_char(&output->text, '}');
		output_drain(output);
	}
	buffer_text(&output->text, "]}\n");
	buffer_done(&text);
}

/* -------- CSV -------- */

void records_write_csv_header(struct output *output)
{
	bool first = true;

	for (size_t i = 0; i < column_count; i++) {
		const char *data = column_table[i].data;

		if (!data)
			continue;
		if (!first)
			buffer_char(&output->text, ',');
		first = false;
		for (; *data; data++)
			buffer_char(&output->text, *data == '.' ? '_' : *data);
	}
	buffer_text(&output->text, "\r\n");
}

void records_add_csv_value(struct buffer *out, const struct column *column,
	const struct column_value *value, const struct buffer *text)
{
	if (value->blank != COLUMN_REAL)
		return; /* an empty field */
	if (column->kind == COLUMN_TEXT || column->kind == COLUMN_LIST)
		text_add_csv(out, buffer_get(text));
	else if (column->kind == COLUMN_FLAG)
		buffer_text(out, value->number ? "true" : "false");
	else
		buffer_number(out, value->number);
}

static void write_csv_row(struct output *output, const struct column_context *context, uint32_t row,
	struct buffer *text)
{
	bool first = true;

	for (size_t i = 0; i < column_count; i++) {
		const struct column *column = &column_table[i];
		struct column_value value;

		if (!column->data)
			continue;
		if (!first)
			buffer_char(&output->text, ',');
		first = false;
		buffer_clear(text);
		value = column->read(context, row, text);
		records_add_csv_value(&output->text, column, &value, text);
	}
	buffer_text(&output->text, "\r\n");
}

void records_write_csv(
	struct output *output, const struct engine *engine, const struct order *order)
{
	struct buffer text = {0};

	for (size_t i = 0; i < order->count; i++) {
		write_csv_row(output, &engine->context, order_row(order, i), &text);
		output_drain(output);
	}
	buffer_done(&text);
}

/* -------- lines of a table -------- */

static void widen(size_t *width, size_t needed)
{
	if (needed > *width)
		*width = needed;
}

static void measure(const struct column_context *context, const struct order *order,
	const struct column *const *columns, size_t count, size_t *widths,
	enum text_charset charset)
{
	struct buffer text = {0};

	for (size_t column = 0; column < count; column++)
		widen(&widths[column], strlen(columns[column]->title));
	for (size_t i = 0; i < order->count; i++) {
		for (size_t column = 0; column < count; column++) {
			buffer_clear(&text);
			column_add_text(columns[column], context, order_row(order, i), &text);
			widen(&widths[column], text_width(buffer_get(&text), charset));
		}
	}
	buffer_done(&text);
}

static void write_cell(struct output *output, const struct column *column, bool last, size_t width,
	const char *text, enum text_charset charset)
{
	bool right = column->flags & COLUMN_RIGHT;

	if (last && !right) {
		text_add_shown(&output->text, text, charset);
		return;
	}
	text_add_fitted(&output->text, text, width, right, charset);
	if (!last)
		buffer_char(&output->text, ' ');
}

void records_write_table(struct output *output, const struct column_context *context,
	const struct order *order, const struct column *const *columns, size_t count, bool header,
	enum text_charset charset)
{
	size_t *widths = alloc_zero(count, sizeof(*widths));
	struct buffer text = {0};

	measure(context, order, columns, count, widths, charset);
	for (size_t column = 0; header && column < count; column++)
		write_cell(output, columns[column], column + 1 == count, widths[column],
			columns[column]->title, charset);
	if (header)
		buffer_char(&output->text, '\n');
	for (size_t i = 0; i < order->count; i++) {
		for (size_t column = 0; column < count; column++) {
			buffer_clear(&text);
			column_add_text(columns[column], context, order_row(order, i), &text);
			write_cell(output, columns[column], column + 1 == count, widths[column],
				buffer_get(&text), charset);
		}
		buffer_char(&output->text, '\n');
		output_drain(output);
	}
	buffer_done(&text);
	free(widths);
}
