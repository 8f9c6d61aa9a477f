/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CSV (RFC 4180): a header line, then one line for each socket, group or service. */
#include "app/print/writer/writer-csv.h"

#include "app/print/writer/writer-event.h"
#include "app/print/writer/writer.h"

#include "base/format.h"
#include "base/i18n.h"

static void add_value(struct buffer *out, const struct column *column,
	const struct column_value *value, const struct buffer *text)
{
	if (value->blank != COLUMN_REAL)
		return; /* an empty field */
	if (column->kind == COLUMN_TEXT || column->kind == COLUMN_LIST)
		text_add_csv(out, buffer_get(text));
	else if (column->kind == COLUMN_FLAG)
		buffer_text(out, value->number ? "true" : "false");
	else if (column->kind == COLUMN_TENTHS)
		buffer_printf(out, "%llu.%u", (unsigned long long)value->number / 10,
			(unsigned)(value->number % 10));
	else
		buffer_number(out, value->number);
}

void writer_csv_add_head(struct buffer *out, const struct column *table, size_t count)
{
	const char *between = "";

	for (size_t i = 0; i < count; i++) {
		const char *data = table[i].data;

		if (!data)
			continue;
		buffer_text(out, between);
		between = ",";
		for (; *data; data++)
			buffer_char(out, *data == '.' ? '_' : *data);
	}
	buffer_text(out, "\r\n");
}

void writer_csv_add_row(struct buffer *out, const struct column *table, size_t count,
	const struct column_context *context, uint32_t row)
{
	struct buffer text = {0};
	bool first = true;

	for (size_t i = 0; i < count; i++) {
		const struct column *column = &table[i];
		struct column_value value;

		if (!column->data)
			continue;
		if (!first)
			buffer_char(out, ',');
		first = false;
		buffer_clear(&text);
		value = column->read(context, row, &text);
		add_value(out, column, &value, &text);
	}
	buffer_text(out, "\r\n");
	buffer_done(&text);
}

/* Writes the header line: the keys of JSON, with _ instead of the dot. */
/* Services and ports are followed over time, from snapshot to snapshot: each line has its time. */
static bool is_followed(const struct printout *printout)
{
	return printout->content == PRINT_SERVICES || printout->content == PRINT_PORTS;
}

static void begin(struct printout *printout)
{
	struct buffer *out = &printout->output.text;

	if (printout->number || !printout->header)
		return;
	if (printout->content == PRINT_ENDS) {
		writer_event_add_csv_head(out);
		return;
	}
	if (printout->content == PRINT_GROUPS)
		buffer_printf(out, "%s,note,", printout->context.groups->kind->id);
	if (is_followed(printout))
		buffer_text(out, "time,");
	writer_csv_add_head(out, printout->table, printout->table_count);
}

static void write_fields(struct printout *printout, uint32_t row)
{
	writer_csv_add_row(&printout->output.text, printout->table, printout->table_count,
		&printout->context, row);
}

static void write_row(struct printout *printout, uint32_t row)
{
	struct happening event = {
		.context = &printout->context, .row = row, .what = HAPPENING_CLOSED};

	if (printout->content == PRINT_ENDS) {
		writer_event_add_csv(&printout->output.text, &event);
		return;
	}
	if (is_followed(printout)) {
		format_utc(&printout->output.text, printout->context.now.real_us);
		buffer_char(&printout->output.text, ',');
	}
	write_fields(printout, row);
}

static void write_group(struct printout *printout, uint32_t group)
{
	struct buffer *out = &printout->output.text;
	bool named = writer_read_group_name(&printout->context, group, &printout->text);

	if (!named)
		buffer_char(out, ',');
	text_add_csv(out, buffer_get(&printout->text));
	buffer_text(out, named ? ",," : ",");
	write_fields(printout, group);
}

const struct writer writer_csv = {
	.format =
		{
			.id = "csv",
			.help = N_("a line a socket or group, for spreadsheets"),
			.modes = 1U << MODE_ONCE | 1U << MODE_BATCH | 1U << MODE_HISTORY,
			.flags = OUTPUT_DATA,
		},
	.begin = begin,
	.row = write_row,
	.group = write_group,
};
